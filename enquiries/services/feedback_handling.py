"""Register feedback, answer it, and publish it in the CPO's own words."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from complaints.rules.statuses import Channel
from enquiries.models import Feedback
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.feedback_workflow import (
    ANSWERED_FEEDBACK_STATUSES,
    FEEDBACK_MOVES,
    LONGEST_FEEDBACK,
    FeedbackStatus,
    may_answer_feedback,
)
from enquiries.services import enquiry_notifications
from enquiries.services.enquiry_acts import record_feedback_act
from enquiries.services.randomly_numbered_rows import create_numbered_row
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from web import identity_numbers, text_cleaning


@transaction.atomic
def record_feedback(
    *, text: str, channel: Channel, at: datetime, phone: str = "", language: str = "ur", key: UUID | None = None
) -> Feedback:
    """Register feedback. `phone`: for a message about the answer, or "".

    A second call with the same `key` returns the first feedback. Raises Refused.
    """
    columns = {
        "text": _clean_feedback_text(text),
        "phone": _parse_phone_or_refuse(phone),
        "channel": channel,
        "language": language,
    }
    feedback, is_new = create_numbered_row(Feedback, key=key, at=at, **columns)
    if is_new:
        record_feedback_act(feedback, "received", by=None, at=at)
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
    def is_complete(self) -> bool:
        """Whether there is an answer in English and Urdu."""
        return bool(self.answer_en and self.answer_ur)

    @property
    def may_be_published(self) -> bool:
        """Whether answer and summary are complete in English and Urdu."""
        return self.is_complete and bool(self.said_en and self.said_ur)


@transaction.atomic
def move_feedback(
    *, feedback_id: int, name: str, answer: FeedbackAnswer, seen: int, by: Actor, at: datetime
) -> Feedback:
    """Make one move. `seen`: the version that the page showed. Raises NotPermitted, Overtaken, Refused."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    move = FEEDBACK_MOVES[name]
    if feedback.status not in move.sources:
        raise Overtaken(feedback.status)
    if move.needs_answer and not answer.is_complete:
        raise Refused(EnquiryRefusal.ANSWER_MISSING, "answer_en" if not answer.answer_en else "answer_ur")
    feedback.status = move.target.value
    if move.needs_answer:
        _set_answer(feedback, answer)
        feedback.answered_at = at
    elif feedback.status not in ANSWERED_FEEDBACK_STATUSES:
        feedback.published_at = None
    record_feedback_act(feedback, name, by=by, at=at)
    if move.needs_answer:
        enquiry_notifications.notify_of_feedback_answer(feedback, at=at)
    return feedback


@transaction.atomic
def publish_feedback(*, feedback_id: int, answer: FeedbackAnswer, seen: int, by: Actor, at: datetime) -> Feedback:
    """Publish feedback, or change the published text. Raises NotPermitted, Overtaken, Refused."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    if feedback.status not in ANSWERED_FEEDBACK_STATUSES:
        raise Overtaken(feedback.status)
    if not answer.may_be_published:
        missing = next(name for name in ("said_en", "said_ur", "answer_en", "answer_ur") if not getattr(answer, name))
        raise Refused(EnquiryRefusal.ANSWER_MISSING, missing)
    _set_answer(feedback, answer)
    feedback.published_at = feedback.published_at or at
    record_feedback_act(feedback, "publish", by=by, at=at)
    return feedback


@transaction.atomic
def unpublish_feedback(*, feedback_id: int, seen: int, by: Actor, at: datetime) -> Feedback:
    """Remove feedback from the public page. Raises NotPermitted, Overtaken."""
    feedback = _lock_for_answer(feedback_id, by=by, seen=seen)
    if feedback.published_at is None:
        raise Overtaken(feedback.status)
    feedback.published_at = None
    record_feedback_act(feedback, "unpublish", by=by, at=at)
    return feedback


def _lock_for_answer(feedback_id: int, *, by: Actor, seen: int) -> Feedback:
    if not may_answer_feedback(by.role, by.office_kind):
        raise NotPermitted("answer feedback")
    feedback = Feedback.objects.select_for_update().get(pk=feedback_id)
    if feedback.version != seen:
        raise Overtaken(FeedbackStatus(feedback.status))
    return feedback


def _set_answer(feedback: Feedback, answer: FeedbackAnswer) -> None:
    for name, words in asdict(answer).items():
        setattr(feedback, name, words)


def _clean_feedback_text(typed: str) -> str:
    try:
        words = text_cleaning.clean_text(typed)
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(EnquiryRefusal.TEXT_MISSING, "text") from unreadable
    if not words:
        raise Refused(EnquiryRefusal.TEXT_MISSING, "text")
    if len(words) > LONGEST_FEEDBACK:
        raise Refused(EnquiryRefusal.TEXT_TOO_LONG, "text")
    return words


def _parse_phone_or_refuse(typed: str) -> str:
    if not typed:
        return ""
    try:
        return identity_numbers.normalise_phone(typed)
    except identity_numbers.ImpossibleNumber as impossible:
        raise Refused(EnquiryRefusal.NO_PHONE, "phone") from impossible
