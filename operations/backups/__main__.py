"""`bin/backup` (docs/runbook.md)."""

import argparse
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from operations.backups import destroyed, files, make_backup, restore
from operations.backups.backup_folder import BackupFolder, CannotDo, about, now

SERVER, EVIDENCE = "DATABASE_BACKUP_URL", "EVIDENCE_STORAGE"


def main(arguments: list[str] | None = None) -> int:
    """Do what is wished; the exit code. What cannot be done is said in one line."""
    wish = _read(arguments)
    try:
        for line in wish.act(wish, BackupFolder(wish.place)):
            print(line, flush=True)
    except CannotDo as trouble:
        print(f"{wish.what}: {trouble}", file=sys.stderr)
        return 1
    return 0


def _make(wish, place: BackupFolder):
    base = make_backup.make(place, server=_given(SERVER), evidence=Path(_given(EVIDENCE)))
    said = about(base)
    yield f"{base.name}: {said['bytes']:,} bytes of database, {said['new_files']} new files"


def _files(wish, place: BackupFolder):
    place.open()
    server = _given(SERVER)
    yield f"{files.add(place, Path(_given(EVIDENCE)), at=now())} new files"
    yield f"{destroyed.note(place, server, at=now())} complaints newly anonymised"


def _forget(wish, place: BackupFolder):
    yield from make_backup.forget(place, older=timedelta(days=wish.days)) or ["nothing is that old"]


def _restore(wish, place: BackupFolder):
    base, number = restore.restore(place, data=wish.data, evidence=wish.evidence, until=wish.until)
    yield f"{base.name} lies in {wish.data}, {number} files in {wish.evidence}: start PostgreSQL (docs/runbook.md)"
    yield "The portal does not start there before `manage.py destroy_again`"


def _check(wish, place: BackupFolder):
    short = make_backup.missing(about(place.last_base())["rows"], _given(SERVER))
    if short:
        raise CannotDo("; ".join(short))
    yield "no table has fewer rows than were copied"


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.backups", description=__doc__)
    whats = parser.add_subparsers(dest="what", required=True)
    for name, act, told in (
        ("make", _make, "copy the database, then the files"),
        ("files", _files, "copy new files, and note what was anonymised: every minute, beside the archive"),
        ("forget", _forget, "delete copies that are older than --days, and files destroyed that long ago"),
        ("restore", _restore, "lay out the last copy for a new server"),
        ("check", _check, "hold a restored database against its copy"),
    ):
        what = whats.add_parser(name, help=told)
        what.set_defaults(act=act)
        what.add_argument("place", type=Path, help="the folder of the backups")
        if name == "forget":
            what.add_argument("--days", type=int, default=35)
        if name == "restore":
            what.add_argument("--data", type=Path, required=True, help="an empty folder for the cluster")
            what.add_argument("--evidence", type=Path, required=True, help="an empty folder for the files")
            what.add_argument("--until", type=_moment, help="stop there, like 2026-11-27T10:15:00+05:00")
    return parser.parse_args(arguments)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError("say the time zone too, like +05:00")
    return at


def _given(name: str) -> str:
    if not os.environ.get(name):
        raise CannotDo(f"{name} is not set.")
    return os.environ[name]


if __name__ == "__main__":
    sys.exit(main())
