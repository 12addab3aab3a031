"""Restart processes when they end, like systemd with Restart=always and RestartSec=1."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from operations import child_processes
from tests.databases import ROOT

RESTART = 1.0  # seconds


class Kept:
    """One process and its children, run in the checkout `code`. All starts append their output to `log`."""

    def __init__(self, command: list, environment: dict[str, str], log: Path, *, code: Path = ROOT):
        self.command, self.environment, self.log, self.code = command, environment, log, code
        self.starts, self.child = 0, None
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def _keep(self) -> None:
        with self.log.open("ab") as log:
            while not self._closing.is_set():
                self.child = child_processes.start_child(
                    self.command, env=self.environment, cwd=self.code, stdout=log, stderr=log
                )
                self.starts += 1
                while self.child.poll() is None and not self._closing.wait(0.05):
                    pass
                child_processes.stop_child(self.child)  # the rest of the group too, as systemd does
                self._closing.wait(RESTART)

    def kill(self) -> None:
        """Kill the whole group at once, like a power cut."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)

    def kill_one(self) -> int:
        """Kill one of its child processes, like the kernel when memory runs out. Return its number, or 0."""
        for number in self.children():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
                return number
        return 0

    def children(self) -> list[int]:
        """Return the children that do its work, without Python's helper for shared resources."""
        return [one for one in children_of(self.child.pid) if b"resource_tracker" not in _command(one)]

    def close(self) -> None:
        """Ask it to end and do not restart it."""
        self._closing.set()
        if self._keeper.ident:
            self._keeper.join()


def children_of(number: int) -> list[int]:
    """Return the children of a process that have not ended."""
    found = subprocess.run(["pgrep", "-P", str(number)], capture_output=True, text=True)
    return [int(one) for one in found.stdout.split()]


def _command(number: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b""


def waited_for(happened, seconds: float) -> float | None:
    """Return how many seconds passed until a condition held; None if it never did."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if happened():
            return time.monotonic() - began
        time.sleep(0.05)
    return None
