"""The code's form: style, which way imports run, and files that can be read at a sitting."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROGRAMS = Path(sys.executable).parent
PACKAGES = (
    "config",
    "demo",
    "accounts",
    "notifications",
    "enquiries",
    "complaints",
    "information",
    "monitoring",
    "notices",
    "papers",
    "bench",
    "tests",
)
LONGEST = 350  # lines


def run(*command):
    """What a tool says when it disagrees; nothing when it is content."""
    done = subprocess.run([PROGRAMS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["ruff check --no-cache -q", "ruff format --no-cache --check -q", "lint-imports --no-cache"]
)
def test_code_is_in_order(command):
    complaint = run(*command.split())
    assert not complaint, complaint


def test_no_file_is_longer_than_one_can_read():
    files = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]
    long = {
        str(path.relative_to(ROOT)): lines for path in files if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}
