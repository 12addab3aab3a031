"""Random outcomes of attempts and deaths of workers: each event arrives, with one id, in order about each complaint."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.models import EventDelivery, EventEndpoint, EventSubject
from api.rules.event_kinds import EventKind
from api.services import event_relay
from api.services.event_endpoints import replay_since, resume_endpoint, set_address
from api.services.event_recording import write_event
from complaints.models import Complaint
from tests.api.conftest import partner_named
from tests.api.event_receiver import receiving


@pytest.fixture(autouse=True)
def on_loopback(settings):
    settings.EVENTS_TO_LOOPBACK = True


OUTCOMES = [204, 204, 204, 500, 307, 410, "close", "dies"]


class WorkerDied(Exception):
    """A worker was killed after an attempt, before it recorded the result."""


class MortalRun(event_relay.RelayRun):
    """A run that dies where the receiver says so."""

    deaths: set[str] = set()

    def _write_result(self, endpoint, delivery, answer) -> bool:
        if delivery.event_id in self.deaths:
            self.deaths.discard(delivery.event_id)
            raise WorkerDied
        return super()._write_result(endpoint, delivery, answer)


@pytest.fixture
def complaints(world) -> list[Complaint]:
    return [world.complaint(at=now()) for _ in range(3)]


@pytest.mark.slow
@given(
    about=st.lists(st.integers(0, 2), min_size=1, max_size=8),
    outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=20),
    replays=st.booleans(),
)
@example(about=[0, 0, 1, 0], outcomes=["dies", 500, 410, "close", "dies", 307], replays=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_each_event_arrives_once_or_more_in_order(complaints, about, outcomes, replays):
    left = list(outcomes)

    def behave(got):
        outcome = left.pop(0) if left else 204
        if outcome == "dies":
            MortalRun.deaths.add(got.id)
            return 204
        return outcome

    with receiving(behave) as receiver, transaction.atomic():
        subjects = subjects_of(complaints, receiver)
        for which in about:
            write_event(EventKind.CLOSED, subjects[which], at=now())
            subjects[which].save()
        at = deliver_until_nothing_waits(now())
        if replays:
            replay_since(EventEndpoint.objects.get().pk, now() - timedelta(hours=1), at=at)
            deliver_until_nothing_waits(at)
        written = {row.event_id: row for row in EventDelivery.objects.all()}
        bodies = {(got.id, got.body.decode()) for got in receiver.got}
        transaction.set_rollback(True)
    assert all(row.sent_at for row in written.values())
    assert bodies == {(row.event_id, row.body) for row in written.values()}
    for subject in subjects:
        numbers = [got.data["data"]["number"] for got in receiver.got if got.data["data"]["etag"] == etag_of(subject)]
        falls = [(one, after) for one, after in pairwise(numbers) if after < one]
        assert len(falls) <= replays, numbers  # a replay begins anew, once
        assert all(after <= max(numbers[: at + 1]) + 1 for at, after in enumerate(numbers[1:])), numbers


def etag_of(subject: EventSubject) -> str:
    return subject.complaint.etag


def subjects_of(complaints, receiver) -> list[EventSubject]:
    """Let a partner follow the complaints."""
    client = partner_named().client
    set_address(client, receiver.url, at=now())
    return [
        EventSubject.objects.create(client=client, complaint=complaint, referred_at=now()) for complaint in complaints
    ]


def deliver_until_nothing_waits(at):
    """Let workers run, each two days after the last one, so that every rest and claim has ended. Return the time."""
    while EventDelivery.objects.waiting().exists():
        at += timedelta(days=2)
        resume_endpoint(EventEndpoint.objects.get().pk)
        with event_relay.ThreadPoolExecutor(4) as pool:
            try:
                MortalRun(at=at, pool=pool).work()
            except WorkerDied:
                continue
    return at
