"""One-tap links: a signed link in a message that answers one question, opens nothing else, expires, and counts once.

The address is `/a/<token>/`. Nothing is stored: the event determines when the question was asked, and the complaint
whether it has been answered. The token is short, because an Urdu SMS of two parts has little room.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from citizen.services.voice_answers import VoiceNote, make_move_with_voice_note
from complaints.models import ActorKind, Complainant, Complaint, ContactClaim, Event
from complaints.queries.access_key_facts import load_event_of_one_tap_link
from complaints.rules.access_proofs import OpenedBy, Trust, trust_of_opening
from complaints.rules.actors import Citizen
from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.complainant import one_tap_links as rule
from complaints.rules.complainant.one_tap_links import InvalidToken, OneTapQuestionKind
from complaints.rules.statuses import FINAL, Ending, SolvedAnswer, Status
from complaints.rules.thresholds import CHANGE_ANSWER_WITHIN
from complaints.services import moves
from complaints.services.facts import trust_of_actor
from complaints.workflow.table import KINDS, refusal_for_missing_proof
from ledger import field_encryption

DOMAIN = "one_tap"


class QuestionState(StrEnum):
    """The state of a question."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"


@dataclass(frozen=True)
class SolvedAnswerResult:
    """The answer to “Is it solved?”. `code` is empty if nobody answered in time, or the complaint moved on.

    `change_until`: until when a “yes” may be changed. `lacks_words`: “no” or “partly”, still without an explanation.
    """

    code: str
    at: datetime
    change_until: datetime | None = None
    lacks_words: bool = False


@dataclass(frozen=True)
class OneTapQuestion:
    """The question of a link.

    `event`: the event that asks, with the posting whose officer claims the contact. `solved_answer`: the answer to “Is
    it solved?”.
    """

    act: OneTapQuestionKind
    event: Event
    state: QuestionState
    solved_answer: SolvedAnswerResult | None = None

    @property
    def may_name_matter(self) -> bool:
        """Return whether the page may name matter and report.

        It may not if other people who hold the phone must not learn of them.
        """
        return not (self.event.complaint.is_quiet or self.event.complaint.complainant.neutral)

    @property
    def is_about_message(self) -> bool:
        """Return whether the claimed contact is a message on the complaint's page. A reply there answers it."""
        return self.event.facts.get("how") == ContactWay.PORTAL

    @property
    def answers(self) -> dict[str, str]:
        """Return the possible answers, and the move of each."""
        answers = rule.MOVES_BY_ANSWER[self.act]
        return {"nobody": answers["nobody"]} if self.is_about_message else answers

    @property
    def needs_code(self) -> list[str]:
        """Return the answers that first need a code as proof of the phone or address."""
        trust = trust_of_opening(OpenedBy.MESSAGE, self.event.complaint.complainant.proofs)
        return [answer_code for answer_code, move in self.answers.items() if refusal_for_missing_proof(move, trust)]


def make_link_token(event_id: int, act: OneTapQuestionKind) -> str:
    """Return the token for this question about this event. It has about seventeen characters."""
    body = rule.encode_question(event_id, act)
    return body + _signatures(body)[0]


def make_link_token_for_message(event_id: int, act: OneTapQuestionKind) -> str:
    """Return the token for a message; empty if there is a secret word, because then the phone alone opens nothing."""
    has_word = Complainant.objects.filter(complaint__events=event_id).exclude(secret_hash="").exists()
    return "" if has_word else make_link_token(event_id, act)


def load_question(token: str, *, at: datetime) -> OneTapQuestion:
    """Return the link's question and its state. Two queries, and one for the explanation after “no” or “partly”.

    Raises InvalidToken for an invalid token, and for one from before a secret word was set or the number was changed.
    """
    event_id, act = _parse_token(token)
    event = load_event_of_one_tap_link(event_id)
    if event is None or KINDS[event.kind].one_tap_question is not act or not _is_still_valid(event):
        raise InvalidToken(token)
    state = _question_state(act, event, at=at)
    is_solved_answered = act is OneTapQuestionKind.CLOSE and state is QuestionState.ANSWERED
    return OneTapQuestion(act, event, state, _find_solved_answer(event, at=at) if is_solved_answered else None)


@transaction.atomic
def answer_question(token: str, answer_code: str, *, at: datetime, changes: bool = False) -> OneTapQuestion:
    """Store the answer if the question is still open. Return the question as it was before.

    `answer_code`: one of the question's answers (else KeyError). `changes`: it replaces a “yes” that the page showed.
    The complaint is locked first, so that only one of two simultaneous taps counts. Raises InvalidToken; Refused by the
    move's guard.
    """
    unlocked = load_question(token, at=at)
    move = unlocked.answers[answer_code]
    moves.lock_complaint(unlocked.event.complaint_id)
    current = load_question(token, at=at)
    may_change = changes and move == "object" and current.solved_answer and current.solved_answer.change_until
    if current.state is QuestionState.OPEN or may_change:
        complaint = current.event.complaint
        details = (
            {"answer": answer_code} if current.act is OneTapQuestionKind.ANSWER_CONTACT or move == "object" else {}
        )
        details |= {"changes": "yes"} if may_change else {}
        citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
        moves.make_move(complaint_id=complaint.pk, name=move, by=citizen, at=at, details=details)
    return current


@transaction.atomic
def add_missing_details(token: str, words: str, *, note: VoiceNote | None = None, at: datetime) -> bool:
    """Add an explanation, in words or as a voice note, to an objection that this link recorded; once, within 72 hours.

    Return whether it was stored. Raises InvalidToken; Refused for text that is too long; UnreadableText; for a voice
    note also FileRefused and StorageUnavailable.
    """
    unlocked = load_question(token, at=at)
    moves.lock_complaint(unlocked.event.complaint_id)
    current = load_question(token, at=at)
    if not (current.solved_answer and current.solved_answer.lacks_words):
        return False
    complaint = current.event.complaint
    citizen = Citizen(complaint.complainant_id, OpenedBy.MESSAGE)
    arguments = {"complaint_id": complaint.pk, "name": "add", "by": citizen, "at": at, "words": words}
    if note is None:
        moves.make_move(**arguments)
    else:
        is_officers_key = trust_of_actor(citizen, complaint) is Trust.OFFICERS_KEY
        make_move_with_voice_note(**arguments, note=note, by_officers_key=is_officers_key)
    return True


def _is_still_valid(event: Event) -> bool:
    """Return whether the event's message went to the present contact details, and there is no secret word.

    So a link that was sent to a mistyped number stops working when the number is corrected.
    """
    person = event.complaint.complainant
    return not person.has_secret and (person.reached_since is None or event.at >= person.reached_since)


def _parse_token(token: str) -> tuple[int, OneTapQuestionKind]:
    body, signature = token[: -rule.SIGNATURE_LENGTH], token[-rule.SIGNATURE_LENGTH :]
    if not any(hmac.compare_digest(valid.encode(), signature.encode()) for valid in _signatures(body)):
        raise InvalidToken(token)
    return rule.decode_question(body)


def _signatures(body: str) -> list[str]:
    """Return the signatures with the present index key and with earlier ones, for links that were already sent."""
    numbers = [
        int.from_bytes(mark, "big")
        for mark in field_encryption.all_index_values(field_encryption.blind_index(DOMAIN, body))
    ]
    return [rule.to_base62(number % 62**rule.SIGNATURE_LENGTH).rjust(rule.SIGNATURE_LENGTH, "0") for number in numbers]


def _question_state(act: OneTapQuestionKind, event: Event, *, at: datetime) -> QuestionState:
    if not _IS_UNANSWERED[act](event, event.complaint):
        return QuestionState.ANSWERED
    return QuestionState.OPEN if at < event.at + rule.LINK_LIFETIMES[act] else QuestionState.EXPIRED


def _find_solved_answer(event: Event, *, at: datetime) -> SolvedAnswerResult | None:
    """Return how the resolution of that event was answered, from later events. Two queries at most."""
    kinds = {"close", "object"}
    later = list(
        Event.objects.filter(complaint=event.complaint_id, kind__in=kinds, seq__gt=event.seq).order_by("seq")[:2]
    )
    if not later:
        return None
    last = later[0]
    if last.kind == "close" and len(later) > 1 and later[1].facts.get("changes"):
        last = later[1]
    if last.kind == "close":
        return _closing_answer(last, event.complaint, at=at)
    answer_code = last.facts.get("answer", SolvedAnswer.NO)
    is_recent = event.complaint.status not in FINAL and at < last.at + rule.TEXT_ACCEPTED_FOR
    return SolvedAnswerResult(answer_code, last.at, lacks_words=is_recent and is_without_details(last))


def _closing_answer(event: Event, complaint: Complaint, *, at: datetime) -> SolvedAnswerResult:
    if event.actor_kind != ActorKind.CITIZEN:
        return SolvedAnswerResult("", event.at)
    until = event.at + CHANGE_ANSWER_WITHIN
    may_change = complaint.ending == Ending.CONFIRMED and complaint.closed_at == event.at and at < until
    return SolvedAnswerResult(SolvedAnswer.YES, event.at, change_until=until if may_change else None)


def is_without_details(objection: Event) -> bool:
    """Return whether an objection has no explanation, not even a later one. One query."""
    has_words = Q(seq=objection.seq, words__isnull=False) | Q(seq__gt=objection.seq, kind="add")
    return not Event.objects.filter(has_words, complaint=objection.complaint_id).exists()


def _is_contact_unanswered(event: Event, complaint: Complaint) -> bool:
    """Return whether this claim has no answer yet. A later claim is another question."""
    return ContactClaim.objects.filter(complaint=complaint, answered_at=None, claimed_at=event.at).exists()


def _is_resolution_unanswered(event: Event, complaint: Complaint) -> bool:
    """Return whether the resolution by this event is neither closed nor objected to nor withdrawn."""
    return complaint.status == Status.RESOLVED and complaint.resolved_at == event.at


def _is_aftercare_unanswered(event: Event, complaint: Complaint) -> bool:
    """Return whether the aftercare question of this event has no answer yet."""
    answers = Event.objects.filter(
        complaint=complaint, seq__gt=event.seq, kind__in=rule.MOVES_BY_ANSWER[OneTapQuestionKind.AFTERCARE].values()
    )
    return complaint.status == Status.CLOSED and not answers.exists()


_IS_UNANSWERED = {
    OneTapQuestionKind.ANSWER_CONTACT: _is_contact_unanswered,
    OneTapQuestionKind.CLOSE: _is_resolution_unanswered,
    OneTapQuestionKind.AFTERCARE: _is_aftercare_unanswered,
}
