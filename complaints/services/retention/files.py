"""The files of what is kept no longer: their rows say so first, then they are deleted, then their names go."""

from collections.abc import Iterable

from complaints.evidence import sealed_storage, upload
from complaints.models import Evidence

BATCH = 500


def mark(complaint_id: int, draft_ids: Iterable) -> int:
    """In the transaction that destroys the rest: nobody opens them any more. Returns how many had a file.

    What was refused while it was a draft's has no place in a history: those rows go altogether.
    """
    Evidence.objects.filter(draft__in=list(draft_ids), complaint=None).delete()
    rows = Evidence.objects.filter(complaint=complaint_id)
    number = rows.exclude(original="").count()
    rows.update(state=Evidence.State.DESTROYED, name="", refused_because="", received=0)
    return number


def delete_what_is_gone(complaint_id: int | None = None) -> int:
    """Delete them; harmless again. Returns how many. A row forgets its file only when that lies there no more."""
    rows = Evidence.objects.filter(state=Evidence.State.DESTROYED).exclude(original="")
    rows = rows if complaint_id is None else rows.filter(complaint=complaint_id)
    done = 0
    while found := list(rows.order_by("pk").only("pk", "original", "shown")[:BATCH]):
        for row in found:
            upload.forget_pieces(row.pk)
            sealed_storage.forget(row.original, row.shown)
        done += Evidence.objects.filter(pk__in=[row.pk for row in found]).update(original="", shown="", shown_type="")
    return done
