"""The table of pending rows, and the triggers that write them: one narrow row for each open complaint."""

import pgtrigger
from django.db import models
from django.db.models import Index, Q

from complaints.models import Complaint, RunningClock
from complaints.rules.clock import PROMISED
from complaints.rules.statuses import OPEN


def _after_trigger(name: str, operation, func: str, *, level=pgtrigger.Statement, **options) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, level=level, when=pgtrigger.After, operation=operation, func=func, **options)


class Pending(models.Model):
    """An open complaint: its offices, when it was received, and when each of its clocks becomes late.

    Only triggers write these rows. Offices are stored as ids. The SQL function `pending_of` returns the row of a
    complaint, or none if the complaint is closed.

    `due_at`: the earliest deadline of its running promised clocks; null while none runs.
    `contact_late_from`: from then on the contact is late, although the tallies do not count it as late.
    `contact_more_until`: until then the contact is not late, although the tallies count it as late: its deadline was
    extended.
    `report_late_from`: from then on the report is late. `report_stood`: what the tallies count for the report that was
    submitted: 1 in time, -1 late, 0 neither.
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
        # Index-only scans: each index holds every column that its count needs. Most start with the district, because
        # district boards are opened most. Counts of the whole province use narrow indexes, at half the cost per row.
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


COLUMNS = tuple(field.column for field in Pending._meta.concrete_fields)
WATCHED_COLUMNS = (
    *("status", "received_at", "region_id", "district_id", "division_id", "circle_id", "station_id", "office_id"),
    *("contact", "contact_due_at", "contacted_at", "contact_ran_out", "reported_at", "report_due_at"),
)
"""The columns of a complaint from which its pending row is computed."""
_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))
_PROMISED_CLOCKS = ", ".join(f"'{clock}'" for clock in sorted(PROMISED))
UPSERT = f"""
    ON CONFLICT (complaint) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])}
    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED
"""
"""Upsert: the row may exist already."""
_INSERT_NEW = """
    INSERT INTO monitoring_pending
    SELECT told.* FROM came AS complaint, LATERAL pending_of(ROW(complaint.*)::complaints_complaint) AS told
"""
_CHANGED = " OR ".join(f"complaint.{name} IS DISTINCT FROM went.{name}" for name in WATCHED_COLUMNS)


def _recompute_rows(condition: str) -> str:
    """Return the body of a trigger that recomputes the rows of the complaints whose id meets a condition."""
    return f"""
        INSERT INTO monitoring_pending
        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
        WHERE complaint.id {condition} {UPSERT};
        RETURN NULL;
    """  # noqa: S608 (names, here and below)


class PendingComplaint(Complaint):
    """Complaints, with the triggers that write pending rows. A proxy, because `complaints` may not import this app."""

    class Meta:
        proxy = True
        triggers = [
            _after_trigger(
                "pending_new",
                pgtrigger.Insert,
                f"{_INSERT_NEW} {UPSERT}; RETURN NULL;",
                referencing=pgtrigger.Referencing(new="came"),
            ),
            _after_trigger(
                "pending_gone",
                pgtrigger.Delete,
                "DELETE FROM monitoring_pending USING went WHERE complaint = went.id; RETURN NULL;",
                referencing=pgtrigger.Referencing(old="went"),
            ),
            _after_trigger(
                "pending_changed",
                pgtrigger.Update,
                f"""
                DELETE FROM monitoring_pending USING came WHERE complaint = came.id AND came.status NOT IN ({_OPEN});
                {_INSERT_NEW}, went WHERE went.id = complaint.id AND ({_CHANGED}) {UPSERT};
                RETURN NULL;
                """,  # noqa: S608 (names)
                referencing=pgtrigger.Referencing(old="went", new="came"),
            ),
        ]


def _recompute_rows_of_clocks(table: str) -> str:
    """Return the body of a trigger that recomputes the rows of complaints whose promised clocks began or stopped."""
    return _recompute_rows(f"IN (SELECT complaint_id FROM {table} WHERE clock IN ({_PROMISED_CLOCKS}))")  # noqa: S608


class PendingClock(RunningClock):
    """Running clocks, with the triggers that maintain the pending rows of their complaints.

    The steps of the sweep change no deadline, so they change no row.
    """

    class Meta:
        proxy = True
        triggers = [
            _after_trigger(
                "pending_begun",
                pgtrigger.Insert,
                _recompute_rows_of_clocks("came"),
                referencing=pgtrigger.Referencing(new="came"),
            ),
            _after_trigger(
                "pending_stopped",
                pgtrigger.Delete,
                _recompute_rows_of_clocks("went"),
                referencing=pgtrigger.Referencing(old="went"),
            ),
            _after_trigger(
                "pending_moved",
                pgtrigger.Update,
                _recompute_rows("= NEW.complaint_id"),
                level=pgtrigger.Row,
                condition=pgtrigger.Condition("OLD.due_at IS DISTINCT FROM NEW.due_at"),
            ),
        ]
