"""Make a backup: copy the whole cluster, record its numbers of rows, and copy the files; delete old backups."""

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from operations.backups import backup_files, destroyed_complaints
from operations.backups.backup_folder import (
    NAME,
    BackupFolder,
    CannotDo,
    current_utc_time,
    details_file,
    find_program,
    postgres_version_of,
    read_details,
    write_json,
)

TABLES = """SELECT relname FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace
    WHERE relkind = 'r' AND space.nspname = 'public' ORDER BY relname"""
ONLY_GROW = """SELECT DISTINCT relname FROM pg_trigger JOIN pg_class AS class ON class.oid = tgrelid
    WHERE tgname LIKE 'pgtrigger_never_%%' ORDER BY relname"""


def copy_cluster_and_files(backup: BackupFolder, *, server: str, evidence: Path) -> Path:
    """Copy the cluster of `server`, then the files, and return the folder of the copy. Raises CannotDo.

    `server`: the URL of a role with REPLICATION that may read everything. The database is copied first, so that all
    files to which its rows refer exist when the files are copied.
    """
    backup.open()
    begun = current_utc_time()
    destroyed_complaints.record_anonymised(backup, server, at=begun)
    base = backup.bases / begun.strftime(NAME)
    row_counts = count_rows(server)
    basebackup = find_program("pg_basebackup", major=_server_major_version(server))
    command = [basebackup, "-D", base, "-d", server, "--checkpoint=fast", "--wal-method=stream"]
    result = subprocess.run([*command, "--manifest-checksums=SHA256"], capture_output=True, text=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if result.returncode:
        raise CannotDo(f"the database was not copied: {result.stderr.strip()[-600:]}")
    new_files = backup_files.add_files(backup, evidence, at=current_utc_time())
    write_json(
        details_file(base),
        {
            "begun_at": begun.isoformat(),
            "ended_at": current_utc_time().isoformat(),
            "bytes": folder_size(base),
            "new_files": new_files,
            "rows": row_counts,
        },
    )
    return base


def _server_major_version(server: str) -> int:
    """Return the major version of a server."""
    with psycopg.connect(server) as database:
        return database.info.server_version // 10_000


def count_rows(server: str) -> dict[str, int]:
    """Return the number of rows of each of the portal's tables."""
    with psycopg.connect(server) as database:
        names = [name for (name,) in database.execute(TABLES)]
        query = sql.SQL("SELECT count(*) FROM {}")
        return {name: database.execute(query.format(sql.Identifier(name))).fetchone()[0] for name in names}


def find_missing_rows(base_rows: dict[str, int], server: str) -> list[str]:
    """Describe the append-only tables of a restored database that have fewer rows than at the start of the copy."""
    restored_rows = count_rows(server)
    with psycopg.connect(server) as database:
        append_only = [name for (name,) in database.execute(ONLY_GROW)]
    short = [name for name in append_only if restored_rows.get(name, 0) < base_rows.get(name, 0)]
    return [f"{name}: {base_rows[name]} rows were copied, {restored_rows.get(name, 0)} are there" for name in short]


def delete_old_backups(backup: BackupFolder, *, older: timedelta) -> list[str]:
    """Delete copies older than `older`, the log archived for them, and files gone from the portal for that long.

    The newest copy is always kept. Return the names of the deleted copies and the number of deleted files.
    """
    at, complete = current_utc_time(), backup.complete_bases()
    kept = [base for base in complete if at - _time_begun(base) < older] or complete[-1:]
    old = [base for base in backup.bases.iterdir() if base.is_dir() and base not in kept and base.name < kept[0].name]
    for base in old:
        shutil.rmtree(base)
        details_file(base).unlink(missing_ok=True)
    if backup.wal.is_dir() and kept:
        archive_cleanup = find_program("pg_archivecleanup", major=postgres_version_of(kept[0]))
        label = (kept[0] / "backup_label").read_text()
        first_segment = label.split("(file ", 1)[1].split(")", 1)[0]  # the first that a restore from this copy needs
        subprocess.run([archive_cleanup, backup.wal, first_segment], check=True, cwd="/")  # noqa: S603 (PostgreSQL's own programs)
    if kept:
        destroyed_complaints.drop_old_records(backup, before=_time_begun(kept[0]))
    deleted_files = backup_files.delete_copies_of_gone_files(backup, older=older, at=at)
    return [base.name for base in old] + [f"{deleted_files} files"] * bool(deleted_files)


def folder_size(folder: Path) -> int:
    """Return the size of all files in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _time_begun(base: Path) -> datetime:
    return datetime.fromisoformat(read_details(base)["begun_at"])
