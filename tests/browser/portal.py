"""Run the portal as its visitors meet it: granian in a process of its own."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from operations import child_processes
from operations.embedded_servers import find_free_port
from tests.databases import ROOT, Clone, manage


class Portal:
    """A running portal: its address, its environment (with `added`), and its log."""

    def __init__(
        self, clone: Clone, *, static_root: Path, folder: Path, workers: int = 1, threads: int = 2, **added: str
    ):
        self.clone, self.folder, self.port = clone, folder, find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = clone.environment | {
            "DEMO": "true",
            "DEBUG": "false",
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": str(static_root),
            "EVIDENCE_STORAGE": str(folder / "evidence"),
            "SPEECH_FOLDER": str(folder / "speech"),
            **added,
        }
        self._size = ["--workers", workers, "--blocking-threads", threads]
        self.log_file = folder / "portal.log"
        self._child: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers. If somebody took the port meanwhile, fail."""
        if self._child is None or self._child.poll() is not None:
            self._child = self._started()
        if not child_processes.wait_until(self._answers, self._child, seconds=180):
            raise RuntimeError(f"the portal did not start:\n{self.said()}")

    def _started(self) -> subprocess.Popen:
        command = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", self.port, *self._size, "--no-ws", "config.wsgi:application"]
        with self.log_file.open("wb") as log:
            environment = {"GRANIAN_LOG_CONFIG": "deploy/granian-log.json"} | os.environ | self.environment
            return child_processes.start_child(command, env=environment, cwd=ROOT, stdout=log, stderr=log)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End it."""
        if self._child is not None:
            child_processes.stop_child(self._child)

    def asked_to_end(self) -> subprocess.Popen:
        """Ask the process to end as systemd does, by SIGTERM. Return it; the caller waits for its end."""
        self._child.terminate()
        return self._child

    def kill(self) -> None:
        """Kill it like a power cut: at once and without clean-up. `start` starts it again."""
        child_processes.stop_child(self._child, by=signal.SIGKILL)

    def said(self) -> str:
        """Return the end of its log."""
        return self.log_file.read_text(errors="replace")[-4000:]

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on the portal's own database and settings."""
        return manage(*arguments, **self.environment)

    @contextmanager
    def worker(self, *, queue: str = ""):
        """A Celery worker beside the portal, on this test's database and broker. `queue`: the only one it takes."""
        command = [Path(sys.executable).parent / "celery", "--quiet", "-A", "config", "worker", "--pool", "solo"]
        command += ["--queues", queue] if queue else []
        with self.log_file.open("ab") as log:
            child = child_processes.start_child(
                command, env=os.environ | self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        try:
            yield
        finally:
            child_processes.stop_child(child)

    def deliver(self) -> None:
        """Do what the worker does every few seconds: send the waiting messages of the outbox."""
        self.manage(
            "shell", "--verbosity", "0", "-c", "from notifications.tasks import deliver_messages; deliver_messages()"
        )
