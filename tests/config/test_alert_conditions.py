"""What goes wrong shows in /metrics beyond the limit of its alert (deploy/monitoring/alerts.yml), and not before."""

import re
from datetime import timedelta
from itertools import count

import pytest
import time_machine
import yaml
from django.db import connections
from django.utils.timezone import now
from prometheus_client.parser import text_string_to_metric_families

from accounts.services.heartbeat_writer import write_heartbeat
from complaints.models import Evidence
from mail_intake.models import IncomingMail
from monitoring.models import Tally
from monitoring.tallies import tally_maintenance
from monitoring.tallies.definitions import Grain
from monitoring.tasks import verify_tallies
from notifications.models import Message
from notifications.services import enqueue
from operations import embedded_servers
from operations.metrics import job_counts
from sla.services import scheduled_sweep
from sla.services.sweeping import SweepCounts
from tests.databases import ROOT
from tests.world import clock
from whatsapp.models import Update

TOKEN = "the operator's own"
RULES = {
    rule["alert"]: rule["expr"]
    for group in yaml.safe_load((ROOT / "deploy/monitoring/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
}
keys = count()


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def samples(client, name: str) -> dict[tuple, float]:
    """Return the samples of a metric, by the values of its labels."""
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    return {
        tuple(value for _name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }


def exceeds(client, alert: str) -> bool:
    """Return whether the one gauge in an alert's condition is beyond the limit in it."""
    name, sign, limit = re.search(r"(portal_\w+)\)?(?: by \(\w+\))? ([<>]) ([\d.]+)", RULES[alert]).groups()
    found = samples(client, name)
    return any(value > float(limit) if sign == ">" else value < float(limit) for value in found.values())


def sweep_ended(world, *, ago: timedelta) -> None:
    scheduled_sweep.record_sweep_run(SweepCounts(), began=now() - ago, ended=now() - ago)


def message_is_due(world, *, ago: timedelta) -> None:
    Message.objects.all().delete()
    enqueue(recipient="complainant:1", template="registered", context={}, at=now() - ago)


def heartbeat_was_written(world, *, ago: timedelta) -> None:
    write_heartbeat(at=now() - ago)


def file_waits(world, *, ago: timedelta) -> None:
    Evidence.objects.all().delete()
    photo = {"kind": Evidence.Kind.PHOTO, "media_type": "image/png", "state": Evidence.State.CHECKING}
    complaint = world.complaint("financial_crime", "09:00")
    Evidence.objects.create(complaint=complaint, size=1, created_at=now() - ago, came_at=now() - ago, **photo)


def mail_is_set_aside(world, *, ago: timedelta) -> None:
    if ago > timedelta(minutes=1):
        kept = {"received_at": now() - ago, "expires_at": now()}
        IncomingMail.objects.create(key=b"%d" % next(keys), state=IncomingMail.State.ASIDE, **kept)


def update_is_set_aside(world, *, ago: timedelta) -> None:
    if ago > timedelta(minutes=1):
        Update.objects.create(key=b"%d" % next(keys), sender=b"s", received_at=now(), state=Update.State.ASIDE)


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("alert", "condition"),
    {
        "SweepStopped": sweep_ended,
        "OutboxLate": message_is_due,
        "HeartbeatMissing": heartbeat_was_written,
        "EvidenceWaits": file_waits,
        "MailSetAside": mail_is_set_aside,
        "WhatsAppSetAside": update_is_set_aside,
    }.items(),
)
def test_what_has_waited_for_an_hour_is_beyond_the_limit_and_what_just_came_is_not(client, world, alert, condition):
    Message.objects.all().delete()
    condition(world, ago=timedelta(seconds=5))
    assert not exceeds(client, alert)
    condition(world, ago=timedelta(hours=1))
    # A later sweep or heartbeat is not replaced by an earlier one, so a new one is looked at an hour later.
    with time_machine.travel(now() + timedelta(hours=1) if condition is sweep_ended else now()):
        assert exceeds(client, alert)


@pytest.mark.slow
@pytest.mark.parametrize(("alert", "hours"), [("HistoryUnsealed", 1), ("SweepBehind", 24 * 20)])
def test_what_no_job_does_is_beyond_the_limit(client, world, alert, hours):
    world.complaint("financial_crime", "09:00")
    with time_machine.travel(clock("09:00") + timedelta(minutes=1), tick=False):
        assert not exceeds(client, alert)
    with time_machine.travel(clock("09:00") + timedelta(hours=hours), tick=False):
        assert exceeds(client, alert)


@pytest.mark.slow
def test_a_disk_that_fills_is_beyond_the_limit(client, db, monkeypatch):
    usage = __import__("shutil").disk_usage("/")
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage._replace(total=1000, free=900))
    assert not exceeds(client, "DiskFills")
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage._replace(total=1000, free=50))
    assert exceeds(client, "DiskFills")


@pytest.mark.slow
def test_a_database_or_broker_that_is_gone_is_told(client, own_database, settings, monkeypatch, tmp_path):
    assert samples(client, "portal_up") == {("database",): 1, ("broker",): 1}
    broker = embedded_servers.start_broker(tmp_path)
    broker.kill()
    settings.CACHE_URL = broker.url
    connections.close_all()
    monkeypatch.setitem(connections.settings["default"], "NAME", "no_such_database")
    assert samples(client, "portal_up") == {("database",): 0, ("broker",): 0}


@pytest.mark.slow
def test_a_tally_that_is_wrong_fails_its_check_until_it_is_right_again(client, world, settings, tmp_path, caplog):
    broker = embedded_servers.start_broker(tmp_path)
    settings.CACHE_URL = broker.url  # counts of its own
    world.complaint("financial_crime", "09:00")
    tally_maintenance.apply_deltas()
    assert ended(client) == (True, False)
    row = Tally.objects.filter(grain=Grain.EVER, received__gt=0).order_by("pk").first()
    Tally.objects.filter(pk=row.pk).update(received=row.received + 2)
    assert ended(client) == (True, True)
    assert "The tallies of" in caplog.text
    Tally.objects.filter(pk=row.pk).update(received=row.received)
    assert ended(client) == (True, False)
    job_counts._redis_client.cache_clear()
    broker.kill()


def ended(client) -> tuple[bool, bool]:
    """Run the nightly check as a worker does. Return whether it ever succeeded, and whether it failed last."""
    task = (verify_tallies.name,)
    verify_tallies.apply()
    success = samples(client, "portal_job_last_success_timestamp_seconds").get(task)
    failure = samples(client, "portal_job_last_failure_timestamp_seconds").get(task, 0)
    return success is not None, failure > (success or 0)
