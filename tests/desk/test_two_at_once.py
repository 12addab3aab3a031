"""Two officers send a form at the same moment, in real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from complaints.models import Complaint, Event
from complaints.rules.statuses import Status
from tests.desk.conftest import address
from tests.signing_in import sign_in
from tests.world import build


@pytest.fixture
def committed(own_database):
    return build()


def send(barrier: Barrier, person, complaint, **typed):
    """One officer's browser, in a thread of its own; the answer's status and page."""
    client = Client()
    sign_in(client, person.officer)
    client.get(address(complaint))
    barrier.wait(timeout=20)
    answer = client.post(f"{address(complaint)}mark/", {"seen": 1, **typed})
    connections.close_all()
    return answer.status_code, answer.content.decode()


def test_one_of_two_succeeds_and_the_other_sees_both_versions(committed):
    world = committed
    complaint = world.complaint("financial_crime", "09:00")
    barrier = Barrier(2)
    notes = {"salma": ("bilal", "Salma's note."), "usman": ("dania", "Usman's note.")}
    with ThreadPoolExecutor(2) as threads:
        sent = {
            name: threads.submit(
                send, barrier, world.people[name], complaint, to=world.people[to].posting.pk, words=words
            )
            for name, (to, words) in notes.items()
        }
        answers = {name: future.result(timeout=60) for name, future in sent.items()}
    assert sorted(status for status, _ in answers.values()) == [302, 409]
    loser = next(name for name, (status, _) in answers.items() if status == 409)
    page = answers[loser][1].replace("&#x27;", "'")
    assert "Salma's note." in page
    assert "Usman's note." in page
    assert Event.objects.filter(complaint=complaint, kind="mark").count() == 1
    assert Complaint.objects.for_service().get(pk=complaint.pk).status == Status.MARKED
