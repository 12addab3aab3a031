"""Planned work while the portal is in use, as in the runbook (*Add a node*, *Remove a node*, *Failover*)."""

import os
import subprocess
import time

from drills.ha.services import wait_for
from drills.ha.site import Site
from drills.ha.topology import Host

RECOVERY_SECONDS = 150


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
    is_ready = lambda: site.web_statuses()[node.name] == 200  # noqa: E731
    wait_for(is_ready, seconds=RECOVERY_SECONDS, what=f"a web server on {node.name}")
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
