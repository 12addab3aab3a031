"""Two ledgers without overlaps: who had a complaint, and when its clocks ran. Seconds held are their intersection."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.labels import CLOCKS
from complaints.rules.clock import PROMISED


class Span(Func):
    """From a start up to, and without, an end; open when there is none."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


SPAN = Span(F("started_at"), F("ended_at"))


class Custody(models.Model):
    """An office, or one of its postings, had the complaint from then to then."""

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="custodies", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("custody")
        constraints = [
            ExclusionConstraint(
                name="custody_one_at_a_time",
                expressions=[(F("complaint"), RangeOperators.EQUAL), (SPAN, RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(name="custody_one_open", fields=["complaint"], condition=Q(ended_at__isnull=True)),
        ]
        # The constraint's own index (GiST) takes a number as PostgreSQL writes the column, and a query writes a smaller
        # one: it would read the whole ledger.
        indexes = [models.Index(name="custody_of_a_complaint", fields=["complaint"])]


class ClockQuerySet(models.QuerySet):
    def promised(self):
        """Of the three clocks that the complainant was promised."""
        return self.filter(clock__in=sorted(PROMISED))

    def owed_inside(self):
        """Of the others (complaints.rules.obligations)."""
        return self.exclude(clock__in=sorted(PROMISED))


class ClockRun(models.Model):
    """A clock of a cycle ran from then to then. `budget`: from its start to its deadline.

    `cycle`: the complaint's; of a clock that nobody was promised, which of its kind it is (the second order is 2).

    `step`: as the sweep has left it. `unswept_at`: it stopped late, before a sweep came by; this is when the first
    step was due that none has taken yet. Such steps are the sweep's as well, though nothing runs any more.

    `left`: what was left when it stopped, in the hours of its policy; kept where these are not all hours, because a
    calendar may change while it stands. `owed`: how much of that was owed; a holiday that is taken back leaves more.
    """

    class Why(models.TextChoices):
        """Why it stopped running."""

        SUSPENDED = "suspended", _("Contact claimed")
        PAUSED = "paused", _("A question to the citizen")
        DONE = "done", _("Done")
        ENDED = "ended", _("The complaint ended")
        NEW_CYCLE = "new_cycle", _("A new round")
        RECATEGORISED = "recategorised", _("Category changed")
        SAFE_HOURS = "safe_hours", _("Hours when the complainant can be called")
        CALENDAR = "calendar", _("Working-day calendar changed")
        TRIED = "tried", _("Three attempts: the complaint cell will call")
        RUNG = "rung", _("The complaint cell called")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="clock_runs", db_index=False)
    clock = models.CharField(max_length=8, choices=CLOCKS)
    cycle = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    budget = models.DurationField()
    limit = models.DurationField()
    step = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=13, choices=Why, blank=True)
    left = models.DurationField(null=True)
    owed = models.DurationField(null=True)
    unswept_at = models.DateTimeField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline record")
        constraints = [
            ExclusionConstraint(
                name="clock_run_one_at_a_time",
                expressions=[
                    (F("complaint"), RangeOperators.EQUAL),
                    (F("clock"), RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(name="clock_run_of_a_complaint", fields=["complaint"]),
            # The sweep's other claim: nearly always empty.
            models.Index(name="clock_run_unswept", fields=["unswept_at"], condition=Q(unswept_at__isnull=False)),
        ]

    @property
    def due_at(self):
        return self.started_at + self.budget

    @property
    def time_left(self):
        """What was left when it stopped; negative where it was late by then."""
        return self.due_at - self.ended_at if self.left is None else self.left


class RunningClock(models.Model):
    """A clock that runs now: narrow, gone when it stops. The sweep claims on `next_step_at`; boards read `due_at`.

    `worked`: by a calendar of working days, how much work lay before the deadline when it began. It is what was owed:
    a holiday that is taken back leaves the deadline later than that, and must not count twice when it comes again.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="running_clocks", db_index=False)
    clock = models.CharField(max_length=8, choices=CLOCKS)
    cycle = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    limit = models.DurationField()
    step = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)
    worked = models.DurationField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("active deadline")
        constraints = [models.UniqueConstraint(name="running_clock_unique", fields=["complaint", "clock"])]
        indexes = [
            # The sweep's claim, earliest first.
            models.Index(name="running_clock_next", fields=["next_step_at"], condition=Q(next_step_at__isnull=False)),
            models.Index(name="running_clock_due", fields=["due_at", "complaint"]),
        ]
