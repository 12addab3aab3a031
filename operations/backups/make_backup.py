"""A backup is made: a copy of the whole cluster, how many rows it has, then the files."""

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from operations.backups import destroyed, files
from operations.backups.backup_folder import (
    NAME,
    BackupFolder,
    CannotDo,
    about,
    about_file,
    major_of,
    now,
    program,
    write,
)

TABLES = """SELECT relname FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace
    WHERE relkind = 'r' AND space.nspname = 'public' ORDER BY relname"""
ONLY_GROW = """SELECT DISTINCT relname FROM pg_trigger JOIN pg_class AS class ON class.oid = tgrelid
    WHERE tgname LIKE 'pgtrigger_never_%%' ORDER BY relname"""


def make(place: BackupFolder, *, server: str, evidence: Path) -> Path:
    """Copy the cluster of `server` (a role with REPLICATION that may read everything), then the files.

    The database first: whatever its rows name lies in the folder by then. Returns where the copy lies. Raises
    CannotDo.
    """
    place.open()
    begun = now()
    destroyed.note(place, server, at=begun)
    base = place.bases / begun.strftime(NAME)
    before = counts(server)
    copier = program("pg_basebackup", major=_version(server))
    command = [copier, "-D", base, "-d", server, "--checkpoint=fast", "--wal-method=stream"]
    done = subprocess.run([*command, "--manifest-checksums=SHA256"], capture_output=True, text=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if done.returncode:
        raise CannotDo(f"the database was not copied: {done.stderr.strip()[-600:]}")
    added = files.add(place, evidence, at=now())
    write(
        about_file(base),
        {
            "begun_at": begun.isoformat(),
            "ended_at": now().isoformat(),
            "bytes": size_of(base),
            "new_files": added,
            "rows": before,
        },
    )
    return base


def _version(server: str) -> int:
    """The major version of a server."""
    with psycopg.connect(server) as database:
        return database.info.server_version // 10_000


def counts(server: str) -> dict[str, int]:
    """How many rows each of the portal's tables has."""
    with psycopg.connect(server) as database:
        names = [name for (name,) in database.execute(TABLES)]
        one = sql.SQL("SELECT count(*) FROM {}")
        return {name: database.execute(one.format(sql.Identifier(name))).fetchone()[0] for name in names}


def missing(base_rows: dict[str, int], server: str) -> list[str]:
    """What a restored database has less of than its copy had when it was begun, among what is never deleted."""
    found = counts(server)
    with psycopg.connect(server) as database:
        growing = [name for (name,) in database.execute(ONLY_GROW)]
    short = [name for name in growing if found.get(name, 0) < base_rows.get(name, 0)]
    return [f"{name}: {base_rows[name]} rows were copied, {found.get(name, 0)} are there" for name in short]


def forget(place: BackupFolder, *, older: timedelta) -> list[str]:
    """Delete copies that are older, with what was archived for them, and files that have been gone for so long.

    The newest copy stays, whatever its age. Returns the names of what went.
    """
    at, whole = now(), place.whole_bases()
    kept = [base for base in whole if at - _begun(base) < older] or whole[-1:]
    going = [base for base in place.bases.iterdir() if base.is_dir() and base not in kept and base.name < kept[0].name]
    for base in going:
        shutil.rmtree(base)
        about_file(base).unlink(missing_ok=True)
    if place.wal.is_dir() and kept:
        cleaner = program("pg_archivecleanup", major=major_of(kept[0]))
        subprocess.run([cleaner, place.wal, _first_wal(kept[0])], check=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if kept:
        destroyed.forget(place, before=_begun(kept[0]))
    gone = files.forget(place, older=older, at=at)
    return [base.name for base in going] + [f"{gone} files"] * bool(gone)


def size_of(folder: Path) -> int:
    """The bytes of all files in it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _begun(base: Path) -> datetime:
    return datetime.fromisoformat(about(base)["begun_at"])


def _first_wal(base: Path) -> str:
    """The first segment that a restore from this copy reads."""
    label = (base / "backup_label").read_text()
    return label.split("(file ", 1)[1].split(")", 1)[0]
