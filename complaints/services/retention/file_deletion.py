"""Delete the files of anonymised complaints.

First their rows are marked, then the files are deleted, and last the rows forget the file names. So the job can
continue after a crash at any point.
"""

from collections.abc import Iterable

from complaints.evidence import sealed_storage, upload
from complaints.models import Evidence

BATCH = 500


def mark_files_destroyed(complaint_id: int, draft_ids: Iterable) -> int:
    """Mark the files of a complaint as destroyed, so that nobody can open them. Return how many rows had a file.

    Runs in the transaction that destroys the other personal data. Files that were refused while they belonged to a
    draft are in no history, so their rows are deleted.
    """
    Evidence.objects.filter(draft__in=list(draft_ids), complaint=None).delete()
    rows = Evidence.objects.filter(complaint=complaint_id)
    count = rows.exclude(original="").count()
    rows.update(state=Evidence.State.DESTROYED, name="", refused_because="", received=0)
    return count


def delete_marked_files(complaint_id: int | None = None) -> int:
    """Delete the files that are marked as destroyed, of one complaint or of all. Return their number.

    Safe to run again: a row forgets its file only after the file is deleted.
    """
    rows = Evidence.objects.filter(state=Evidence.State.DESTROYED).exclude(original="")
    rows = rows if complaint_id is None else rows.filter(complaint=complaint_id)
    count = 0
    while batch := list(rows.order_by("pk").only("pk", "original", "shown")[:BATCH]):
        for row in batch:
            upload.delete_pieces(row.pk, all_versions=True)
            sealed_storage.delete_files(row.original, row.shown)
        count += Evidence.objects.filter(pk__in=[row.pk for row in batch]).update(original="", shown="", shown_type="")
    return count
