"""The sealed files of a backup: only ever added, until what the portal has destroyed leaves the backups too."""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from operations.backups.backup_folder import BackupFolder, CannotDo, write

PIECE = 1024 * 1024


def add(place: BackupFolder, evidence: Path, *, at: datetime) -> int:
    """Copy what is not there yet, and remember since when a file is gone from the portal. Returns how many were new.

    To be done after the database's copy, never before: each file that a row of that copy names was there already, and
    what a complaint's history names stays as long as the complaint is kept. What was written anew is copied anew.
    """
    known, new = read(place), 0
    found = {str(path.relative_to(evidence)): path for path in sorted(evidence.rglob("*")) if _is_whole(path)}
    for name, path in found.items():
        with suppress(FileNotFoundError):  # taken away this moment: the next time it is found to be gone
            new += _take(place, known, name, path)
    for name, one in known.items():
        if name not in found:
            one.setdefault("gone_since", at.isoformat())
    write(place.files, known)
    return new


def _take(place: BackupFolder, known: dict[str, dict], name: str, path: Path) -> bool:
    """Copy one file unless it is there as it is; whether it was copied."""
    about, one = path.stat(), known.get(name)
    is_new = one is None or (one["size"], one["written"]) != (about.st_size, about.st_mtime_ns)
    if is_new:
        sha256 = _copy(path, place.evidence / name)
        known[name] = {"size": about.st_size, "written": about.st_mtime_ns, "sha256": sha256}
    known[name].pop("gone_since", None)
    return is_new


def forget(place: BackupFolder, *, older: timedelta, at: datetime) -> int:
    """Delete the copies of files that have been gone from the portal for so long. Returns how many."""
    known = read(place)
    gone = [name for name, one in known.items() if (since := one.get("gone_since")) and _age(since, at) >= older]
    for name in gone:
        (place.evidence / name).unlink(missing_ok=True)
        del known[name]
    write(place.files, known)
    return len(gone)


def lay(place: BackupFolder, evidence: Path, *, until: datetime | None = None) -> int:
    """Put every file that was there at the last copy, or still at `until`, into an empty folder, each checked by its
    SHA-256. What the portal had destroyed by then stays away.

    Returns how many. Raises CannotDo for a folder that is not empty, and naming the files that are not as they were.
    """
    if evidence.exists() and any(evidence.iterdir()):
        raise CannotDo(f"{evidence} is not empty: files are put into a folder of their own.")
    evidence.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {name: one for name, one in read(place).items() if _was_there(one, until)}
    wrong = []
    for name, one in known.items():
        source = place.evidence / name
        if not source.is_file() or _copy(source, evidence / name) != one["sha256"]:
            wrong.append(name)
    if wrong:
        raise CannotDo(f"{len(wrong)} files are gone from the backup or were changed: {', '.join(wrong[:5])} …")
    return len(known)


def _was_there(one: dict, until: datetime | None) -> bool:
    """Whether a file was still found at that moment, or the last time that anybody looked."""
    gone = one.get("gone_since")
    return gone is None or (until is not None and datetime.fromisoformat(gone) > until)


def read(place: BackupFolder) -> dict[str, dict]:
    """By name, what is known of each file: size, when written, SHA-256 of what lies there (sealed), since when gone."""
    return json.loads(place.files.read_text()) if place.files.exists() else {}


def _is_whole(path: Path) -> bool:
    """Not a file that is being written this moment (services.evidence.storage gives those a dot)."""
    return path.is_file() and not path.name.startswith(".")


def _copy(source: Path, target: Path) -> str:
    """Copy a file, whole and on the disk or not at all; its SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half, seen = target.with_name(f".{target.name}.half"), hashlib.sha256()
    with source.open("rb") as inward, half.open("wb") as out:
        while piece := inward.read(PIECE):
            seen.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    shutil.copymode(source, half)
    half.replace(target)
    return seen.hexdigest()


def _age(since: str, at: datetime) -> timedelta:
    return at - datetime.fromisoformat(since)
