"""Officers of tests.world at their desks, at a moment that the test names."""

import re
from dataclasses import dataclass
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from complaints.models import Complaint
from tests.signing_in import for_days, sign_in
from tests.world import Person, clock

DESK = "/desk/"
OFFICE = "/desk/office/"
LINK = re.compile(r'href="/desk/complaints/(\d{12})/(?:\?as=\d+)?"')
OFFERED = re.compile(r'<form method="post" action="/desk/complaints/\d{12}/(\w+)/(?:\?as=\d+)?"')
NAMED = re.compile(r'data-move="(\w+)"')


@dataclass
class Seat:
    """An officer at the desk. `get` and `post` return the portal's response at the given moment."""

    client: Client
    person: Person

    def get(self, path: str, at: str, **data):
        with time_machine.travel(clock(at), tick=False):
            return self.client.get(path, data)

    def opens(self, complaint: Complaint, at: str):
        return self.get(address(complaint), at)

    def posts(self, complaint: Complaint, move: str, at: str, *, seen: int | None = None, **typed):
        """Submit a move's form as the page at that moment shows it, and confirm its preview, if it has one.

        `seen`: the history length of an older page.
        """
        return self.previews(complaint, move, at, seen=seen, confirmed="1", **typed)

    def previews(self, complaint: Complaint, move: str, at: str, *, seen: int | None = None, **typed):
        """Submit a move's form once. A move with a preview is not made yet."""
        if seen is None:
            seen = Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq
        typed["seen"] = seen
        with time_machine.travel(clock(at), tick=False):
            return self.client.post(f"{address(complaint)}{move}/", typed)

    def sends(self, path: str, at: str, **typed):
        """Submit a form of the desk that is not a move."""
        with time_machine.travel(clock(at), tick=False):
            return self.client.post(path, typed)


@pytest.fixture
def seat(world, settings, monkeypatch):
    """Return a function: `seat(world.dania)` is Dania, signed in for the whole test.

    `at`: the moment at which she signs in, for a test that opens its pages at another time than that of the story.
    """
    settings.SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
    for_days(monkeypatch)

    def sit(person: Person, *, at: str | datetime = "00:30") -> Seat:
        client = Client()
        with time_machine.travel(clock(at), tick=False):
            sign_in(client, person.officer)
        return Seat(client, person)

    return sit


def address(complaint: Complaint) -> str:
    return f"/desk/complaints/{complaint.etag}/"


def etags(answer) -> list[str]:
    """Return the E-tags of a queue, in the order in which they are shown."""
    return LINK.findall(answer.content.decode())


def offered(answer) -> set[str]:
    """Return the moves that the page shows, with a form or with the reason of the refusal."""
    return set(NAMED.findall(answer.content.decode()))


def forms(answer) -> set[str]:
    """Return the moves that have a form."""
    return set(OFFERED.findall(answer.content.decode()))
