"""Install packages for a test: those of examples/, and ones made of a few lines."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.databases import ROOT

UV = Path(sys.executable).parent / "uv"


def install_example(name: str, folder: Path) -> None:
    """Install a package of examples/ into a folder, as an operator does, without network."""
    command = [UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", sys.executable]
    subprocess.run([*command, "--target", folder, ROOT / "examples" / name], check=True, capture_output=True, text=True)


def write_package(folder: Path, name: str, *, entry_points: Mapping[str, Mapping[str, str]], **modules: str) -> None:
    """Write a package with these modules, and the metadata by which importlib.metadata finds its entry points."""
    (folder / name).mkdir()
    for module, source in modules.items():
        (folder / name / f"{module}.py").write_text(source)
    metadata = folder / f"{name}-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    groups = (
        f"[{group}]\n" + "".join(f"{entry} = {path}\n" for entry, path in entries.items())
        for group, entries in entry_points.items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(groups))
