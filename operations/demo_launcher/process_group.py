"""The demo's processes: their output is printed with a coloured name, and they end together."""

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from operations import child_processes
from operations.demo_launcher import progress
from operations.embedded_servers import EmbeddedServer

COLOURS = {"demo": 35, "set-up": 34, "static": 34, "data": 34, "web": 32, "worker": 33, "beat": 36}
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ
WIDTH = 8


class ChildEnded(Exception):
    """A process of the demo ended unexpectedly. The message names it."""


def print_line(name: str, line: str) -> None:
    """Print a line with the name of its process in front."""
    label = f"{name:<{WIDTH}}"
    if COLOURED:
        label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
    print(f"{label}| {line}", flush=True)


@contextmanager
def report_step(text: str) -> Iterator[None]:
    """Report the start of a step, and print its duration at the end."""
    progress.report(text, 0, 0)
    begun = time.monotonic()
    yield
    print_line("demo", f"{text}: {time.monotonic() - begun:.1f} s")


class ProcessGroup:
    """All processes of the demo, in the order of their start."""

    def __init__(self):
        self.servers: dict[str, EmbeddedServer] = {}
        self.children: dict[str, subprocess.Popen] = {}
        self.helpers: list[subprocess.Popen] = []  # they may end at any time, and end with the demo
        self.last_lines: dict[str, deque] = {}
        self.is_ending = self.is_starting = False

    def end_all(self, *_) -> None:
        """Handle a termination signal: raise SystemExit, or let `start` do so.

        Python discards an exception that is raised during a fork; the demo would continue.
        """
        self.is_ending = True
        if not self.is_starting:
            sys.exit(0)

    def exit_if_ending(self) -> None:
        """Raise SystemExit if the demo has received a termination signal."""
        if self.is_ending:
            sys.exit(0)

    def add(self, name: str, server: EmbeddedServer) -> None:
        """Add an embedded server. Servers end after the processes that use them."""
        self.servers[name] = server
        self.exit_if_ending()

    def start(self, name: str, command: list, environment: dict[str, str]) -> subprocess.Popen:
        """Start a process whose output is printed with its name."""
        self.is_starting = True
        child = child_processes.start_child(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.children[name] = child
        self.last_lines[name] = deque(maxlen=20)
        threading.Thread(target=self._relay, args=(name, child), daemon=True).start()
        self.is_starting = False
        self.exit_if_ending()
        return child

    def _relay(self, name: str, child: subprocess.Popen) -> None:
        for line in child.stdout:
            self.last_lines[name].append(line.rstrip())
            print_line(name, line.rstrip())

    def finish(self, name: str) -> None:
        """Wait for a process to end. Raises ChildEnded if it fails."""
        code = self.children[name].wait()
        del self.children[name]
        if code:
            raise ChildEnded(f"{name} failed (exit code {code}); its last lines are above")

    def end(self, name: str) -> None:
        """End one process that is no longer needed."""
        child_processes.stop_child(self.children.pop(name))

    def check(self) -> None:
        """Raise ChildEnded if a process has ended, or SystemExit after a termination signal."""
        self.exit_if_ending()
        all_children = self.children | {name: server.child for name, server in self.servers.items()}
        for name, child in all_children.items():
            if child.poll() is not None:
                raise ChildEnded(f"{name} has ended (exit code {child.returncode}), so the demo ends")

    def watch(self) -> None:
        """Wait until a process ends (ChildEnded) or the demo receives a termination signal (SystemExit)."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """End all processes, and then the servers that they use."""
        child_processes.ignore_signals()
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in [*self.helpers, *self.children.values()]:
            child_processes.stop_child(child, patience=4)
        for server in self.servers.values():
            server.stop()
