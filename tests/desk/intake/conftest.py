"""Operators who register complaints: fill in the form, read it back, and register."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import time_machine

from complaints.models import Complaint, Draft
from tests.desk.conftest import Seat
from tests.world import clock

INTAKE = "/desk/intake/"
BIBI = {
    "channel": "counter",
    "kind": "Theft or damage to property",
    "district": "lahore",
    "station": "gulberg",
    "text": "Two men took my buffalo at night from the shed.",
    "landmark": "behind the old mill",
    "keep_from": "no",
    "reach": "key",
    "language": "ur",
    "name": "Bashiran Bibi",
    "behalf": "self",
    "safe_from": "",
    "safe_until": "",
}


@dataclass
class Desk:
    """An operator with one draft."""

    seat: Seat
    key: UUID

    def types(self, at="10:00", **typed):
        return self.sends("", at, **(BIBI | typed))

    def reads_back(self, at="10:05"):
        return self.seat.get(f"{INTAKE}{self.key}/check/", at)

    def agrees(self, at="10:06", **typed):
        return self.sends("check/", at, **({"agreed": "self"} | typed))

    def hands_over(self, at="10:07", **typed):
        return self.sends("done/", at, **typed)

    def sends(self, page: str, at: str, **typed):
        with time_machine.travel(clock(at), tick=False):
            return self.seat.client.post(f"{INTAKE}{self.key}/{page}", typed)

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.key)

    @property
    def complaint(self) -> Complaint:
        return Complaint.objects.unscoped("test").get(draft=self.key)


@pytest.fixture
def desk(seat):
    """Return a function: `desk(world.salma)` is Salma at her counter, with an empty form."""
    return lambda person: Desk(seat(person), uuid4())


def text(answer) -> str:
    return answer.content.decode()
