"""Programs that no test runs (drills, measurements, commands in bin) import only what exists."""

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.databases import ROOT

FOLDERS = ("bench", "bin", "drills", "examples", "static", "tools")


def python_files() -> list[str]:
    listed = subprocess.check_output(["git", "ls-files", *FOLDERS], cwd=ROOT, text=True).splitlines()
    return [name for name in listed if is_python(ROOT / name)]


def is_python(path: Path) -> bool:
    if path.suffix:
        return path.suffix == ".py"
    return path.is_file() and path.read_bytes()[:80].splitlines()[:1] != [] and b"python" in path.read_bytes()[:80]


@cache
def names_of(module: str) -> frozenset[str] | None:
    """Return the names at the top level of a module of ours and its submodules; None for a library's."""
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not path.is_dir() and not file.exists():
        return None if not (ROOT / module.split(".")[0]).is_dir() else frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    names = {part.stem for part in path.iterdir()} if path.is_dir() else set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                names.add(node.name)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
            case ast.TypeAlias():
                names.add(node.name.id)
    return frozenset(names)


def missing_imports(file: str) -> list[str]:
    """Return what a file imports from our own packages that does not exist there."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return [
        f"{node.module}.{alias.name}"
        for node in imports
        if (names := names_of(node.module)) is not None
        for alias in node.names
        if alias.name not in names
    ]


@pytest.mark.parametrize("file", python_files())
def test_everything_imported_from_the_project_exists(file):
    assert missing_imports(file) == []
