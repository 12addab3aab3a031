"""Jobs of the schedule that a worker has begun and not ended."""

from django.db import models


class Underway(models.Model):
    """One run of a job. Its worker holds an advisory lock of this row's number as long as it is at it, so a row whose
    lock is free was left behind (accounts.services.unfinished_jobs). `tries`: how often it was taken up before.
    """

    job = models.CharField(max_length=100)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()

    def __str__(self):
        return f"{self.job}, begun {self.begun_at:%Y-%m-%d %H:%M:%S}"
