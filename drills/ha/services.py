"""Processes on simulated machines, restarted when they end, as systemd does with Restart=always and RestartSec=1."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from drills.ha.topology import Host
from tests.databases import ROOT

RESTART_SECONDS = 1.0
UNPRIVILEGED = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
"""PostgreSQL refuses to run as root."""


class Service:
    """One process on a machine, with its children. `patience`: seconds that it may take to end when asked to."""

    def __init__(
        self,
        name: str,
        host: Host,
        command: list,
        *,
        log: Path,
        environment: dict[str, str] | None = None,
        unprivileged: bool = False,
        patience: float = 20,
    ):
        self.name, self.host, self.log, self.patience = f"{name} on {host.name}", host, log, patience
        self.command = host.command([*(UNPRIVILEGED if unprivileged else []), *command])
        self.environment = os.environ | (environment or {})
        self._wanted, self._child, self._keeper = threading.Event(), None, None

    def start(self) -> None:
        """Start it, and start it again whenever it ends, until `stop` or `kill_for_good`."""
        if not self._wanted.is_set():
            self._wanted.set()
            self._keeper = threading.Thread(target=self._keep, daemon=True)
            self._keeper.start()

    def _keep(self) -> None:
        with self.log.open("ab") as log:
            while self._wanted.is_set():
                self._child = subprocess.Popen(
                    self.command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
                )
                self._child.wait()
                self._signal(signal.SIGKILL)  # the rest of its group, as systemd does
                deadline = time.monotonic() + RESTART_SECONDS
                while self._wanted.is_set() and time.monotonic() < deadline:
                    time.sleep(0.05)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, number)

    def kill(self) -> None:
        """Kill the process and its children by SIGKILL. It is started again a second later."""
        self._signal(signal.SIGKILL)

    def kill_for_good(self) -> None:
        """Kill it by SIGKILL, and do not start it again before `start`."""
        self._wanted.clear()
        self.kill()
        self._keeper.join()

    def stop(self) -> None:
        """Ask it to end as systemd does, by SIGTERM to the group; kill it after its patience."""
        if self._keeper is None:
            return
        self._wanted.clear()
        if self._child and self._child.poll() is None:
            self._child.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(self.patience)
        self._signal(signal.SIGKILL)
        self._keeper.join()

    def reload(self) -> None:
        """Let it read its configuration again, by SIGHUP."""
        if self._child and self._child.poll() is None:
            self._child.send_signal(signal.SIGHUP)

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def last_lines(self) -> str:
        """Return the end of its log."""
        return self.log.read_text(errors="replace")[-2500:] if self.log.exists() else ""


def wait_for(happened, *, seconds: float, what: str) -> float:
    """Wait until `happened()` is true and return how many seconds it took. Raises TimeoutError with `what`."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() > began + seconds:
            raise TimeoutError(f"not within {seconds:g} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - began
