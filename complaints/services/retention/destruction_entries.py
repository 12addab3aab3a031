"""The list of destroyed complaints in the file storage.

A restored database knows neither that a complaint was anonymised later nor the changed retention period or the end of a
legal hold. So the list is kept beside the files, in numbered, sealed entries: `destroyed/0000000042` names the
complaints that one run of the job recorded. Entries are kept for good, like the E-tags in the database.
"""

import json
from collections.abc import Iterable

from django.db import transaction

from complaints.evidence import sealed_storage
from complaints.models import Destruction, RestoreGuard

FOLDER = "destroyed/"
BATCH = 5_000
"""Complaints of one entry."""


@transaction.atomic
def record_destroyed_complaints() -> int:
    """Write the complaints that were destroyed since the last call to the file storage, and return how many.

    If it is killed after it has written the entry, the next run writes that entry again. Writes nothing while the guard
    is closed, because a restored database does not know what the storage already names.
    """
    guard = locked_guard()
    if guard.closed_because:
        return 0
    rows = Destruction.objects.filter(entry=None).order_by("pk").values_list("pk", "complaint__etag")[:BATCH]
    waiting = dict(rows)
    if not waiting:
        return 0
    guard.newest_entry += 1
    write_entry(guard.newest_entry, {*waiting.values(), *_entry_of_killed_run(guard.newest_entry)})
    guard.save(update_fields=["newest_entry"])
    Destruction.objects.filter(pk__in=waiting).update(entry=guard.newest_entry)
    return len(waiting)


def _entry_of_killed_run(number: int) -> list[str]:
    """Return what the storage already has under this number. No name may be lost from the list."""
    is_there = sealed_storage.evidence_storage().exists(_entry_name(number))
    return read_entry(number) if is_there else []


def locked_guard() -> RestoreGuard:
    """Return the guard's row, locked. Runs in a transaction."""
    RestoreGuard.objects.get_or_create(pk=1)
    return RestoreGuard.objects.select_for_update().get(pk=1)


def write_entry(number: int, etags: Iterable[str]) -> None:
    """Write an entry that names these complaints."""
    name = _entry_name(number)
    sealed_storage.save_sealed(name, [json.dumps(sorted(etags)).encode()], purpose=name)


def read_entry(number: int) -> list[str]:
    """Return the E-tags of an entry. Raises DamagedFile."""
    name = _entry_name(number)
    with sealed_storage.SealedFileReader(name, purpose=name) as file:
        return json.loads(b"".join(file.part(0, file.size)))


def stored_entry_numbers() -> set[int]:
    """Return the numbers of the entries in the file storage."""
    return {int(file.name.removeprefix(FOLDER)) for file in sealed_storage.evidence_storage().stored_files(FOLDER)}


def rewrite_missing_entries(missing: set[int]) -> None:
    """Write entries again that the database knows and the storage does not have."""
    for number in sorted(missing):
        etags = list(Destruction.objects.filter(entry=number).values_list("complaint__etag", flat=True))
        write_entry(number, etags)


def _entry_name(number: int) -> str:
    return f"{FOLDER}{number:010}"
