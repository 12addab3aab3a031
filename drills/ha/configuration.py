"""Write each machine's configuration: the files of deploy/ha with the drill's names, addresses, folders and passwords.

Every replacement must be found, so that a change of a file that the drill would no longer test is noticed.
"""

import re
import secrets
from pathlib import Path

from drills.ha.topology import NUMBERS, SITE_ADDRESS, SPARE, Host
from operations import redis_acl
from tests.databases import ROOT

EXAMPLES = ROOT / "deploy" / "ha"
PASSWORDS = {
    name: secrets.token_hex(12)
    for name in ("SUPERUSER", "REPLICATION", "RESTAPI", "APP", "OWNER", "CACHE", "BROKER", "SENTINEL")
}
FIRST = "10.25.0.11"
"""The address of node1, for which the examples are written."""


class ExampleChanged(Exception):
    """An example no longer has the text that the drill replaces."""


def read_example(name: str) -> str:
    """Return a file of deploy/ha with the drill's passwords."""
    text = (EXAMPLES / name).read_text()
    for word, password in PASSWORDS.items():
        text = text.replace(f"{word}_PASSWORD", password)
    return text


def replace_each(text: str, changes: dict[str, str], name: str) -> str:
    """Replace regular expressions. Raises ExampleChanged for one that is not found."""
    for pattern, new in changes.items():
        text, times = re.subn(pattern, lambda _, new=new: new, text, flags=re.MULTILINE)
        if not times:
            raise ExampleChanged(f"deploy/ha/{name} has no {pattern!r}")
    return text


def own_addresses(text: str, host: Host) -> str:
    """Return an example for another machine: its address, except in lists of all nodes."""
    lines = [line if "10.25.0.12" in line else line.replace(FIRST, host.address) for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def etcd_environment(host: Host) -> dict[str, str]:
    """Return the variables of /etc/default/etcd."""
    text = own_addresses(read_example("etcd"), host)
    changes = {"^ETCD_NAME=node1$": f"ETCD_NAME={host.name}", "/var/lib/etcd/portal": f"{host.disk}/etcd"}
    lines = [
        line for line in replace_each(text, changes, "etcd").splitlines() if line.strip() and not line.startswith("#")
    ]
    return dict(line.split("=", 1) for line in lines)


def write_patroni(host: Host, programs: Path) -> Path:
    """Write the file of Patroni for the PostgreSQL whose programs are in a folder.

    The added node's is a copy for boards and exports: it never leads, and no commit waits for it.
    """
    changes = {
        "^name: node1 .*$": f"name: {host.name}",
        "/var/lib/postgresql/17/portal": f"{host.disk}/postgresql",
        "/usr/lib/postgresql/17/bin": str(programs),
        "/run/postgresql": f"{host.disk}/run",
        "10.25.0.0/24": "10.25.0.0/16",
        "local all all peer": "local all all trust",
    }
    if host.name == SPARE:
        changes |= {"nofailover: false": "nofailover: true", "nosync: false": "nosync: true"}
    return _write(
        host, "patroni.yml", replace_each(own_addresses(read_example("patroni.yml"), host), changes, "patroni")
    )


def write_valkey(host: Host, leader: Host) -> Path:
    """Write the file of Valkey and its users."""
    _write(host, "portal.acl", redis_acl.acl_lines(_redis_variables()))
    changes = {"/var/lib/valkey": f"{host.disk}/valkey", "/etc/valkey": str(host.disk)}
    text = replace_each(own_addresses(read_example("valkey.conf"), host), changes, "valkey.conf")
    (host.disk / "valkey").mkdir(exist_ok=True)
    return _write(host, "valkey.conf", text + ("" if host == leader else f"replicaof {leader.address} 6379\n"))


def write_sentinel(host: Host, leader: Host) -> Path:
    """Write the file of Sentinel (deploy/sentinel.conf) and its users."""
    _write(host, "sentinel.acl", redis_acl.acl_lines(_redis_variables(), source=redis_acl.SENTINEL_FILE))
    changes = {r"monitor portal 10\.0\.0\.11": f"monitor portal {leader.address}", "/etc/valkey": str(host.disk)}
    text = replace_each(read_example("../sentinel.conf"), changes, "sentinel.conf")
    return _write(host, "sentinel.conf", f"{text}bind {host.address}\ndir {host.disk}/valkey\n")


def _redis_variables() -> dict[str, str]:
    """Return the variables from which `operations.redis_acl` makes the users."""
    addresses = {f"{name}_URL": f"redis://portal_{name.lower()}:{PASSWORDS[name]}@x" for name in ("CACHE", "BROKER")}
    return addresses | {"SENTINEL_PASSWORD": PASSWORDS["SENTINEL"]}


def sentinel_client(host: Host) -> list[str]:
    """Return the beginning of a command of `valkey-cli` for the Sentinel of a node."""
    signed_in = ["--user", "portal_sentinel", "--pass", PASSWORDS["SENTINEL"], "--no-auth-warning"]
    return ["valkey-cli", "-h", host.address, "-p", "26379", *signed_in, "sentinel"]


def write_pgbouncer(host: Host) -> Path:
    """Write the file of pgbouncer (deploy/pgbouncer) and the role's password."""
    _write(host, "userlist.txt", f'"portal_app" "{PASSWORDS["APP"]}"\n')
    changes = {
        "host=/run/postgresql": f"host={SITE_ADDRESS}",
        "/run/postgresql": f"{host.disk}/run",
        "/var/log/postgresql": f"{host.disk}/run",
        "/etc/pgbouncer": str(host.disk),
    }
    return _write(host, "pgbouncer.ini", replace_each(read_example("../pgbouncer/pgbouncer.ini"), changes, "pgbouncer"))


def write_haproxy(host: Host, *, added: list[Host] = ()) -> Path:
    """Write the file of HAProxy. `added`: nodes besides those of the example."""
    lines = "".join(f"    server {node.name} {node.address}:5432 check port 8008\n" for node in added)
    last = r"^    server node3 .*\n"
    text = read_example("haproxy.cfg")
    return _write(host, "haproxy.cfg", re.sub(last, lambda found: found[0] + lines, text, flags=re.MULTILINE))


def write_keepalived(host: Host, other: Host) -> Path:
    """Write the file of keepalived and its check."""
    check = _write(host, "check-front", read_example("check-front"))
    check.chmod(0o755)
    changes = {
        "/usr/local/sbin/check-front": str(check),
        "priority 101 ": f"priority {101 if host.name == 'front1' else 100} ",
        r"^        10\.25\.0\.22 ": f"        {other.address} ",
        "unicast_src_ip 10.25.0.21": f"unicast_src_ip {host.address}",
        "10.25.0.100/24": "10.25.0.100/16",
    }
    return _write(host, "keepalived.conf", replace_each(read_example("keepalived.conf"), changes, "keepalived.conf"))


def write_nginx(
    host: Host, *, without: frozenset[str] = frozenset(), added: list[Host] = (), certificate: Path, key: Path
) -> Path:
    """Write deploy/nginx.conf with the web servers of deploy/ha.

    `without`: nodes that get no more requests. `added`: nodes besides those of the example.
    """
    upstream = read_example("nginx-upstream.conf")
    for node in added:
        line = f"        server {node.address}:8000 max_fails=1 fail_timeout=5s;\n"
        upstream = upstream.replace("        keepalive", f"{line}        keepalive")
    for name in without:
        address = f"10.25.0.{NUMBERS[name]}:8000 "
        upstream = upstream.replace(address, f"{address}down ")
    folders = "".join(
        f"    {name}_temp_path {host.disk}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    changes = {
        r"^    upstream portal \{\n(?:.*\n)*?    \}\n": upstream,
        r"pid /run/nginx.pid;": f"pid {host.disk}/nginx.pid;",
        r"error_log \S+ warn;": f"error_log {host.disk}/nginx.log warn;",
        r"worker_processes auto;": "worker_processes 1;",
        r"^http \{\n": "http {\n" + folders,
        r"\S+/fullchain.pem;": f"{certificate};",
        r"\S+/key.pem;": f"{key};",
        r"root /srv/portal/app/deploy;": f"root {ROOT}/deploy;",
    }
    text = replace_each((ROOT / "deploy" / "nginx.conf").read_text(), changes, "nginx-upstream.conf")
    return _write(host, "nginx.conf", text)


def portal_settings() -> dict[str, str]:
    """Return the settings of deploy/ha/portal.env."""
    lines = [line for line in read_example("portal.env").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def _write(host: Host, name: str, text: str) -> Path:
    path = host.disk / name
    path.write_text(text)
    return path
