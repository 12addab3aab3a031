"""What the portal has destroyed for good since the oldest copy: a restore must not bring it back (decision 0006).

`destroyed.txt` holds a line for each complaint that was anonymised: when that was noted, and its E-tag. It stands in
the backup's folder, so that it outlives whatever the restored database does not know: the act itself, the time of
keeping that it went by, the lifting of a hold.
"""

import json
import os
from datetime import datetime
from pathlib import Path

import psycopg

from operations.backups.backup_folder import BackupFolder, CannotDo, write

RESTORED = ".restored"
"""In a restored portal's folder of files: the E-tags to be destroyed again, before anybody is let in."""
OVERLAP = 10_000
"""So many events back it is read again: of transactions that were under way the last time."""
SINCE = """SELECT complaint.etag FROM complaints_event AS event
    JOIN complaints_complaint AS complaint ON complaint.id = event.complaint_id
    WHERE event.kind = 'anonymised' AND event.id > %s ORDER BY event.id"""


def note(place: BackupFolder, server: str, *, at: datetime) -> int:
    """Write down what was anonymised since the last time; how many that were. Raises CannotDo.

    To be done before each copy and every minute. The first time nothing older is looked for: no copy is older, so none
    brings it back.
    """
    try:
        last, found = _found(server, json.loads(place.seen.read_text())["event"] if place.seen.exists() else None)
    except psycopg.Error as trouble:
        raise CannotDo(f"the database does not say what was anonymised: {trouble}") from trouble
    known = set(etags(place))
    new = [etag for etag in found if etag not in known]
    if new:
        _append(place.destroyed, [f"{at.isoformat()} {etag}\n" for etag in new])
    write(place.seen, {"event": last})
    return len(new)


def _found(server: str, seen: int | None) -> tuple[int, list[str]]:
    """The number of the last event, and the E-tags of what was anonymised after the one that was seen."""
    with psycopg.connect(server) as database:
        (last,) = database.execute("SELECT coalesce(max(id), 0) FROM complaints_event").fetchone()
        since = (last if seen is None else min(seen, last)) - OVERLAP
        return last, [etag for (etag,) in database.execute(SINCE, [since])]


def _append(file: Path, lines: list[str]) -> None:
    """After whole lines: what the machine's end cut off stands on a line of its own, and is no entry."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
        out.writelines(["\n" if out.tell() else "", *lines])
        out.flush()
        os.fsync(out.fileno())


def etags(place: BackupFolder) -> list[str]:
    """All that are known, in the order in which they were noted."""
    return [etag for _, etag in _lines(place)]


def forget(place: BackupFolder, *, before: datetime) -> None:
    """Drop what was noted before the oldest copy was begun: that copy knows it by itself."""
    if not place.destroyed.exists():
        return
    new = place.destroyed.with_suffix(".new")
    new.unlink(missing_ok=True)
    _append(new, [f"{at} {etag}\n" for at, etag in _lines(place) if datetime.fromisoformat(at) >= before])
    new.replace(place.destroyed)


def lay(place: BackupFolder, evidence: Path) -> None:
    """List for the restored portal what to destroy again. While the file exists the portal does not start."""
    _append(evidence / RESTORED, [f"{etag}\n" for etag in etags(place)])


def _lines(place: BackupFolder) -> list[list[str]]:
    """Moment and E-tag of each entry."""
    if not place.destroyed.exists():
        return []
    entries = [line.split() for line in place.destroyed.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return [entry for entry in entries if len(entry) == 2]
