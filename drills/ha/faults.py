"""The faults, in the order in which the drill causes them, and planned work between them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from drills.ha import maintenance
from drills.ha.maintenance import RECOVERY_SECONDS
from drills.ha.services import wait_for
from drills.ha.site import Site
from drills.ha.topology import SITE_ADDRESS, Host

CUT_OFF_SECONDS = 35
FULL_DISK_SECONDS = 12
PAUSE = 3.0


class NobodyLeads(Exception):
    """A fault was to hit the leader, and there is none."""


@dataclass(frozen=True)
class Fault:
    """A fault: its name in the report, and the function that causes it and returns when it is repaired."""

    name: str
    cause: Callable[[Site], None]
    needs_bucket: bool = False


def leader_of(site: Site) -> Host:
    """Return the node whose PostgreSQL leads. Raises NobodyLeads after a minute."""
    try:
        wait_for(site.find_leader, seconds=60, what="a leader")
    except TimeoutError as late:
        raise NobodyLeads(str(late)) from late
    return site.find_leader()


def kill_leader(site: Site) -> None:
    """Kill PostgreSQL and Patroni of the leader, as if the machine had lost its power; then start them again."""
    leader = leader_of(site)
    patroni = site.services["patroni", leader.name]
    patroni.kill_for_good()
    leader.kill_processes("postgres", "patroni")
    wait_for(lambda: _new_leader(site, leader), seconds=RECOVERY_SECONDS, what=f"another leader than {leader.name}")
    patroni.start()


def kill_leading_postgresql(site: Site) -> None:
    """Kill only the leader's PostgreSQL. Its Patroni notices and lets another node lead at once."""
    leader = leader_of(site)
    leader.kill_processes("pginstall/bin/postgres", "postgres:")
    wait_for(lambda: _new_leader(site, leader), seconds=RECOVERY_SECONDS, what=f"another leader than {leader.name}")


def _new_leader(site: Site, former: Host) -> bool:
    leader = site.find_leader()
    return leader is not None and leader != former


def cut_off_leader(site: Site) -> None:
    """Unplug the leader's machine, with its web server, worker, etcd and Valkey, and plug it in again."""
    leader = leader_of(site)
    leader.cut_off()
    try:
        wait_for(lambda: _new_leader(site, leader), seconds=RECOVERY_SECONDS, what=f"another leader than {leader.name}")
        time.sleep(PAUSE)
    finally:
        leader.reconnect()


def kill_etcd(site: Site) -> None:
    """Kill the etcd that leads; start it again after a while."""
    host = site.find_etcd_leader() or site.nodes[0]
    service = site.services["etcd", host.name]
    service.kill_for_good()
    time.sleep(10)
    service.start()


def kill_broker(site: Site) -> None:
    """Kill the Valkey that leads, wait until another one does, and start it again."""
    leader = site.find_broker_leader() or site.nodes[0]
    service = site.services["valkey", leader.name]
    service.kill_for_good()
    wait_for(lambda: site.find_broker_leader() not in {None, leader}, seconds=RECOVERY_SECONDS, what="another Valkey")
    service.start()


def fill_disk(site: Site) -> None:
    """Fill the disk of the leader's machine; free it again."""
    leader = leader_of(site)
    leader.fill_disk()
    time.sleep(FULL_DISK_SECONDS)
    leader.free_disk()


def kill_web_and_worker(site: Site) -> None:
    """Kill web server and worker of a node that does not lead, as if these hosts were gone; then add them again."""
    leader = leader_of(site)
    node = next(node for node in site.nodes if node != leader)
    services = [site.services[kind, node.name] for kind in ("web", "worker")]
    for service in services:
        service.kill_for_good()
    time.sleep(8)
    for service in services:
        service.start()


def kill_front(site: Site) -> None:
    """Kill everything of the front that has the address; start it again once the other one has the address."""
    front = find_front(site)
    services = [site.services[kind, front.name] for kind in ("keepalived", "nginx", "haproxy")]
    front.cut_off()
    for service in services:
        service.kill_for_good()
    time.sleep(8)
    front.reconnect()
    for service in reversed(services):
        service.start()


def kill_files_server(site: Site) -> None:
    """Kill the S3 server that stores the files, then the one that takes requests. Start each again after a while."""
    for name in ("object", "proxy"):
        site.swift.kill(name)
        time.sleep(8)
        site.swift.start()


def find_front(site: Site) -> Host:
    """Return the front that has the address of the site."""
    return next((front for front in site.fronts if front.has_address(SITE_ADDRESS)), site.fronts[0])


FAULTS = [
    Fault("leader killed", kill_leader),
    Fault("broker that leads killed", kill_broker),
    Fault("web server and worker killed, and added again", kill_web_and_worker),
    Fault("release rolled out", maintenance.roll_out),
    Fault("node added, used and removed", maintenance.add_and_remove_node),
    Fault("node lost with its disk and replaced", maintenance.replace_node),
    Fault("PostgreSQL of the leader killed", kill_leading_postgresql),
    Fault("etcd that leads killed", kill_etcd),
    Fault("S3 server killed", kill_files_server, needs_bucket=True),
    Fault("leader cut off", cut_off_leader),
    Fault("front with the address gone", kill_front),
    Fault("disk of the leader full", fill_disk),
    Fault("planned switchover", maintenance.switch_over),
]
