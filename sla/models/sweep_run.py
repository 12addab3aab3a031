"""The last sweep that came to its end: that there was one is known from here, and from nowhere else."""

from django.db import models
from django.db.models import CheckConstraint, F, Q


class SweepRun(models.Model):
    """One row, written anew by each sweep of the beat as it ends; of one that was killed nothing is written.

    The numbers are what it did (services.sweeping.Counts).
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
