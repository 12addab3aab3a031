"""What a dead worker left is known: runs of jobs that beat sends seldom stand in the database until they have ended."""

from celery import Task
from django.utils.timezone import now

from accounts.services import unfinished_jobs

SOON = 15.0  # seconds
"""What beat sends at least so often needs no record: its next run does what a killed one left."""


class Job(Task):
    """A task of the schedule (config.celery names this class, because models are there only after Django's set-up)."""

    def __call__(self, *args, **kwargs):
        if not self.is_recorded():
            return super().__call__(*args, **kwargs)
        with unfinished_jobs.underway(self.name, tries=self.request.get("tries") or 0, at=now()):
            return super().__call__(*args, **kwargs)

    def is_recorded(self) -> bool:
        """Whether a worker runs it, by the schedule, and beat sends it seldom. Called as a function it is not."""
        entries = (one for one in self.app.conf.beat_schedule.values() if one["task"] == self.name)
        seldom = any(not isinstance(one["schedule"], float) or one["schedule"] > SOON for one in entries)
        return seldom and not self.request.called_directly
