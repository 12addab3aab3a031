"""A link in a message that asks one question: it is signed, opens nothing else, expires, and counts once.

`/a/<token>/`. Nothing is stored: the event says when it was asked, and the complaint whether it has been answered. The
token is short, because an Urdu SMS of two parts has room for little.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from complaints import crypto
from complaints.models import Complainant, Complaint, ContactClaim, Event
from complaints.queries.keys import asking
from complaints.rules import one_tap as rule
from complaints.rules.contacting import Way
from complaints.rules.one_tap import Act, NoToken
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Status
from complaints.services import moves

DOMAIN = "one_tap"


class Stands(StrEnum):
    """How a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Question:
    """What a link asks. `event`: with the posting whose officer claims the contact."""

    act: Act
    event: Event
    stands: Stands

    @property
    def is_of_a_message(self) -> bool:
        """The contact that is claimed is a message on the complaint's page: what is written there answers it."""
        return json.loads(self.event.body)["facts"].get("how") == Way.PORTAL

    @property
    def answers(self) -> dict[str, str]:
        """What may be said to it, and which move that is."""
        answers = rule.ANSWERS[self.act]
        return {"nobody": answers["nobody"]} if self.is_of_a_message else answers


def token(event_id: int, act: Act) -> str:
    """The token that asks this question about this event: about seventeen characters."""
    asked = rule.asked(event_id, act)
    return asked + _signatures(asked)[0]


def token_for(event_id: int, act: Act) -> str:
    """The token for a message; empty where the complainant has a secret word, and the telephone alone opens nothing."""
    has_word = Complainant.objects.filter(complaint__events=event_id).exclude(secret_hash="").exists()
    return "" if has_word else token(event_id, act)


def question(token: str, *, at: datetime) -> Question:
    """What the link asks, and how that stands. Two queries.

    Raises NoToken for whatever is none of ours, or is none any more: since a secret word was set, it opens nothing.
    """
    event_id, act = _read(token)
    event = asking(event_id)
    if event is None or event.kind not in rule.ASKED_BY[act] or event.complaint.complainant.has_secret:
        raise NoToken(token)
    return Question(act, event, _stands(act, event, at=at))


@transaction.atomic
def answer(token: str, said: str, *, at: datetime) -> Question:
    """Take the answer, if the question is still open; as it stood before. Raises NoToken; Refused by the move's guard.

    `said`: one of the question's answers; KeyError for anything else. The complaint is locked first, so that of two
    taps at once one counts.
    """
    first = question(token, at=at)
    move = first.answers[said]
    moves.lock(first.event.complaint_id)
    asked = question(token, at=at)
    if asked.stands is Stands.OPEN:
        complaint = asked.event.complaint
        details = {"answer": said} if asked.act is Act.ANSWER_CONTACT else {}
        citizen = Citizen(complaint.complainant_id)
        moves.make_move(complaint_id=complaint.pk, name=move, by=citizen, at=at, details=details)
    return asked


def _read(token: str) -> tuple[int, Act]:
    asked, signature = token[: -rule.SIGNATURE], token[-rule.SIGNATURE :]
    if not any(hmac.compare_digest(one.encode(), signature.encode()) for one in _signatures(asked)):
        raise NoToken(token)
    return rule.read(asked)


def _signatures(asked: str) -> list[str]:
    """Under the index key, and under those before it: links that are out already."""
    numbers = [int.from_bytes(mark, "big") for mark in crypto.all_marks(crypto.blind_index(DOMAIN, asked))]
    return [rule.in_62(number % 62**rule.SIGNATURE).rjust(rule.SIGNATURE, "0") for number in numbers]


def _stands(act: Act, event: Event, *, at: datetime) -> Stands:
    if not _IS_OPEN[act](event, event.complaint):
        return Stands.ANSWERED
    return Stands.OPEN if at < event.at + rule.LIVES[act] else Stands.EXPIRED


def _waits_for_contact(event: Event, complaint: Complaint) -> bool:
    """Until that very claim has an answer: a later one is another question."""
    return ContactClaim.objects.filter(complaint=complaint, answered_at=None, claimed_at=event.at).exists()


def _waits_for_the_last_word(event: Event, complaint: Complaint) -> bool:
    """Until the resolution that this event brought is closed, objected to or gone."""
    return complaint.status == Status.RESOLVED and complaint.resolved_at == event.at


def _waits_to_be_well(event: Event, complaint: Complaint) -> bool:
    """Until it is answered, one way or the other."""
    answers = Event.objects.filter(
        complaint=complaint, seq__gt=event.seq, kind__in=rule.ANSWERS[Act.AFTERCARE].values()
    )
    return complaint.status == Status.CLOSED and not answers.exists()


_IS_OPEN = {
    Act.ANSWER_CONTACT: _waits_for_contact,
    Act.CLOSE: _waits_for_the_last_word,
    Act.AFTERCARE: _waits_to_be_well,
}
