"""Two officers submit a form in the same second, in real transactions: many pairs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from complaints.models import Complaint, Event
from complaints.rules.statuses import Status
from tests.depth import DEEP
from tests.desk.conftest import address
from tests.signing_in import sign_in
from tests.world import Person, build

PAIRS = 100 if DEEP else 30
BECOMES = {"mark": Status.MARKED, "reject": Status.REJECTED}
# What the operator and the head of the district submit. Each makes the other's form obsolete.
RACES = [("mark", "mark"), ("mark", "reject")]


@pytest.fixture
def committed(own_database):
    return build()


@dataclass
class Hand:
    """One officer's browser, in a thread with a connection of its own."""

    person: Person
    barrier: Barrier
    client: Client = field(default_factory=Client)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self):
        sign_in(self.client, self.person.officer)

    def sends(self, complaint: Complaint, move: str, words: str, **chosen):
        """Wait for the other thread, then post; the response comes later."""
        return self.thread.submit(self._send, f"{address(complaint)}{move}/", {"seen": 1, "words": words, **chosen})

    def _send(self, path: str, typed: dict) -> tuple[int, str]:
        self.barrier.wait(timeout=20)
        answer = self.client.post(path, typed)
        return answer.status_code, unescape(answer.content.decode())

    def rests(self):
        self.thread.submit(connections.close_all).result(timeout=20)
        self.thread.shutdown()


@pytest.fixture
def hands(committed):
    both = Barrier(2)
    pair = [Hand(committed.salma, both), Hand(committed.usman, both)]
    yield pair
    for hand in pair:
        hand.rests()


@pytest.mark.slow
def test_of_each_pair_one_succeeds_and_the_other_sees_what_happened(committed, hands):
    world = committed
    chosen = {"mark": {"to": world.bilal.posting.pk}, "reject": {"confirmed": "1"}}
    for number in range(PAIRS):
        complaint, moves = world.complaint("financial_crime", "09:00"), RACES[number % len(RACES)]
        words = [f"{hand.person.name} was here, {number}." for hand in hands]
        sent = [
            hand.sends(complaint, move, said, **chosen[move])
            for hand, move, said in zip(hands, moves, words, strict=True)
        ]
        answers = [future.result(timeout=60) for future in sent]
        assert sorted(status for status, _ in answers) == [302, 409], (number, moves, [s for s, _ in answers])
        won = 0 if answers[0][0] == 302 else 1
        page = answers[1 - won][1]
        assert "Someone else acted first. Nothing you entered was recorded." in page
        assert words[won] in page, "the other's act is not shown"
        assert words[1 - won] in page, "what was typed is lost"
        assert list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True)) == [
            *("registered", moves[won])
        ]
        assert Complaint.objects.unscoped("test").get(pk=complaint.pk).status == BECOMES[moves[won]]
