"""OpenStack Swift with its S3 interface on this machine: proxy, account, container and object server, one disk.

Debian's packages swift-proxy, swift-account, swift-container and swift-object are needed, and root: the servers read
/etc/swift/swift.conf, which is created if there is none.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from operations import child_processes

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's Swift is installed for Debian's Python."""
SWIFT_CONF = Path("/etc/swift/swift.conf")
KEY, SECRET = "portal:evidence", "secret-of-the-drill"
PARTS = ("account", "container", "object")
PIPELINE = (
    "catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy bulk slo dlo versioned_writes "
    "symlink proxy-server"
)
PROXY = """[DEFAULT]
bind_ip = {address}
bind_port = {port}
workers = 2
user = root
swift_dir = {folder}
log_address = {folder}/log
[pipeline:main]
pipeline = {pipeline}
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# With one disk, a server that was killed must not be left out for a minute.
error_suppression_interval = 1
error_suppression_limit = 1000
conn_timeout = 2
node_timeout = 10
allow_account_management = true
[filter:tempauth]
use = egg:swift#tempauth
user_portal_evidence = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
s3_acl = {acl}
location = us-east-1
min_segment_size = 5242880
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{no_cache}
[filter:slo]
use = egg:swift#slo
allow_async_delete = false
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
"""
PLAIN_FILTERS = "catch_errors gatekeeper healthcheck listing_formats copy bulk dlo symlink"
STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
user = root
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_address = {folder}/log
[pipeline:main]
pipeline = {part}-server
[app:{part}-server]
use = egg:swift#{part}
"""


def find_missing_program() -> str:
    """Return the name of a program that is needed and missing, or an empty string."""
    return next((f"swift-{part}-server" for part in ("proxy", *PARTS) if not shutil.which(f"swift-{part}-server")), "")


class SwiftServer:
    """A running Swift. `url`, `key` and `secret` are for S3 clients. `address`: where these reach it."""

    def __init__(self, folder: Path, address: str = "127.0.0.1"):
        self.folder, self.ports = folder, {name: _free_port() for name in ("proxy", *PARTS, "no cache")}
        self.address, self.url = address, f"http://{address}:{self.ports['proxy']}"
        self.key, self.secret = KEY, SECRET
        self._children: dict[str, subprocess.Popen] = {}
        self._configure()

    def _configure(self) -> None:
        if not SWIFT_CONF.exists():
            SWIFT_CONF.parent.mkdir(exist_ok=True)
            ends = "".join(f"swift_hash_path_{end} = {secrets.token_hex(8)}\n" for end in ("prefix", "suffix"))
            SWIFT_CONF.write_text(f"[swift-hash]\n{ends}[storage-policy:0]\nname = one\ndefault = yes\n")
        (self.folder / "devices" / "disk").mkdir(parents=True)
        filters = "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in PLAIN_FILTERS.split())
        proxy = PROXY.format(
            address=self.address,
            port=self.ports["proxy"],
            no_cache=self.ports["no cache"],
            folder=self.folder,
            pipeline=PIPELINE,
            secret=SECRET,
            acl="false",
        )
        (self.folder / "proxy.conf").write_text(proxy + filters)
        for part in PARTS:
            (self.folder / f"{part}.conf").write_text(
                STORAGE.format(port=self.ports[part], folder=self.folder, part=part)
            )
            ring = self.folder / f"{part}.builder"
            _run("swift-ring-builder", ring, "create", "6", "1", "0")
            _run("swift-ring-builder", ring, "add", f"r1z1-127.0.0.1:{self.ports[part]}/disk", "1")
            _run("swift-ring-builder", ring, "rebalance")

    def start(self) -> None:
        """Start what does not run, and wait until the proxy answers."""
        for name in (*PARTS, "proxy"):
            if name not in self._children or self._children[name].poll() is not None:
                self._start_part(name)
        child_processes.wait_until(self._answers, self._children["proxy"], seconds=60)

    def _start_part(self, name: str) -> None:
        program = [SYSTEM_PYTHON, shutil.which(f"swift-{name}-server"), self.folder / f"{name}.conf"]
        log = (self.folder / f"{name}.log").open("ab")
        self._children[name] = child_processes.start_child(program, stdout=log, stderr=log)

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/healthcheck", timeout=2).status_code == 200
        return False

    def kill(self, name: str) -> None:
        """Kill one server with all of its processes: "proxy", "account", "container" or "object"."""
        child = self._children.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, 9)
        child.wait()

    def stop(self) -> None:
        for name in list(self._children):
            self.kill(name)

    def stored_bytes(self) -> int:
        """Return the size of all objects on the disk, those of older versions included."""
        return sum(path.stat().st_size for path in (self.folder / "devices").rglob("*.data"))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _run(*command) -> None:
    done = subprocess.run([SYSTEM_PYTHON, shutil.which(command[0]), *map(str, command[1:])], capture_output=True)
    if done.returncode > 1:  # 1 is a warning
        raise RuntimeError(f"{command}: {done.stdout.decode()}{done.stderr.decode()}")


@contextmanager
def running_swift() -> Iterator[SwiftServer]:
    """Run Swift in a temporary folder for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="swift-") as folder:
        server = SwiftServer(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()
