"""`bin/backup` (docs/runbook.md)."""

import argparse
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from operations.backups import backup_files, destroyed_complaints, make_backup, restore_backup
from operations.backups.backup_folder import BackupFolder, CannotDo, current_utc_time, read_details

SERVER, EVIDENCE = "DATABASE_BACKUP_URL", "EVIDENCE_STORAGE"


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit code. An expected failure is printed as one line."""
    options = _parse_arguments(arguments)
    try:
        for line in options.run(options, BackupFolder(options.folder)):
            print(line, flush=True)
    except CannotDo as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1
    return 0


def _run_make(options, backup: BackupFolder):
    base = make_backup.copy_cluster_and_files(
        backup, server=_environment_variable(SERVER), evidence=Path(_environment_variable(EVIDENCE))
    )
    details = read_details(base)
    yield f"{base.name}: {details['bytes']:,} bytes of database, {details['new_files']} new files"


def _run_files(options, backup: BackupFolder):
    backup.open()
    server = _environment_variable(SERVER)
    yield f"{backup_files.add_files(backup, Path(_environment_variable(EVIDENCE)), at=current_utc_time())} new files"
    yield f"{destroyed_complaints.record_anonymised(backup, server, at=current_utc_time())} complaints newly anonymised"


def _run_forget(options, backup: BackupFolder):
    yield from make_backup.delete_old_backups(backup, older=timedelta(days=options.days)) or ["nothing is that old"]


def _run_restore(options, backup: BackupFolder):
    base, count = restore_backup.restore_backup(
        backup, data=options.data, evidence=options.evidence, until=options.until
    )
    yield f"{base.name} is in {options.data}, {count} files are in {options.evidence}"
    yield "Next: start PostgreSQL (docs/runbook.md) and run `manage.py destroy_again`; the portal does not start before"


def _run_check(options, backup: BackupFolder):
    missing = make_backup.find_missing_rows(read_details(backup.last_base())["rows"], _environment_variable(SERVER))
    if missing:
        raise CannotDo("; ".join(missing))
    yield "no table has fewer rows than were copied"


def _parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.backups", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, description in (
        ("make", _run_make, "copy the database, then the files"),
        (
            "files",
            _run_files,
            "copy new files and record anonymised complaints; for each minute, next to the WAL archive",
        ),
        ("forget", _run_forget, "delete copies that are older than --days, and files destroyed that long ago"),
        ("restore", _run_restore, "put the last copy into folders for a new server"),
        ("check", _run_check, "compare a restored database with its copy"),
    ):
        command = commands.add_parser(name, help=description)
        command.set_defaults(run=run)
        command.add_argument("folder", type=Path, help="the folder of the backups")
        if name == "forget":
            command.add_argument("--days", type=int, default=35)
        if name == "restore":
            command.add_argument("--data", type=Path, required=True, help="an empty folder for the cluster")
            command.add_argument("--evidence", type=Path, required=True, help="an empty folder for the files")
            command.add_argument("--until", type=_parse_time, help="restore up to this time: 2026-11-27T10:15:00+05:00")
    return parser.parse_args(arguments)


def _parse_time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError("give the time zone too, like +05:00")
    return at


def _environment_variable(name: str) -> str:
    if not os.environ.get(name):
        raise CannotDo(f"{name} is not set.")
    return os.environ[name]


if __name__ == "__main__":
    sys.exit(main())
