"""Make the moves of verifications."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from enquiries.models import Verification
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.verification_workflow import (
    ANSWERED_STATUSES,
    VERIFICATION_MOVES,
    RequestStatus,
    VerificationMover,
    may_handle_verifications,
)
from enquiries.services import enquiry_notifications
from enquiries.services.enquiry_acts import record_verification_act
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from web import text_cleaning


@transaction.atomic
def move_verification(
    *, verification_id: int, name: str, by: Actor | None, at: datetime, seen: int | None = None, words: str = ""
) -> Verification:
    """Make one move. `by`: None for a scheduled job. `seen`: the version that the page showed.

    Raises NotPermitted, Overtaken if somebody moved it first, Refused for a missing note.
    """
    verification = Verification.objects.select_for_update(of=("self",)).select_related("office").get(pk=verification_id)
    move = VERIFICATION_MOVES[name]
    if not _is_permitted(verification, move.by, by):
        raise NotPermitted(name)
    if (seen is not None and seen != verification.version) or verification.status not in move.sources:
        raise Overtaken(verification.status)
    _apply_status(verification, move.target, at=at)
    record_verification_act(verification, name, by=by, at=at, words=_clean_note(words, needed=move.needs_note))
    if move.target in ANSWERED_STATUSES:
        enquiry_notifications.notify_of_answer(verification, at=at)
    return verification


def _is_permitted(verification: Verification, mover: VerificationMover, actor: Actor | None) -> bool:
    if actor is None:
        return mover is VerificationMover.SYSTEM
    return mover is VerificationMover.CELL and may_handle_verifications(
        actor.role, actor.office_path, at_office=verification.office.path
    )


def _apply_status(verification: Verification, target: RequestStatus, *, at: datetime) -> None:
    verification.status = target.value
    if target in ANSWERED_STATUSES:
        verification.answer, verification.answered_at = target.value, at
    elif target is RequestStatus.WITH_RECORDS:
        verification.answer, verification.answered_at = "", None
    elif target is RequestStatus.CLOSED:
        verification.closed_at = at


def _clean_note(words: str, *, needed: bool) -> str:
    """Return the cleaned note. Raises Refused if it is missing or too long, text_cleaning.UnreadableText."""
    words = text_cleaning.clean_text(words)
    if needed and not words:
        raise Refused(EnquiryRefusal.WORDS_MISSING, "words")
    if len(words) > text_cleaning.LONGEST_TEXT:
        raise Refused(EnquiryRefusal.TEXT_TOO_LONG, "words")
    return words
