"""The narrow rows of open complaints, written anew: triggers keep them (monitoring.models.pending)."""

from django.db import connection, transaction

from complaints.models import Complaint
from monitoring.models.pending import WRITE, Pending

BATCH = 2_000
ANEW = f"""
    INSERT INTO monitoring_pending
    SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
    WHERE complaint.id = ANY(%s) {WRITE}
"""  # noqa: S608 (names)


def rebuild() -> None:
    """Some thousand at a time, each batch a transaction: whoever works on one of its complaints waits for that one."""
    last = 0
    while ids := _next(last):
        with transaction.atomic():
            list(
                Complaint.objects.unscoped("a job writes the narrow rows of every open complaint")
                .filter(pk__in=ids)
                .order_by("pk")
                .select_for_update(no_key=True)
                .values_list("pk")
            )
            ended = (
                Complaint.objects.unscoped("a job writes the narrow rows of every open complaint")
                .filter(pk__in=ids)
                .exclude(pk__in=_open(ids))
                .values("pk")
            )
            Pending.objects.filter(complaint__in=ended).delete()
            with connection.cursor() as cursor:
                cursor.execute(ANEW, [ids])
        last = ids[-1]


def _open(ids: list[int]):
    return (
        Complaint.objects.unscoped("a job writes the narrow rows of every open complaint")
        .open()
        .filter(pk__in=ids)
        .values("pk")
    )


def _next(last: int) -> list[int]:
    """Of what is open, and of what has a row though it is not."""
    is_open = (
        Complaint.objects.unscoped("a job writes the narrow rows of every open complaint")
        .open()
        .filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    has_row = Pending.objects.filter(complaint__gt=last).order_by("complaint").values_list("complaint", flat=True)
    return sorted({*is_open[:BATCH], *has_row[:BATCH]})[:BATCH]
