"""Simulated machines: network namespaces on a bridge, each with a disk of its own in memory.

All of it lives in private namespaces of the drill (network, mounts, processes). When the drill ends, also by SIGKILL,
the kernel ends its processes and removes networks and disks; nothing on this machine has to be cleaned up.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

INSIDE, IMPOSSIBLE = "DRILL_HA_INSIDE", 3
NETWORK = "10.25.0"
NODES = {"node1": 11, "node2": 12, "node3": 13}
FRONTS = {"front1": 21, "front2": 22}
SPARE = "node4"
"""A machine that is added during the drill."""
NUMBERS = NODES | FRONTS | {SPARE: 14}
"""The last number of each machine's address."""
SITE_ADDRESS = f"{NETWORK}.100"
"""The address that keepalived moves between the fronts."""
FOLDER = Path("/mnt")
"""Where everything of the drill is kept, on a file system in memory that only the drill sees."""
CITY_ADDRESS = f"{NETWORK}.1"
"""The address of this side of the bridge, where citizens, mail server and SMS gateway are."""
PROGRAMS = {
    "etcd": "etcd-server",
    "etcdctl": "etcd-client",
    "patroni": "patroni",
    "haproxy": "haproxy",
    "keepalived": "keepalived",
    "valkey-sentinel": "valkey-sentinel",
    "pgbouncer": "pgbouncer",
    "nginx": "nginx",
    "ip": "iproute2",
}
"""Programs that the drill runs, and their Debian packages. PostgreSQL comes from a Python package, as in the tests."""
ENTER = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def find_obstacle() -> str:
    """Return why the drill cannot run on this computer, or an empty string."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program, path=path)]
    if os.geteuid():
        return "the drill needs root, for network namespaces"
    if missing:
        return f"Debian packages are missing: {' '.join(missing)}"
    if subprocess.run(["/usr/bin/python3", "-c", "import patroni.dcs.etcd3"], capture_output=True).returncode:
        return "Debian packages are missing: python3-etcd"
    tried = subprocess.run([*ENTER, "ip", "link", "add", "try", "type", "bridge"], capture_output=True, text=True)
    return f"no network namespaces here: {tried.stderr.strip()}" if tried.returncode else ""


def enter_private_namespaces(module: str) -> None:
    """Run this program again in private namespaces and end with its status. Return if it is there already.

    Raises SystemExit with IMPOSSIBLE, and prints why, if this computer does not allow it.
    bash is process 1 there: it collects the processes of killed servers, which would otherwise seem to run.
    """
    if os.environ.get(INSIDE):
        return
    if obstacle := find_obstacle():
        print(f"drill: not possible here: {obstacle}", flush=True)
        raise SystemExit(IMPOSSIBLE)
    os.environ[INSIDE] = "1"
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    run = '"$@" & child=$!; trap "kill $child" TERM; wait $child; exit $?'
    os.execvp("unshare", [*ENTER, "bash", "-c", run, "bash", sys.executable, "-m", module, *sys.argv[1:]])


def run_ip(*arguments: str) -> str:
    """Run `ip` and return its output. Raises RuntimeError with the error."""
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


@dataclass(frozen=True)
class Host:
    """A simulated machine: its name, its address, and the folder that is its disk."""

    name: str
    address: str
    disk: Path

    def command(self, command: list) -> list[str]:
        """Return the command that runs a program on this machine."""
        return ["ip", "netns", "exec", self.name, *map(str, command)]

    @contextmanager
    def network(self) -> Iterator[None]:
        """Let this thread open sockets on this machine. They stay there."""
        ours, theirs = (os.open(path, os.O_RDONLY) for path in ("/proc/thread-self/ns/net", f"/run/netns/{self.name}"))
        os.setns(theirs, os.CLONE_NEWNET)
        try:
            yield
        finally:
            os.setns(ours, os.CLONE_NEWNET)
            os.close(ours)
            os.close(theirs)

    def process_ids(self) -> list[int]:
        """Return the processes that run on this machine."""
        return [int(number) for number in run_ip("netns", "pids", self.name).split()]

    def kill_processes(self, *words: str) -> None:
        """Kill by SIGKILL the processes whose command line has one of these words.

        Several times: a process that was just being started is not in the first list.
        """
        for _ in range(10):
            for number in self.process_ids():
                if self._has_word(number, words):
                    with suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
            time.sleep(0.05)

    @staticmethod
    def _has_word(number: int, words: tuple[str, ...]) -> bool:
        with suppress(OSError):
            command = Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace")
            return any(word in command for word in words)
        return False

    def cut_off(self) -> None:
        """Unplug the network cable."""
        run_ip("link", "set", f"v-{self.name}", "down")

    def reconnect(self) -> None:
        """Plug the network cable in again."""
        run_ip("link", "set", f"v-{self.name}", "up")

    def has_address(self, address: str) -> bool:
        """Return whether the machine answers to another address besides its own."""
        return f" {address}/" in run_ip("-n", self.name, "-oneline", "address", "show", "dev", "eth0")

    def empty_disk(self) -> None:
        """Remove everything from the disk, as if it was a new one."""
        for path in self.disk.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def fill_disk(self) -> None:
        """Use up the disk, to the last byte."""
        with suppress(OSError), (self.disk / "filler").open("wb", buffering=0) as filler:
            while filler.write(bytes(2**16)):
                pass

    def free_disk(self) -> None:
        """Remove what filled the disk."""
        (self.disk / "filler").unlink(missing_ok=True)


class Topology:
    """All machines. `folder`: what is not on a machine's disk, such as logs and the files that citizens send.

    Nothing has to be removed: network, processes and disks end with the drill.
    """

    def __init__(self, disk_megabytes: int = 900):
        self.folder = FOLDER
        self.hosts = {
            name: Host(name, f"{NETWORK}.{number}", self.folder / "disks" / name) for name, number in NUMBERS.items()
        }
        self.nodes = [self.hosts[name] for name in NODES]
        self.fronts = [self.hosts[name] for name in FRONTS]
        self._disk_megabytes = disk_megabytes

    def build(self) -> None:
        """Make the network and the disks."""
        self._mount(FOLDER, 4000)
        Path("/run/netns").mkdir(exist_ok=True)
        self._mount("/run/netns", 1)  # so that the names of our namespaces do not appear outside
        run_ip("link", "set", "lo", "up")
        run_ip("link", "add", "city", "type", "bridge")
        run_ip("address", "add", f"{CITY_ADDRESS}/16", "dev", "city")
        run_ip("link", "set", "city", "up")
        # Citizens have a hundred thousand addresses, so that the limits for one address do not apply to all of them.
        run_ip("route", "add", "local", "10.25.128.0/17", "dev", "lo")
        for host in self.hosts.values():
            self._add(host)

    def _add(self, host: Host) -> None:
        host.disk.mkdir(parents=True)
        self._mount(host.disk, self._disk_megabytes)
        host.disk.chmod(0o755)
        run_ip("netns", "add", host.name)
        run_ip("link", "add", f"v-{host.name}", "type", "veth", "peer", "name", "eth0", "netns", host.name)
        run_ip("link", "set", f"v-{host.name}", "master", "city", "up")
        run_ip("-n", host.name, "address", "add", f"{host.address}/16", "dev", "eth0")
        run_ip("-n", host.name, "link", "set", "lo", "up")
        run_ip("-n", host.name, "link", "set", "eth0", "up")

    @staticmethod
    def _mount(folder: Path | str, megabytes: int) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder], check=True)
