"""The sealed files of a backup. Files are added, and deleted some time after the portal has destroyed them."""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from operations.backups.backup_folder import BackupFolder, CannotDo, write_json

CHUNK = 1024 * 1024


def add_files(backup: BackupFolder, evidence: Path, *, at: datetime) -> int:
    """Copy new and changed files, record since when files are gone from the portal, and return the number of copies.

    Call it after the database's copy. Then every file to which a row of that copy refers exists already, because files
    in a complaint's history are kept as long as the complaint.
    """
    records, new = read_file_records(backup), 0
    # The name of an incomplete file begins with a dot (complaints.file_stores.durable_storage).
    complete = [path for path in sorted(evidence.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    current = {str(path.relative_to(evidence)): path for path in complete}
    for name, path in current.items():
        with suppress(FileNotFoundError):  # just deleted; the next call records it as gone
            new += _add_file(backup, records, name, path)
    for name, record in records.items():
        if name not in current:
            record.setdefault("gone_since", at.isoformat())
    write_json(backup.files, records)
    return new


def _add_file(backup: BackupFolder, records: dict[str, dict], name: str, path: Path) -> bool:
    """Copy one file unless the backup has it unchanged, and return whether it was copied."""
    status, record = path.stat(), records.get(name)
    is_new = record is None or (record["size"], record["written"]) != (status.st_size, status.st_mtime_ns)
    if is_new:
        sha256 = _copy_file(path, backup.evidence / name)
        records[name] = {"size": status.st_size, "written": status.st_mtime_ns, "sha256": sha256}
    records[name].pop("gone_since", None)
    return is_new


def delete_copies_of_gone_files(backup: BackupFolder, *, older: timedelta, at: datetime) -> int:
    """Delete the copies of files that have been gone from the portal for at least `older`. Return how many."""
    records = read_file_records(backup)
    old = [
        name
        for name, record in records.items()
        if (since := record.get("gone_since")) and at - datetime.fromisoformat(since) >= older
    ]
    for name in old:
        (backup.evidence / name).unlink(missing_ok=True)
        del records[name]
    write_json(backup.files, records)
    return len(old)


def restore_files(backup: BackupFolder, evidence: Path, *, until: datetime | None = None) -> int:
    """Restore the files that existed at `until`, or at the last `add_files`, into an empty folder. Return how many.

    Each file is checked by its SHA-256. Files that the portal had destroyed by then are not restored.

    Raises CannotDo if the folder is not empty, or with the names of files that are missing or changed in the backup.
    """
    if evidence.exists() and any(evidence.iterdir()):
        raise CannotDo(f"{evidence} is not empty: files can only be restored into an empty folder.")
    evidence.mkdir(mode=0o700, parents=True, exist_ok=True)
    records = {}
    for name, record in read_file_records(backup).items():
        gone_since = record.get("gone_since")
        if gone_since is None or (until is not None and datetime.fromisoformat(gone_since) > until):
            records[name] = record
    damaged = []
    for name, record in records.items():
        source = backup.evidence / name
        if not source.is_file() or _copy_file(source, evidence / name) != record["sha256"]:
            damaged.append(name)
    if damaged:
        raise CannotDo(f"{len(damaged)} files are gone from the backup or were changed: {', '.join(damaged[:5])} …")
    return len(records)


def read_file_records(backup: BackupFolder) -> dict[str, dict]:
    """Return the records of files by name: size, time of writing, SHA-256 of the sealed content, since when gone."""
    return json.loads(backup.files.read_text()) if backup.files.exists() else {}


def _copy_file(source: Path, target: Path) -> str:
    """Copy a file atomically and durably, and return its SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished, digest = target.with_name(f".{target.name}.half"), hashlib.sha256()
    with source.open("rb") as input_file, unfinished.open("wb") as output:
        while chunk := input_file.read(CHUNK):
            digest.update(chunk)
            output.write(chunk)
        output.flush()
        os.fsync(output.fileno())
    shutil.copymode(source, unfinished)
    unfinished.replace(target)
    return digest.hexdigest()
