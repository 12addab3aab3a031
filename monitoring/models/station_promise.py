"""What the head of a station promised: a measure, a target and a date. Rows never change."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from monitoring.rules.league_places import LeagueMeasure

MEASURES = [
    (LeagueMeasure.REPORTED.value, _("Reported on time")),
    (LeagueMeasure.CONTACTED.value, _("Contacted on time")),
    (LeagueMeasure.REOPENED.value, _("Reopened")),
    (LeagueMeasure.DENIED.value, _("Citizen says not solved")),
]


class StationPromise(models.Model):
    """A promise about the complaints that a station receives from `first` to `last`.

    `target`: a whole percentage; a lower bound where a high rate is good, otherwise an upper bound. `posting`: the head
    who made it. The row holds no figure: both rates are counted for each reader, without what they may not see.
    """

    station = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=10, choices=MEASURES)
    target = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("promise of a station")
        constraints = [
            UniqueConstraint(name="station_promise_once_a_day", fields=["station", "measure", "first"]),
            CheckConstraint(name="station_promise_in_order", condition=Q(first__lte=F("last"), target__lte=100)),
            CheckConstraint(
                name="station_promise_has_a_measure", condition=Q(measure__in=[each.value for each in LeagueMeasure])
            ),
        ]
        indexes = [Index("station", "measure", F("first").desc(), name="station_promise_newest")]
        triggers = APPEND_ONLY
