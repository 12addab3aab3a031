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
from django.db.models import Q

from complaints.models import ActorKind, Complainant, Complaint, ContactClaim, Event
from complaints.queries.access_keys import asking
from complaints.rules import one_tap as rule
from complaints.rules.calls.contact_ways import Way
from complaints.rules.one_tap import Act, NoToken
from complaints.rules.opened_by import OpenedBy, trust_in
from complaints.rules.parties import Citizen
from complaints.rules.statuses import FINAL, Ending, Solved, Status
from complaints.rules.thresholds import CHANGE_WITHIN
from complaints.services import moves
from complaints.workflow.table import KINDS, refusal_for_proof
from ledger import crypto

DOMAIN = "one_tap"


class Stands(StrEnum):
    """How a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Answered:
    """How "Is it solved?" was answered: `said` is empty where nobody did in time, or the complaint moved on.

    `change_until`: until when a "yes" may be changed. `lacks_words`: "no" or "partly", and nobody has said yet what is
    missing.
    """

    said: str
    at: datetime
    change_until: datetime | None = None
    lacks_words: bool = False


@dataclass(frozen=True)
class Question:
    """What a link asks. `event`: with the posting whose officer claims the contact. `answered`: of an answered "Is it
    solved?"."""

    act: Act
    event: Event
    stands: Stands
    answered: Answered | None = None

    @property
    def tells_the_matter(self) -> bool:
        """Return whether the page may name matter and report; not if others who hold the phone must learn nothing."""
        return not (self.event.complaint.is_quiet or self.event.complaint.complainant.neutral)

    @property
    def is_of_a_message(self) -> bool:
        """The contact that is claimed is a message on the complaint's page: what is written there answers it."""
        return json.loads(self.event.body)["facts"].get("how") == Way.PORTAL

    @property
    def answers(self) -> dict[str, str]:
        """What may be said to it, and which move that is."""
        answers = rule.ANSWERS[self.act]
        return {"nobody": answers["nobody"]} if self.is_of_a_message else answers

    @property
    def needs_code(self) -> list[str]:
        """Which of the answers can only be given once a code has shown whose phone or address it is."""
        trust = trust_in(OpenedBy.MESSAGE, self.event.complaint.complainant.proofs)
        return [said for said, move in self.answers.items() if refusal_for_proof(move, trust)]


def token(event_id: int, act: Act) -> str:
    """The token that asks this question about this event: about seventeen characters."""
    asked = rule.asked(event_id, act)
    return asked + _signatures(asked)[0]


def token_for(event_id: int, act: Act) -> str:
    """The token for a message; empty where the complainant has a secret word, and the telephone alone opens nothing."""
    has_word = Complainant.objects.filter(complaint__events=event_id).exclude(secret_hash="").exists()
    return "" if has_word else token(event_id, act)


def question(token: str, *, at: datetime) -> Question:
    """What the link asks, and how that stands. Two queries; one more for what is missing after "no" or "partly".

    Raises NoToken for whatever is none of ours, or is none any more: since a secret word was set,
    or the number to which it went was changed.
    """
    event_id, act = _read(token)
    event = asking(event_id)
    if event is None or KINDS[event.kind].asks is not act or not _still_asks(event):
        raise NoToken(token)
    stands = _stands(act, event, at=at)
    is_answered = act is Act.CLOSE and stands is Stands.ANSWERED
    return Question(act, event, stands, _answered(event, at=at) if is_answered else None)


@transaction.atomic
def answer(token: str, said: str, *, at: datetime, changes: bool = False) -> Question:
    """Take the answer, if the question is still open; as it stood before. Raises NoToken; Refused by the move's guard.

    `said`: one of the question's answers; KeyError for anything else. `changes`: it takes back a "yes" that was seen.
    The complaint is locked first, so that of two taps at once one counts.
    """
    first = question(token, at=at)
    move = first.answers[said]
    moves.lock(first.event.complaint_id)
    asked = question(token, at=at)
    may_change = changes and move == "object" and asked.answered and asked.answered.change_until
    if asked.stands is Stands.OPEN or may_change:
        complaint = asked.event.complaint
        details = {"answer": said} if asked.act is Act.ANSWER_CONTACT or move == "object" else {}
        details |= {"changes": "yes"} if may_change else {}
        citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
        moves.make_move(complaint_id=complaint.pk, name=move, by=citizen, at=at, details=details)
    return asked


@transaction.atomic
def say_what_is_missing(token: str, words: str, *, at: datetime) -> bool:
    """Add to an objection that this link recorded what is not solved; whether it was taken. Once, and for 72 hours.

    Raises NoToken; Refused for words that are too long; text.Unreadable.
    """
    first = question(token, at=at)
    moves.lock(first.event.complaint_id)
    asked = question(token, at=at)
    if not (asked.answered and asked.answered.lacks_words):
        return False
    complaint = asked.event.complaint
    citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
    moves.make_move(complaint_id=complaint.pk, name="add", by=citizen, at=at, words=words)
    return True


def _still_asks(event: Event) -> bool:
    """Whether its message went to where messages go now, and no secret word was set: a mistyped number, once put right,
    answers nothing any more."""
    person = event.complaint.complainant
    return not person.has_secret and (person.reached_since is None or event.at >= person.reached_since)


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


def _answered(event: Event, *, at: datetime) -> Answered | None:
    """How the resolution of that event was answered, by the events after it. Two queries at most."""
    kinds = {"close", "object"}
    later = list(
        Event.objects.filter(complaint=event.complaint_id, kind__in=kinds, seq__gt=event.seq).order_by("seq")[:2]
    )
    if not later:
        return None
    last = later[0]
    if last.kind == "close" and len(later) > 1 and json.loads(later[1].body)["facts"].get("changes"):
        last = later[1]
    if last.kind == "close":
        return _closed(last, event.complaint, at=at)
    said = json.loads(last.body)["facts"].get("answer", Solved.NO)
    is_new = event.complaint.status not in FINAL and at < last.at + rule.WORDS_WITHIN
    return Answered(said, last.at, lacks_words=is_new and lacks_words(last))


def _closed(event: Event, complaint: Complaint, *, at: datetime) -> Answered:
    if event.actor_kind != ActorKind.CITIZEN:
        return Answered("", event.at)
    until = event.at + CHANGE_WITHIN
    may_change = complaint.ending == Ending.CONFIRMED and complaint.closed_at == event.at and at < until
    return Answered(Solved.YES, event.at, change_until=until if may_change else None)


def lacks_words(objection: Event) -> bool:
    """Whether nothing was said with an objection, nor added since. One query."""
    said = Q(seq=objection.seq, words__isnull=False) | Q(seq__gt=objection.seq, kind="add")
    return not Event.objects.filter(said, complaint=objection.complaint_id).exists()


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
