"""How many complaints there are, kept by the database in the transaction that changes them (docs/decisions/0027)."""

import pgtrigger
from django.db import models

from complaints.models import Complaint
from monitoring.rules.tallies import KEYS, MEASURES


class Measures(models.Model):
    """Numbers that add up (rules.tallies.MEASURES); of a change, what it adds, and with a minus what it takes away."""

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
    """What a change of complaints adds to the tallies, until it is folded into them. Triggers insert, the fold deletes.

    No row is ever changed, so nobody waits for another writer. The database's `tally_contribution` gives what one
    complaint adds as a row of this table; `day` is that of registration in Pakistan, the numbers are ids.
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


class Tally(Measures):
    """The sum of folded changes of a scope (rules.tallies.PROVINCE or an office), in a time, for one value of a facet.

    `since`: the first day of that time. `value`: of the facet, as text.
    """

    pk = models.CompositePrimaryKey("scope", "grain", "facet", "since", "value")
    scope = models.BigIntegerField()
    grain = models.CharField(max_length=5)
    facet = models.CharField(max_length=8)
    since = models.DateField()
    value = models.CharField(max_length=16)


def _noted(*rows: tuple[str, int]) -> str:
    """The body of a trigger: write down what came (1) less what went (-1), unless both come to the same."""
    contributions = " UNION ALL ".join(
        f"""SELECT {sign} AS sign, added.* FROM {table} AS complaint,
            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added"""  # noqa: S608 (names)
        for table, sign in rows
    )
    keys, measures = ", ".join(KEYS), ", ".join(MEASURES)
    sums = ", ".join(f"sum(sign * {measure})" for measure in MEASURES)
    nothing = ", ".join("0" for _ in MEASURES)
    return f"""
        INSERT INTO monitoring_tallydelta ({keys}, {measures})
        SELECT {keys}, {sums} FROM ({contributions}) AS changed
        GROUP BY {keys} HAVING ({sums}) <> ({nothing});
        RETURN NULL;
    """  # noqa: S608 (names)


def _note(name: str, operation, referencing, *rows: tuple[str, int]) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=_noted(*rows),
    )


class TalliedComplaint(Complaint):
    """Complaints with the triggers that tally them: `complaints` knows nothing of it."""

    class Meta:
        proxy = True
        triggers = [
            _note("tally_new", pgtrigger.Insert, pgtrigger.Referencing(new="came"), ("came", 1)),
            _note("tally_gone", pgtrigger.Delete, pgtrigger.Referencing(old="went"), ("went", -1)),
            _note(
                "tally_changed",
                pgtrigger.Update,
                pgtrigger.Referencing(old="went", new="came"),
                *(("went", -1), ("came", 1)),
            ),
        ]


WHEN_NEW = TalliedComplaint._meta.triggers[0].get_pgid(TalliedComplaint)
"""The database's name of the trigger that tallies new complaints; a setting of pgtrigger's passes it over."""
