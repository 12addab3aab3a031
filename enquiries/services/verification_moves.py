"""Make the moves of verifications."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from enquiries.models import Verification
from enquiries.rules.refusals import Refusal
from enquiries.rules.verification import ANSWERED, MOVES, By, Status, may_work
from enquiries.services import notifications
from enquiries.services.acts import note
from ledger.exceptions import NotPermitted, Overtaken, Refused
from web import text


@transaction.atomic
def move_verification(
    *, verification_id: int, name: str, by: Actor | None, at: datetime, seen: int | None = None, words: str = ""
) -> Verification:
    """Make one move. `by`: None for a scheduled job. `seen`: the version that the page showed.

    Raises NotPermitted, Overtaken if somebody moved it first, Refused for a missing note.
    """
    verification = Verification.objects.select_for_update(of=("self",)).select_related("office").get(pk=verification_id)
    move = MOVES[name]
    if not _is_permitted(verification, move.by, by):
        raise NotPermitted(name)
    if (seen is not None and seen != verification.version) or verification.status not in move.sources:
        raise Overtaken(verification.status)
    _apply_status(verification, move.target, at=at)
    note(verification, name, by=by, at=at, words=_clean_note(words, needed=move.words))
    if move.target in ANSWERED:
        notifications.answered(verification, at=at)
    return verification


def _is_permitted(verification: Verification, mover: By, actor: Actor | None) -> bool:
    if actor is None:
        return mover is By.SYSTEM
    return mover is By.CELL and may_work(actor.role, actor.office_path, at_office=verification.office.path)


def _apply_status(verification: Verification, target: Status, *, at: datetime) -> None:
    verification.status = target.value
    if target in ANSWERED:
        verification.answer, verification.answered_at = target.value, at
    elif target is Status.WITH_RECORDS:
        verification.answer, verification.answered_at = "", None
    elif target is Status.CLOSED:
        verification.closed_at = at


def _clean_note(words: str, *, needed: bool) -> str:
    """Return the cleaned note. Raises Refused if it is needed and missing, or too long; text.Unreadable."""
    words = text.clean(words)
    if needed and not words:
        raise Refused(Refusal.WORDS_MISSING, "words")
    if len(words) > text.LONGEST:
        raise Refused(Refusal.TEXT_TOO_LONG, "words")
    return words
