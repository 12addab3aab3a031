"""When a scheduled job that no worker has taken yet expires, because its next run does the same work."""

from celery.schedules import crontab

SHORTEST = 30.0
"""Seconds. Beat writes the moment of expiry by its own computer's clock and a worker reads it by another one's, so jobs
of every second must survive a small difference. Larger ones are refused at the start (operations.jobs.clock_check)."""
MINUTES_A_DAY = 24 * 60


def expiry_of(schedule: float | crontab) -> float:
    """Return after how many seconds a run of this schedule expires: when the next one comes, or SHORTEST.

    A `crontab` counts as if it ran on every day.
    """
    if not isinstance(schedule, crontab):
        return max(SHORTEST, schedule)
    minutes = sorted(60 * hour + minute for hour in schedule.hour for minute in schedule.minute)
    following = [*minutes[1:], minutes[0] + MINUTES_A_DAY]
    return max(SHORTEST, 60.0 * min(later - earlier for earlier, later in zip(minutes, following, strict=True)))
