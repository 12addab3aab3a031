"""The last sweep that finished. This is the only record that sweeps are running."""

from django.db import models
from django.db.models import CheckConstraint, F, Q


class SweepRun(models.Model):
    """One row, which each scheduled sweep overwrites when it finishes. A sweep that is killed writes nothing.

    The numbers are what the sweep did (services.sweeping.SweepCounts).
    """

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    reminders = models.PositiveIntegerField()
    breaches = models.PositiveIntegerField()
    escalations = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField()

    class Meta:
        constraints = [
            CheckConstraint(name="sweep_run_is_one", condition=Q(pk=1)),
            CheckConstraint(name="sweep_run_ends_after_its_beginning", condition=Q(ended_at__gte=F("began_at"))),
        ]

    def __str__(self):
        return f"{self.ended_at:%Y-%m-%d %H:%M:%S}"
