"""A Celery task class that records running jobs, so that they can be restarted if their worker dies."""

from celery import Task
from django.utils.timezone import now

from accounts.services import unfinished_jobs

SOON = 15.0  # seconds
"""Jobs that run at least this often are not recorded, because the next run does the work of an interrupted one."""


class Job(Task):
    """A scheduled task. config.celery refers to this class by name, because models need Django's set-up first."""

    def __call__(self, *args, **kwargs):
        if not self.is_recorded():
            return super().__call__(*args, **kwargs)
        with unfinished_jobs.track_running_job(self.name, tries=self.request.get("tries") or 0, at=now()):
            return super().__call__(*args, **kwargs)

    def is_recorded(self) -> bool:
        """Return whether to record this run: a worker runs it (it is not called as a function) and it runs rarely."""
        schedules = [entry["schedule"] for entry in self.app.conf.beat_schedule.values() if entry["task"] == self.name]
        is_rare = any(not isinstance(schedule, float) or schedule > SOON for schedule in schedules)
        return is_rare and not self.request.called_directly
