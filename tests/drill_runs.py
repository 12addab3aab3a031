"""Run a drill or a scan from a test, as a program of its own that starts its own servers."""

import os
import subprocess
import sys

from tests.databases import ROOT

OWN_SERVERS = ("TEST_", "PYTEST_", "DATABASE_", "REDIS_", "CACHE_", "BROKER_")
"""Environment variables of this run that the program must not inherit, because it starts servers of its own."""


def run_module(*arguments: str) -> None:
    """Run `python -m` with these arguments, and fail with the end of its output if it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SERVERS)}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
