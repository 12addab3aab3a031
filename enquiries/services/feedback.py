"""Register feedback, answer it, and publish it in the CPO's own words."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.statuses import Channel
from enquiries.models import Feedback
from enquiries.rules.feedback import ANSWERED, LONGEST, MOVES, Status, may_answer
from enquiries.rules.refusals import Refusal
from enquiries.services import notifications
from enquiries.services.acts import note_feedback
from enquiries.services.numbered_rows import numbered
from ledger.exceptions import NotPermitted, Overtaken, Refused
from web import identity_numbers, text


@transaction.atomic
def take_feedback(
    *, text: str, channel: Channel, at: datetime, phone: str = "", language: str = "ur", key: UUID | None = None
) -> Feedback:
    """Register feedback. `phone`: for a message about the answer, or "".

    A second call with the same `key` returns the first feedback. Raises Refused.
    """
    columns = {"text": _clean_text(text), "phone": _parse_phone(phone), "channel": channel, "language": language}
    feedback, is_new = numbered(Feedback, key=key, at=at, **columns)
    if is_new:
        note_feedback(feedback, "received", by=None, at=at)
    return feedback


@dataclass(frozen=True)
class FeedbackAnswer:
    """The answer to feedback, and its summary for publication (`said`), in both languages.

    Roman Urdu is for the chat, which uses the English text if it is empty.
    """

    said_en: str = ""
    said_ur: str = ""
    answer_en: str = ""
    answer_ur: str = ""
    said_roman: str = ""
    answer_roman: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is an answer in English and Urdu."""
        return bool(self.answer_en and self.answer_ur)

    @property
    def may_be_published(self) -> bool:
        """Whether answer and summary are complete in English and Urdu."""
        return self.is_whole and bool(self.said_en and self.said_ur)


@transaction.atomic
def move_feedback(
    *, feedback_id: int, name: str, answer: FeedbackAnswer, seen: int, by: Actor, at: datetime
) -> Feedback:
    """Make one move. `seen`: the version that the page showed. Raises NotPermitted, Overtaken, Refused."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    move = MOVES[name]
    if feedback.status not in move.sources:
        raise Overtaken(feedback.status)
    if move.answer and not answer.is_whole:
        raise Refused(Refusal.ANSWER_MISSING, "answer_en" if not answer.answer_en else "answer_ur")
    feedback.status = move.target.value
    if move.answer:
        _set_answer(feedback, answer)
        feedback.answered_at = at
    elif feedback.status not in ANSWERED:
        feedback.published_at = None
    note_feedback(feedback, name, by=by, at=at)
    if move.answer:
        notifications.feedback_answered(feedback, at=at)
    return feedback


@transaction.atomic
def publish(*, feedback_id: int, answer: FeedbackAnswer, seen: int, by: Actor, at: datetime) -> Feedback:
    """Publish feedback, or change the published text. Raises NotPermitted, Overtaken, Refused."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    if feedback.status not in ANSWERED:
        raise Overtaken(feedback.status)
    if not answer.may_be_published:
        missing = next(name for name in ("said_en", "said_ur", "answer_en", "answer_ur") if not getattr(answer, name))
        raise Refused(Refusal.ANSWER_MISSING, missing)
    _set_answer(feedback, answer)
    feedback.published_at = feedback.published_at or at
    note_feedback(feedback, "publish", by=by, at=at)
    return feedback


@transaction.atomic
def unpublish(*, feedback_id: int, seen: int, by: Actor, at: datetime) -> Feedback:
    """Remove feedback from the public page. Raises NotPermitted, Overtaken."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    if feedback.published_at is None:
        raise Overtaken(feedback.status)
    feedback.published_at = None
    note_feedback(feedback, "unpublish", by=by, at=at)
    return feedback


def _lock_for_answer(feedback_id: int, *, by: Actor, seen: int) -> Feedback:
    if not may_answer(by.role, by.office_kind):
        raise NotPermitted("answer feedback")
    feedback = Feedback.objects.select_for_update().get(pk=feedback_id)
    if feedback.version != seen:
        raise Overtaken(Status(feedback.status))
    return feedback


def _set_answer(feedback: Feedback, answer: FeedbackAnswer) -> None:
    for name, words in asdict(answer).items():
        setattr(feedback, name, words)


def _clean_text(typed: str) -> str:
    try:
        words = text.clean(typed)
    except text.Unreadable as unreadable:
        raise Refused(Refusal.TEXT_MISSING, "text") from unreadable
    if not words:
        raise Refused(Refusal.TEXT_MISSING, "text")
    if len(words) > LONGEST:
        raise Refused(Refusal.TEXT_TOO_LONG, "text")
    return words


def _parse_phone(typed: str) -> str:
    if not typed:
        return ""
    try:
        return identity_numbers.phone(typed)
    except identity_numbers.Impossible as impossible:
        raise Refused(Refusal.NO_PHONE, "phone") from impossible
