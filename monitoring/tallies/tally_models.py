"""The tables of the tallies, and the triggers that write them in the transaction that changes a complaint."""

import pgtrigger
from django.db import models

from complaints.models import Complaint
from monitoring.tallies.definitions import DELTA_KEYS, MEASURES


class Measures(models.Model):
    """The columns of the measures (definitions.MEASURES). In a delta they are changes, and can be negative."""

    received = models.IntegerField()
    open = models.IntegerField()
    contact_in_time = models.IntegerField()
    contact_late = models.IntegerField()
    report_in_time = models.IntegerField()
    report_late = models.IntegerField()
    reported = models.IntegerField()
    reopened = models.IntegerField()
    word_known = models.IntegerField()
    denied = models.IntegerField()
    rung = models.IntegerField()
    satisfied = models.IntegerField()
    accountable = models.IntegerField(db_default=0)

    class Meta:
        abstract = True


class TallyDelta(Measures):
    """A change of the tallies that is not applied yet.

    Triggers insert rows, `tally_maintenance.apply_deltas` deletes them.

    No row is ever updated, so that writers never wait for each other. The SQL function `tally_contribution` returns
    what one complaint adds, as a row of this table. `day`: of registration, in Pakistan. Offices and categories are
    stored as ids.
    """

    day = models.DateField()
    region = models.BigIntegerField(null=True)
    district = models.BigIntegerField(null=True)
    division = models.BigIntegerField(null=True)
    circle = models.BigIntegerField(null=True)
    station = models.BigIntegerField(null=True)
    office = models.BigIntegerField()
    category = models.BigIntegerField()
    channel = models.CharField(max_length=10)
    status = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    hours = models.SmallIntegerField(null=True)
    moved_to = models.CharField(max_length=8)


class Tally(Measures):
    """One cell: the sum of all applied deltas of a scope, in a period, for one value of a facet.

    `scope`: definitions.PROVINCE, or the id of an office. `since`: the first day of the period. `value`: as text.
    """

    pk = models.CompositePrimaryKey("scope", "grain", "facet", "since", "value")
    scope = models.BigIntegerField()
    grain = models.CharField(max_length=5)
    facet = models.CharField(max_length=8)
    since = models.DateField()
    value = models.CharField(max_length=16)


def _insert_deltas(*signed_tables: tuple[str, int]) -> str:
    """Return the body of a trigger that inserts the net change: new rows (1) minus old rows (-1), if it is not zero."""
    contributions = " UNION ALL ".join(
        f"""SELECT {sign} AS sign, added.* FROM {table} AS complaint,
            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added"""  # noqa: S608 (names)
        for table, sign in signed_tables
    )
    keys, measures = ", ".join(DELTA_KEYS), ", ".join(MEASURES)
    sums = ", ".join(f"sum(sign * {measure})" for measure in MEASURES)
    zeros = ", ".join("0" for _ in MEASURES)
    return f"""
        INSERT INTO monitoring_tallydelta ({keys}, {measures})
        SELECT {keys}, {sums} FROM ({contributions}) AS changed
        GROUP BY {keys} HAVING ({sums}) <> ({zeros});
        RETURN NULL;
    """  # noqa: S608 (names)


def _tally_trigger(name: str, operation, referencing, *signed_tables: tuple[str, int]) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=_insert_deltas(*signed_tables),
    )


class TalliedComplaint(Complaint):
    """Complaints, with the triggers that append deltas. A proxy, because `complaints` may not import this app."""

    class Meta:
        proxy = True
        triggers = [
            _tally_trigger("tally_new", pgtrigger.Insert, pgtrigger.Referencing(new="came"), ("came", 1)),
            _tally_trigger("tally_gone", pgtrigger.Delete, pgtrigger.Referencing(old="went"), ("went", -1)),
            _tally_trigger(
                "tally_changed",
                pgtrigger.Update,
                pgtrigger.Referencing(old="went", new="came"),
                *(("went", -1), ("came", 1)),
            ),
        ]


NEW_COMPLAINT_TRIGGER = TalliedComplaint._meta.triggers[0].get_pgid(TalliedComplaint)
"""The database's name of the trigger for new complaints. Bulk loads skip it by this name (pgtrigger.ignore)."""
