"""Every job has a queue, a time limit and, if it is scheduled, an expiry (config.celery)."""

from itertools import pairwise

import pytest
from celery.schedules import crontab

from config.celery import QUEUES, app
from operations.jobs.job_expiry import SHORTEST, expiry_of
from operations.redis_settings import BROKER_TRANSPORT

AGREED = {"messages", "whatsapp", "events", "sweep", "inspection", "reports"}


def jobs() -> set[str]:
    """Return the names of all jobs of the portal."""
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.") and ".tasks." in name}


def test_every_job_has_exactly_one_queue_and_every_named_job_exists():
    patterns = [(name, queue) for queue, names in QUEUES.items() for name in names]
    matches = {job: [queue for name, queue in patterns if _matches(name, job)] for job in jobs()}
    assert {job: queues for job, queues in matches.items() if len(queues) != 1} == {}
    assert [name for name, _ in patterns if not any(_matches(name, job) for job in matches)] == []
    assert set(QUEUES) == AGREED


def _matches(name: str, job: str) -> bool:
    return job.startswith(name.removesuffix("*")) if name.endswith("*") else job == name


@pytest.mark.parametrize(
    ("job", "queue"),
    [
        ("sla.tasks.sweep", "sweep"),
        ("whatsapp.tasks.process_updates", "whatsapp"),
        ("api.tasks.deliver_events", "events"),
        ("complaints.tasks.inspect_evidence", "inspection"),
        ("monitoring.tasks.make_reports", "reports"),
        ("notifications.tasks.deliver_messages", "messages"),
        ("accounts.tasks.end_sessions_of_expired_postings", "messages"),
        ("somebody.tasks.has_forgotten_to_name_it", "messages"),
    ],
)
def test_a_job_is_sent_to_its_queue(job, queue):
    assert app.amqp.router.route({}, job)["queue"].name == queue


def test_every_job_ends_before_the_broker_gives_it_to_another_worker():
    limits = {job: app.tasks[job].time_limit or app.conf.task_time_limit for job in jobs()}
    assert {job: limit for job, limit in limits.items() if not 0 < limit < BROKER_TRANSPORT["visibility_timeout"]} == {}


def test_every_entry_of_the_schedule_expires_before_its_runs_pile_up():
    piled = {}
    for name, entry in app.conf.beat_schedule.items():
        gap = _seconds_between_runs(entry["schedule"])
        if not 0 < entry["options"]["expires"] <= max(gap, SHORTEST):
            piled[name] = entry["options"]
    assert piled == {}


def _seconds_between_runs(schedule) -> float:
    """Return the shortest time between two runs of a day and the day after, minute by minute."""
    if not isinstance(schedule, crontab):
        return schedule
    runs = [minute for minute in range(2 * 24 * 60) if _runs_at(schedule, minute)]
    return 60 * min(after - before for before, after in pairwise(runs))


def _runs_at(schedule: crontab, minute: int) -> bool:
    return minute // 60 % 24 in schedule.hour and minute % 60 in schedule.minute


def test_the_expiry_is_the_time_until_the_next_run():
    assert expiry_of(1.0) == expiry_of(5.0) == SHORTEST
    assert expiry_of(3600.0) == 3600
    assert expiry_of(crontab(hour="8-11", minute="0,15,30,45")) == 15 * 60
    assert expiry_of(crontab(hour=3, minute=40)) == 24 * 3600
    assert expiry_of(crontab(minute=10)) == 3600
    assert expiry_of(crontab(hour="23,1", minute=50)) == 2 * 3600
