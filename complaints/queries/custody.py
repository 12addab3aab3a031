"""The custody ledger as it counts: what a posting held while on leave was its cover's. One statement.

The ledger itself names the holder, as the history does; leaves are a ledger of their own, and where both overlap the
time is the cover's. So a leave that begins, ends early or is called off splits custody at that second by itself.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Leave
from complaints.models import Complaint, Custody
from complaints.rules.crediting import Absence, Held, credited

ABSENCE = JSONObject(cover_id="cover_id", office_id="cover__office_id", began="starts_at", ended="ends_at")


def ledger(complaint: Complaint) -> list[Custody]:
    """The rows of the ledger, oldest first, with their offices and the leaves of their holders (`absences`)."""
    leaves = Leave.objects.filter(posting=OuterRef("posting")).order_by("starts_at").values(absence=ABSENCE)
    rows = Custody.objects.filter(complaint=complaint).select_related("office__parent")
    return list(rows.annotate(absences=ArraySubquery(leaves)).order_by("started_at", "pk"))


def had_by(rows: Iterable[Custody]) -> list[Held]:
    """Who had it when, covers counted, of rows from `ledger`."""
    return [piece for row in rows for piece in credited(_held(row), map(_absence, row.absences))]


def _held(row: Custody) -> Held:
    return Held(row.posting_id, row.office_id, row.started_at, row.ended_at)


def _absence(told: dict) -> Absence:
    began, ended = (datetime.fromisoformat(told[edge]) for edge in ("began", "ended"))
    return Absence(told["cover_id"], told["office_id"], began, ended)
