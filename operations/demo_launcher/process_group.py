"""The demo's processes: their lines with a coloured name before them, and one end for all."""

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from operations import processes
from operations.demo_launcher import progress
from operations.embedded_servers import Server

COLOURS = {"demo": 35, "set-up": 34, "static": 34, "data": 34, "web": 32, "worker": 33, "beat": 36}
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ
WIDTH = 8


class ChildEnded(Exception):
    """A process of the demo ended that should have gone on; the message names it."""


def say(name: str, line: str) -> None:
    """Print one line with the name of who says it."""
    label = f"{name:<{WIDTH}}"
    if COLOURED:
        label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
    print(f"{label}| {line}", flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Report a step while it is taken, and print how many seconds it took."""
    progress.report(text, 0, 0)
    begun = time.monotonic()
    yield
    say("demo", f"{text}: {time.monotonic() - begun:.1f} s")


class Team:
    """All processes of the demo, in the order of their start."""

    def __init__(self):
        self.servers: dict[str, Server] = {}
        self.children: dict[str, subprocess.Popen] = {}
        self.said: dict[str, deque] = {}
        self.is_ending = self.is_starting = False

    def end_all(self, *_) -> None:
        """Handle a signal to end: raise SystemExit, or let `start` do it.

        Python drops an exception that is raised while it forks: the demo would go on.
        """
        self.is_ending = True
        if not self.is_starting:
            sys.exit(0)

    def go_on(self) -> None:
        """Raise SystemExit if the demo is to end."""
        if self.is_ending:
            sys.exit(0)

    def add(self, name: str, server: Server) -> None:
        """Take in an embedded server, which ends after everybody who uses it."""
        self.servers[name] = server
        self.go_on()

    def start(self, name: str, command: list, environment: dict[str, str]) -> subprocess.Popen:
        """Start a process whose lines are printed under its name."""
        self.is_starting = True
        child = processes.start(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.children[name] = child
        self.said[name] = deque(maxlen=20)
        threading.Thread(target=self._relay, args=(name, child), daemon=True).start()
        self.is_starting = False
        self.go_on()
        return child

    def _relay(self, name: str, child: subprocess.Popen) -> None:
        for line in child.stdout:
            self.said[name].append(line.rstrip())
            say(name, line.rstrip())

    def finish(self, name: str) -> None:
        """Wait until a process has done its work. Raises ChildEnded if it fails."""
        code = self.children[name].wait()
        del self.children[name]
        if code:
            raise ChildEnded(f"{name} failed (exit code {code}); its last lines are above")

    def end(self, name: str) -> None:
        """End one process, which has finished what it was about."""
        processes.stop(self.children.pop(name))

    def check(self) -> None:
        """Raise ChildEnded if anybody is gone, SystemExit if the demo is to end."""
        self.go_on()
        everybody = self.children | {name: server.child for name, server in self.servers.items()}
        for name, child in everybody.items():
            if child.poll() is not None:
                raise ChildEnded(f"{name} has ended (exit code {child.returncode}), so the demo ends")

    def watch(self) -> None:
        """Wait for ever, or until somebody is gone. Raises ChildEnded."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """End everybody, those who use the servers first."""
        processes.deaf()
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            processes.stop(child, patience=4)
        for server in self.servers.values():
            server.stop()
