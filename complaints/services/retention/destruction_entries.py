"""The list of destroyed complaints in the file storage.

A restored database knows neither that a complaint was anonymised later nor the changed retention period or the end of a
legal hold. So the list is kept beside the files, in numbered, sealed entries: `destroyed/0000000042` names the
complaints that one run of the job recorded. Entries are kept for good, like the E-tags in the database.
"""

import json
import logging
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, QuerySet

from complaints.evidence import sealed_storage
from complaints.models import Complaint, Destruction, RestoreGuard

logger = logging.getLogger(__name__)

FOLDER = "destroyed/"
ENTRY = re.compile("[0-9]{10}")
BATCH = 5_000
"""Complaints of one entry."""


@transaction.atomic
def record_destroyed_complaints() -> int:
    """Write the complaints that were destroyed since the last call to the file storage, and return how many.

    If it is killed after it has written the entry, the next run writes that entry again, with the names that it has.
    Writes nothing while the guard is closed, because a restored database does not know what the storage already names,
    and closes it if the storage has an entry that this database should know: a restore that nobody has noticed yet.
    """
    guard = locked_guard()
    if guard.closed_because:
        return 0
    rows = Destruction.objects.filter(entry=None).order_by("pk").values_list("pk", "complaint__etag")[:BATCH]
    waiting = dict(rows)
    if not waiting:
        return 0
    unknown = {number for number in stored_entry_numbers() if number > guard.newest_entry}
    if living_complaints(unknown).exists():
        close_guard(guard, RestoreGuard.Older.DATABASE)
        return 0
    guard.newest_entry += 1
    of_killed_run = read_entry(guard.newest_entry) if guard.newest_entry in unknown else []
    write_entry(guard.newest_entry, {*waiting.values(), *of_killed_run})
    guard.save(update_fields=["newest_entry"])
    Destruction.objects.filter(pk__in=waiting).update(entry=guard.newest_entry)
    return len(waiting)


def locked_guard() -> RestoreGuard:
    """Return the guard's row, locked. Runs in a transaction. A missing row is made anew from what was recorded."""
    RestoreGuard.objects.get_or_create(pk=1, defaults={"newest_entry": _newest_recorded_entry})
    return RestoreGuard.objects.select_for_update().get(pk=1)


def _newest_recorded_entry() -> int:
    return Destruction.objects.aggregate(newest=Max("entry"))["newest"] or 0


def close_guard(guard: RestoreGuard, older: RestoreGuard.Older) -> None:
    """Let nobody in before destroy_again: the database or the files are older than the other."""
    guard.closed_because = older
    guard.save(update_fields=["closed_because"])
    logger.error("The %s was restored. Nobody is let in before destroy_again.", older)


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
    """Return the numbers of the entries in the file storage. Something else in the folder is logged and ignored."""
    names = {file.name.removeprefix(FOLDER) for file in sealed_storage.evidence_storage().stored_files(FOLDER)}
    if foreign := sorted(name for name in names if not ENTRY.fullmatch(name)):
        logger.error("Not an entry of the list of destroyed complaints, remove it: %s%s", FOLDER, ascii(foreign[0]))
    return {int(name) for name in names if ENTRY.fullmatch(name)}


def living_complaints(entries: set[int]) -> QuerySet[Complaint]:
    """Return the complaints that these entries name and that this database has with personal data."""
    etags = [etag for number in sorted(entries) for etag in read_entry(number)]
    complaints = Complaint.objects.unscoped("destroyed complaints are looked for after a restore")
    return complaints.filter(etag__in=etags, anonymised_at=None)


def rewrite_missing_entries(missing: set[int]) -> None:
    """Write entries again that the database knows and the storage does not have."""
    for number in sorted(missing):
        etags = list(Destruction.objects.filter(entry=number).values_list("complaint__etag", flat=True))
        write_entry(number, etags)


def _entry_name(number: int) -> str:
    return f"{FOLDER}{number:010}"
