"""Record which complaints were anonymised since the oldest copy, so that a restore can anonymise them again.

A restore must not bring destroyed data back (decision 0006). `destroyed.txt` has a line for each anonymised complaint:
the time of the record and the E-tag. It is outside of the database, because a restored database does not know what
happened after its moment: the anonymisation, a changed retention period, the end of a legal hold.
"""

import json
import os
from datetime import datetime
from pathlib import Path

import psycopg

from operations.backups.backup_folder import BackupFolder, CannotDo, write_json

RESTORED = ".restored"
"""File in a restored portal's evidence folder: the E-tags to destroy again before the portal may start."""
OVERLAP = 10_000
"""Number of earlier events that are read again, because their transactions may have been open the last time."""
SINCE = """SELECT complaint.etag FROM complaints_event AS event
    JOIN complaints_complaint AS complaint ON complaint.id = event.complaint_id
    WHERE event.kind = 'anonymised' AND event.id > %s ORDER BY event.id"""


def record_anonymised(backup: BackupFolder, server: str, *, at: datetime) -> int:
    """Record the complaints that were anonymised since the last call, and return how many. Raises CannotDo.

    Call it every minute, from before the first backup on. The first call records nothing older, because there is no
    older backup that could bring it back.
    """
    try:
        last_read = json.loads(backup.last_read.read_text())["event"] if backup.last_read.exists() else None
        last_event, anonymised = _read_events(server, last_read)
    except psycopg.Error as error:
        raise CannotDo(f"the anonymised complaints cannot be read from the database: {error}") from error
    recorded = set(recorded_etags(backup))
    new = [etag for etag in anonymised if etag not in recorded]
    if new:
        _append_lines(backup.destroyed, [f"{at.isoformat()} {etag}\n" for etag in new])
    write_json(backup.last_read, {"event": last_event})
    return len(new)


def _read_events(server: str, last_read: int | None) -> tuple[int, list[str]]:
    """Return the id of the last event, and the E-tags of complaints that were anonymised after `last_read`."""
    with psycopg.connect(server) as database:
        (last_event,) = database.execute("SELECT coalesce(max(id), 0) FROM complaints_event").fetchone()
        since = (last_event if last_read is None else min(last_read, last_event)) - OVERLAP
        return last_event, [etag for (etag,) in database.execute(SINCE, [since])]


def _append_lines(file: Path, lines: list[str]) -> None:
    """Append lines to a file, after a line break, so that an entry cut off by a crash is separate and ignored."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as output:
        output.writelines(["\n" if output.tell() else "", *lines])
        output.flush()
        os.fsync(output.fileno())


def recorded_etags(backup: BackupFolder) -> list[str]:
    """Return the recorded E-tags, in the order of recording."""
    return [etag for _, etag in _complete_entries(backup)]


def drop_old_records(backup: BackupFolder, *, before: datetime) -> None:
    """Drop records from before the start of the oldest backup, because that backup contains the anonymisation."""
    if not backup.destroyed.exists():
        return
    new = backup.destroyed.with_suffix(".new")
    new.unlink(missing_ok=True)
    _append_lines(
        new, [f"{at} {etag}\n" for at, etag in _complete_entries(backup) if datetime.fromisoformat(at) >= before]
    )
    new.replace(backup.destroyed)


def write_restored_list(backup: BackupFolder, evidence: Path) -> None:
    """Write the E-tags to destroy again for the restored portal, which does not start while this file exists."""
    _append_lines(evidence / RESTORED, [f"{etag}\n" for etag in recorded_etags(backup)])


def _complete_entries(backup: BackupFolder) -> list[list[str]]:
    """Return time and E-tag of each complete entry."""
    if not backup.destroyed.exists():
        return []
    entries = [line.split() for line in backup.destroyed.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return [entry for entry in entries if len(entry) == 2]
