"""Every test is collected, and runs either in `make test` or in `make test-slow`."""

import ast
import re
import runpy
from collections import defaultdict
from pathlib import Path

import pytest

from tests.lanes import COLLECTED, UNIT

ROOT = Path(__file__).parent.parent.parent
TESTS = ROOT / "tests"


@pytest.fixture
def collected(request):
    """The names of each file's collected tests, before `-m` deselects some."""
    names = defaultdict(set)
    for item in request.config.stash[COLLECTED]:
        names[item.path].add(getattr(item, "originalname", item.name))
    return names


@pytest.fixture
def requested(request):
    """Return the test files in the folders and files that this run was asked for: all of them in `make test`."""
    paths = [(request.config.invocation_params.dir / name) for name in request.config.args if "::" not in name]
    return {file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))}


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    inside = [*tree.body, *(part for node in tree.body if isinstance(node, ast.ClassDef) for part in node.body)]
    return {node.name for node in inside if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_function_is_collected(requested, collected):
    missing = {
        path.relative_to(ROOT).as_posix(): sorted(lost)
        for path in requested
        if (lost := functions_of(path) - collected[path]) or not collected[path]
    }
    assert missing == {}


def test_no_other_file_defines_tests():
    others = [path for path in TESTS.rglob("*.py") if not path.name.startswith("test_")]
    assert [path.relative_to(ROOT).as_posix() for path in others if functions_of(path)] == []


def test_the_two_lanes_divide_the_suite(request):
    makefile = (ROOT / "Makefile").read_text()
    lanes = dict(re.findall(r'^(test[a-z-]*):.*\n(?:\t.*\n)*?\t.*-m "?(not slow|slow|unit)"?', makefile, re.MULTILINE))
    assert lanes == {
        **{"test": "not slow", "test-slow": "slow", "test-unit": UNIT},
        **{"test-changed": "not slow", "test-again": "slow"},
    }
    both = [
        item.nodeid
        for item in request.config.stash[COLLECTED]
        if {"slow", UNIT} <= {m.name for m in item.iter_markers()}
    ]
    assert both == []


def test_changed_files_select_tests_of_every_folder():
    script = runpy.run_path(str(ROOT / "bin" / "changed-tests"))
    folders = {path.name for path in TESTS.iterdir() if any(path.rglob("test_*.py"))}
    assert folders - {name for names in script["AREAS"].values() for name in names} == {"architecture"}
    assert "tests/desk" in script["tests_for"]({"desk/queue/bulk_marking_page.py"})
    assert {"tests/accounts", "tests/desk", "tests/whatsapp"} <= script["tests_for"]({"accounts/models/officer.py"})
    assert "tests/accounts" not in script["tests_for"]({"monitoring/tallies/durations.py"})
    assert script["tests_for"]({"tests/conftest.py"}) == {"tests"}
    assert script["tests_for"]({"README.md"}) == {"tests/architecture"}
