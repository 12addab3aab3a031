"""The form of the code: style, and the direction of imports."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.scheduling import SERVER, TOGETHER

ROOT = Path(__file__).parent.parent.parent
PROGRAMS = Path(sys.executable).parent
APPS = tuple(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])
"""Every app of the portal, as the import contract lists them."""
TOOLS = {"bench", "drills", "tests"}


def run(*command):
    """Return the complaints of a tool; empty if there are none."""
    done = subprocess.run([PROGRAMS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["ruff check --no-cache -q", "ruff format --no-cache --check -q", "lint-imports --no-cache"]
)
def test_code_is_in_order(command):
    complaint = run(*command.split())
    assert not complaint, complaint


def test_the_import_contract_and_the_search_for_strings_cover_every_app():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert set(APPS) == packages - TOOLS
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {app for layer in contracts[0]["layers"] for app in layer.split(" | ")} == packages - TOOLS


def test_what_a_file_makes_once_for_its_tests_is_made_by_one_worker():
    files = [
        path for path in (ROOT / "tests").rglob("test_*.py") if re.search(r'scope="(module|session)"', path.read_text())
    ]
    names = [path.relative_to(ROOT).as_posix() for path in files]
    assert names
    assert [name for name in names if not name.startswith(TOGETHER + SERVER)] == []
    assert [place for place in TOGETHER + SERVER if not (ROOT / place).exists()] == []
