"""Ayesha's chat with the operators of a complaint cell."""

from dataclasses import dataclass

import pytest

from tests.desk.conftest import seat
from tests.whatsapp.conftest import phone, service, simulator
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import tap_id, words
from tests.world import Person, World, clock
from whatsapp.models import Chat, Handover, HandoverLine
from whatsapp.services import handover_operator

__all__ = ["phone", "seat", "service", "simulator"]

FILING = ("Salam", "2", "1", "2", "Lahore", "My bicycle was stolen.")
"""Ayesha is asked who must not see her complaint about a theft in Lahore."""


@dataclass
class Talk:
    """Ayesha's phone, and the operators who answer her."""

    world: World
    phone: Phone

    def writes(self, *texts: str) -> str:
        """Write these texts and return the replies to the last one."""
        for text in texts:
            self.phone.last = self.phone.writes(text)
        return said(self.phone.last)

    def taps(self, title: str) -> str:
        self.phone.last = self.phone.taps(tap_id(self.phone.last, title))
        return said(self.phone.last)

    def gets(self) -> str:
        """Return what was queued for her since."""
        self.phone.last = self.phone.answers()
        return said(self.phone.last)

    def does(self, act: str, by: Person, at: str = "", **more):
        at = clock(at) if at else self.phone.at
        return getattr(handover_operator, act)(handover_id=self.handover.pk, by=by.actor, at=at, **more)

    @property
    def handover(self) -> Handover:
        return Handover.objects.select_related("office", "holder__officer").latest("pk")

    @property
    def chat(self) -> Chat:
        return Chat.objects.latest("pk")

    def log(self, *kinds: str) -> list[str]:
        """Return the kinds of the log's entries, or the texts of those of these kinds, without FILING's account."""
        lines = HandoverLine.objects.filter(handover=self.handover).order_by("pk")
        lines = [line for line in lines if line.text != FILING[-1]]
        return [line.text for line in lines if line.kind in kinds] if kinds else [line.kind for line in lines]


def said(answers: list[dict]) -> str:
    return "\n".join(words(answer) for answer in answers)


@pytest.fixture
def talk(world, phone) -> Talk:
    return Talk(world, phone)


def sees(person: Person, handover: Handover, at: str | None = None) -> bool:
    """Return whether this officer finds the chat in their inbox."""
    moment = clock(at) if at else handover.began_at
    return Handover.objects.visible_to(person.actor, at=moment).filter(pk=handover.pk).exists()
