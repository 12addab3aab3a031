"""Scheduled jobs that a worker has started and not finished."""

from django.db import models


class Underway(models.Model):
    """One run of a job. While it runs, its worker holds an advisory lock with this row's number.

    A row whose lock is free belongs to a job that was interrupted (accounts.services.unfinished_jobs).
    `tries`: how often the job was restarted before.
    """

    job = models.CharField(max_length=100)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()

    def __str__(self):
        return f"{self.job}, begun {self.begun_at:%Y-%m-%d %H:%M:%S}"
