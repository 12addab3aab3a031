"""Planned work while the portal is in use, as in the runbook (*Failover*, *Add a node*, *Replace a node*,
*Remove a node*)."""

import os
import subprocess
import time
from contextlib import suppress

from drills.ha.configuration import sentinel_client
from drills.ha.services import wait_for
from drills.ha.site import Site
from drills.ha.topology import Host

RECOVERY_SECONDS = 150
SECONDS_IN_USE = 5
"""How long an added node takes requests before it is removed again."""


def run_command(command: list, **environment: str) -> str:
    """Run an operator's command and return its output. Raises RuntimeError with its output if it fails."""
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, env=os.environ | environment, timeout=RECOVERY_SECONDS
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command[:4]))}: {done.stdout[-800:]} {done.stderr[-800:]}")
    return done.stdout


def roll_out(site: Site) -> None:
    """Restart one web server and worker after the other, each out of nginx meanwhile."""
    for node in site.nodes:
        remove_web_and_worker(site, node)
        add_web_and_worker(site, node)


def remove_web_and_worker(site: Site, node: Host) -> None:
    """Take web server and worker of a node out of service."""
    site.send_no_more_requests_to(node.name)
    time.sleep(2)
    site.services["web", node.name].stop()
    site.services["worker", node.name].stop()


def add_web_and_worker(site: Site, node: Host) -> None:
    """Put web server and worker of a node into service."""
    site.services["worker", node.name].start()
    site.services["web", node.name].start()
    wait_for(lambda: site.web_status(node) == 200, seconds=RECOVERY_SECONDS, what=f"a web server on {node.name}")
    site.send_no_more_requests_to()


def switch_over(site: Site) -> None:
    """Let the synchronous standby lead, as before work on the leader's machine."""
    roles = {member["role"]: member["name"] for member in site.members()}
    settings = site.nodes[0].disk / "patroni.yml"
    chosen = ["--leader", roles["leader"], "--candidate", roles["sync_standby"], "--force"]
    run_command(["patronictl", "-c", settings, "switchover", "portal", *chosen])
    wait_for(
        lambda: (leader := site.find_leader()) and leader.name == roles["sync_standby"],
        seconds=RECOVERY_SECONDS,
        what=f"{roles['sync_standby']} as leader",
    )


def add_and_remove_node(site: Site) -> None:
    """Add a fourth node with a copy of the database, web server and worker, use it, and remove it again."""
    node = site.add_spare_node(broker_leader=site.find_broker_leader() or site.nodes[0])
    site.read_from_databases_of(node)
    for kind in ("patroni", "valkey", "pgbouncer"):
        site.services[kind, node.name].start()
    wait_for(lambda: site.follows(node), seconds=RECOVERY_SECONDS, what=f"{node.name} with a copy of the database")
    site.added = [node]
    add_web_and_worker(site, node)
    time.sleep(SECONDS_IN_USE)
    remove_web_and_worker(site, node)
    site.added = []
    site.send_no_more_requests_to()
    site.read_from_databases_of()
    for kind in ("patroni", "pgbouncer", "valkey"):
        site.services[kind, node.name].stop()
    is_gone = lambda: node.name not in {member["name"] for member in site.members()}  # noqa: E731
    wait_for(is_gone, seconds=RECOVERY_SECONDS, what=f"members without {node.name}")
    _forget_removed_servers(site, site.nodes)
    node.kill_processes("")
    node.empty_disk()


def replace_node(site: Site) -> None:
    """Lose a node with its disk, and let an empty machine with its name and address take its place."""
    leaders = {site.find_leader(), site.find_broker_leader()}
    node = next(node for node in site.nodes if node not in leaders)
    others = [other for other in site.nodes if other != node]
    services = {kind: service for (kind, name), service in site.services.items() if name == node.name}
    for service in services.values():
        service.kill_for_good()
    node.kill_processes("")
    node.empty_disk()
    site.send_no_more_requests_to(node.name)
    _run_etcdctl(others, "member", "remove", _etcd_member(others, node.name))
    _forget_removed_servers(site, others)

    _run_etcdctl(others, "member", "add", node.name, f"--peer-urls=http://{node.address}:2380")
    site.write_node_files(node, broker_leader=site.find_broker_leader() or others[0])
    services["etcd"].environment["ETCD_INITIAL_CLUSTER_STATE"] = "existing"
    for kind in ("etcd", "patroni", "valkey", "sentinel", "pgbouncer"):
        services[kind].start()
    wait_for(lambda: site.follows(node), seconds=RECOVERY_SECONDS, what=f"{node.name} with a copy of the database")
    wait_for(lambda: _etcd_member(others, node.name), seconds=RECOVERY_SECONDS, what=f"etcd on {node.name}")
    for each in site.nodes:
        _wait_for_sentinels(each, len(site.nodes) - 1)
    add_web_and_worker(site, node)
    if "beat" in services:
        services["beat"].start()


def _run_etcdctl(nodes: list[Host], *arguments: str) -> str:
    endpoints = ",".join(f"http://{node.address}:2379" for node in nodes)
    return run_command(["etcdctl", "--endpoints", endpoints, *arguments], ETCDCTL_API="3")


def _etcd_member(nodes: list[Host], name: str) -> str:
    """Return the id of a member that has started, as `etcdctl member remove` wants it, or ""."""
    rows = [line.split(", ") for line in _run_etcdctl(nodes, "member", "list").splitlines()]
    return next((row[0] for row in rows if row[2] == name), "")


def _forget_removed_servers(site: Site, nodes: list[Host]) -> None:
    """Let the Sentinels forget servers that are gone, one after the other, so that two of them always know all."""
    for node in nodes:
        run_command([*sentinel_client(node), "reset", "portal"])
        _wait_for_sentinels(node, len(nodes) - 1)


def _wait_for_sentinels(node: Host, number: int) -> None:
    """Wait until a node's Sentinel knows so many others."""

    def knows_others() -> bool:
        with suppress(RuntimeError):  # it does not listen yet
            return run_command([*sentinel_client(node), "sentinels", "portal"]).count("runid") >= number
        return False

    wait_for(knows_others, seconds=RECOVERY_SECONDS, what=f"{number} Sentinels that the one on {node.name} knows")
