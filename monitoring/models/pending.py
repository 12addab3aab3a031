"""What is open, in rows narrow enough to be counted as a board is looked at (docs/decisions/0039)."""

import pgtrigger
from django.db import models
from django.db.models import Index, Q

from complaints.models import Complaint, RunningClock
from complaints.rules.clock import PROMISED
from complaints.rules.statuses import OPEN
from monitoring.models.due_hour import noted


def _after(name: str, operation, func: str, *, level=pgtrigger.Statement, **more) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, level=level, when=pgtrigger.After, operation=operation, func=func, **more)


class Pending(models.Model):
    """An open complaint: where it is, since when, and from when on each of its clocks is late. Triggers alone write it.

    The numbers are ids. The database's `pending_of` gives a complaint's row, or none where it has ended.

    `due_at`: the first deadline of the promised clocks that run; none while none runs.
    `contact_late_from`: once that moment has passed, the contact is late by now, which the tallies do not know.
    `contact_more_until`: the tallies hold it for late, and until then it is not: it has got more time.
    `report_late_from`: the same of the report. `report_stood`: 1 where one that came in time stands, which the tallies
    hold for in time; -1 where they hold it for late; 0 for neither.
    """

    complaint = models.BigIntegerField(primary_key=True)
    received_at = models.DateTimeField()
    region = models.BigIntegerField(null=True)
    district = models.BigIntegerField(null=True)
    division = models.BigIntegerField(null=True)
    circle = models.BigIntegerField(null=True)
    station = models.BigIntegerField(null=True)
    office = models.BigIntegerField()
    due_at = models.DateTimeField(null=True)
    contact_late_from = models.DateTimeField(null=True)
    contact_more_until = models.DateTimeField(null=True)
    report_late_from = models.DateTimeField(null=True)
    report_stood = models.SmallIntegerField()

    class Meta:
        # Each has all that is counted by it, so that the rows need not be looked at. By district, because a district's
        # board is looked at most; what the province counts in all has narrow ones, half as dear a row.
        indexes = [
            Index(name="pending_due", fields=["due_at"], condition=Q(due_at__isnull=False)),
            Index(name="pending_received", fields=["received_at"]),
            Index(
                name="pending_by_district_due",
                fields=["district", "due_at"],
                include=["complaint", "region", "office"],
                condition=Q(due_at__isnull=False),
            ),
            Index(
                name="pending_by_district_received",
                fields=["district", "received_at"],
                include=["complaint", "region"],
            ),
            Index(
                name="pending_contact_late",
                fields=["contact_late_from"],
                include=["complaint", "region", "district", "received_at"],
                condition=Q(contact_late_from__isnull=False),
            ),
            Index(
                name="pending_report_late",
                fields=["report_late_from"],
                include=["complaint", "region", "district", "received_at", "report_stood"],
                condition=Q(report_late_from__isnull=False),
            ),
            Index(
                name="pending_report_stood",
                fields=["report_late_from"],
                include=["complaint", "region", "district", "received_at", "report_stood"],
                condition=Q(report_late_from__isnull=False) & ~Q(report_stood=0),
            ),
            Index(
                name="pending_with_more_time",
                fields=["contact_more_until"],
                condition=Q(contact_more_until__isnull=False),
            ),
        ]
        triggers = [
            _after("hour_came", pgtrigger.Insert, noted(("came", 1)), referencing=pgtrigger.Referencing(new="came")),
            _after("hour_went", pgtrigger.Delete, noted(("went", -1)), referencing=pgtrigger.Referencing(old="went")),
            _after(
                "hour_changed",
                pgtrigger.Update,
                noted(("went", -1), ("came", 1)),
                referencing=pgtrigger.Referencing(old="went", new="came"),
            ),
        ]


COLUMNS = tuple(field.column for field in Pending._meta.concrete_fields)
FOLLOWED = (
    *("status", "received_at", "region_id", "district_id", "division_id", "circle_id", "station_id", "office_id"),
    *("contact", "contact_due_at", "contacted_at", "contact_ran_out", "reported_at", "report_due_at"),
)
"""The columns of a complaint that its row here is made of."""
_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))
_PROMISED = ", ".join(f"'{clock}'" for clock in sorted(PROMISED))
WRITE = f"""
    ON CONFLICT (complaint) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])}
    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED
"""
"""How a row is written that may be there already."""
_CAME = """
    INSERT INTO monitoring_pending
    SELECT told.* FROM came AS complaint, LATERAL pending_of(ROW(complaint.*)::complaints_complaint) AS told
"""
_CHANGED = " OR ".join(f"complaint.{name} IS DISTINCT FROM went.{name}" for name in FOLLOWED)


def _of_clocks(which: str) -> str:
    """Write the rows anew of the complaints whose clocks have changed."""
    return f"""
        INSERT INTO monitoring_pending
        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
        WHERE complaint.id {which} {WRITE};
        RETURN NULL;
    """  # noqa: S608 (names, here and below)


class PendingComplaint(Complaint):
    """Complaints with the triggers that keep their rows: `complaints` knows nothing of it."""

    class Meta:
        proxy = True
        triggers = [
            _after(
                "pending_new",
                pgtrigger.Insert,
                f"{_CAME} {WRITE}; RETURN NULL;",
                referencing=pgtrigger.Referencing(new="came"),
            ),
            _after(
                "pending_gone",
                pgtrigger.Delete,
                "DELETE FROM monitoring_pending USING went WHERE complaint = went.id; RETURN NULL;",
                referencing=pgtrigger.Referencing(old="went"),
            ),
            _after(
                "pending_changed",
                pgtrigger.Update,
                f"""
                DELETE FROM monitoring_pending USING came WHERE complaint = came.id AND came.status NOT IN ({_OPEN});
                {_CAME}, went WHERE went.id = complaint.id AND ({_CHANGED}) {WRITE};
                RETURN NULL;
                """,  # noqa: S608 (names)
                referencing=pgtrigger.Referencing(old="went", new="came"),
            ),
        ]


def _of_those(table: str) -> str:
    """Write the rows of the complaints whose promised clocks came or went."""
    return _of_clocks(f"IN (SELECT complaint_id FROM {table} WHERE clock IN ({_PROMISED}))")  # noqa: S608


class PendingClock(RunningClock):
    """Running clocks with the triggers that keep the rows of their complaints. The sweep's steps change none."""

    class Meta:
        proxy = True
        triggers = [
            _after(
                "pending_begun",
                pgtrigger.Insert,
                _of_those("came"),
                referencing=pgtrigger.Referencing(new="came"),
            ),
            _after(
                "pending_stopped",
                pgtrigger.Delete,
                _of_those("went"),
                referencing=pgtrigger.Referencing(old="went"),
            ),
            _after(
                "pending_moved",
                pgtrigger.Update,
                _of_clocks("= NEW.complaint_id"),
                level=pgtrigger.Row,
                condition=pgtrigger.Condition("OLD.due_at IS DISTINCT FROM NEW.due_at"),
            ),
        ]
