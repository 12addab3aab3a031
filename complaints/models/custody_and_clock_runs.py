"""The ledgers of custody and of clock runs, neither with overlaps, and the clocks that run now.

The intersection of both ledgers is the time that each posting used.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import CLOCKS
from complaints.rules.clock import PROMISED


class Span(Func):
    """The range from a start up to but not including an end; unbounded without an end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


SPAN = Span(F("started_at"), F("ended_at"))


class Custody(models.Model):
    """A period in which an office, or one of its postings, had the complaint."""

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
        # The constraint's GiST index needs a value of the column's own integer type. Queries pass a smaller type, so
        # without this index they would read the whole ledger.
        indexes = [models.Index(name="custody_of_a_complaint", fields=["complaint"])]


class ClockQuerySet(models.QuerySet):
    def promised(self):
        """Return the three clocks that are promised to the complainant."""
        return self.filter(clock__in=sorted(PROMISED))

    def internal(self):
        """Return the clocks that exist only for the police (complaints.rules.clock_obligations)."""
        return self.exclude(clock__in=sorted(PROMISED))


class ClockRun(models.Model):
    """A period in which a clock ran. `budget`: the time from its start to its deadline.

    `cycle`: the complaint's round. For clocks that exist only for the police, the number within the kind (2 for the
    second order).

    `step`: the step that the sweep reached. `unswept_at`: set if the clock stopped late, before a sweep noticed: when
    the first step was due that no sweep has taken yet. The sweep still takes such steps, though the clock has stopped.

    `left`: the time that was left when it stopped, in the hours of its policy. It is stored only if the policy has a
    calendar, because the calendar may change meanwhile. `owed`: how much of `left` was owed; a cancelled holiday leaves
    more time than that.
    """

    class Why(models.TextChoices):
        """Why the clock stopped."""

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
        RAN_OUT = "ran_out", _("Nobody confirmed it in time")
        SEALED = "sealed", _("No police office can open it")

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
            # For the sweep: clocks that stopped late. Nearly always empty.
            models.Index(name="clock_run_unswept", fields=["unswept_at"], condition=Q(unswept_at__isnull=False)),
            # For the board's settling load (monitoring/queries/settling_load.py).
            models.Index(name="clock_run_settling", fields=["ended_at"], condition=Q(clock="settling")),
        ]

    @property
    def due_at(self):
        return self.started_at + self.budget

    @property
    def time_left_when_stopped(self):
        """Return the time that was left when the clock stopped; negative if it was late."""
        return self.due_at - self.ended_at if self.left is None else self.left


class RunningClock(models.Model):
    """A clock that runs now. The row is narrow and is deleted when the clock stops.

    The sweep claims rows by `next_step_at`; boards read `due_at`. `next_step_at` is empty after the last step, and
    while the duress word forbids the call that the clock is about (`internal_clocks.defer_call_steps`).

    `worked`: with a working calendar, the working time between the start and the first deadline, which is the time
    owed. When a holiday is cancelled, the deadline stays later than that; the holiday must not count twice when it is
    added again.
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
            # For the sweep, earliest first.
            models.Index(name="running_clock_next", fields=["next_step_at"], condition=Q(next_step_at__isnull=False)),
            models.Index(name="running_clock_due", fields=["due_at", "complaint"]),
        ]
