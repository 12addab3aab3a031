"""Write the pending rows of all complaints again, for a database whose triggers were bypassed or whose rows differ."""

from django.db import connection, transaction

from complaints.models import Complaint
from monitoring.tallies.pending_models import UPSERT, Pending

BATCH = 2_000
UPSERT_COMPLAINTS = f"""
    INSERT INTO monitoring_pending
    SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
    WHERE complaint.id = ANY(%s) {UPSERT}
"""  # noqa: S608 (names)
REASON = "a job writes the narrow rows of every open complaint"


def rebuild_pending_rows() -> None:
    """Recompute all pending rows in batches of 2,000, each in its own transaction.

    A batch locks its complaints, so that somebody who works on one of them waits for one batch at most.
    """
    last = 0
    while ids := _next_complaint_ids(last):
        with transaction.atomic():
            list(
                Complaint.objects.unscoped(REASON)
                .filter(pk__in=ids)
                .order_by("pk")
                .select_for_update(no_key=True)
                .values_list("pk")
            )
            batch = Complaint.objects.unscoped(REASON).filter(pk__in=ids)
            still_open = Complaint.objects.unscoped(REASON).open().filter(pk__in=ids)
            ended = batch.exclude(pk__in=still_open.values("pk")).values("pk")
            Pending.objects.filter(complaint__in=ended).delete()
            with connection.cursor() as cursor:
                cursor.execute(UPSERT_COMPLAINTS, [ids])
        last = ids[-1]


def _next_complaint_ids(last: int) -> list[int]:
    """Return the next ids of complaints that are open, or that have a row although they are not."""
    is_open = Complaint.objects.unscoped(REASON).open().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    has_row = Pending.objects.filter(complaint__gt=last).order_by("complaint").values_list("complaint", flat=True)
    return sorted({*is_open[:BATCH], *has_row[:BATCH]})[:BATCH]
