"""Processes that are started again when they end, as systemd does with Restart=always and RestartSec=1."""

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
    """One process and whatever it starts, run in the checkout `code`. Its lines go to `log`, start after start."""

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
                child_processes.stop_child(self.child)  # what is left of it too: systemd ends the whole group
                self._closing.wait(RESTART)

    def kill(self) -> None:
        """All of it at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)

    def kill_one(self) -> int:
        """One of the processes that it has started, as the kernel does when memory runs out. Its number, or 0."""
        for number in self.children():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
                return number
        return 0

    def children(self) -> list[int]:
        """Those that do its work: Python's own helper for shared resources is none of them."""
        return [one for one in children_of(self.child.pid) if b"resource_tracker" not in _command(one)]

    def close(self) -> None:
        """Ask it to end, and start it no more."""
        self._closing.set()
        if self._keeper.ident:
            self._keeper.join()


def children_of(number: int) -> list[int]:
    """What that process has started, and has not ended."""
    found = subprocess.run(["pgrep", "-P", str(number)], capture_output=True, text=True)
    return [int(one) for one in found.stdout.split()]


def _command(number: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b""


def waited_for(happened, seconds: float) -> float | None:
    """How many seconds it took until something was so; None where it never was."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if happened():
            return time.monotonic() - began
        time.sleep(0.05)
    return None
