"""How a verification goes on: one arrow of the table at a time."""

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
    """Take one move; `by` None is the clock. `seen`: the version that the page showed.

    Raises NotPermitted where it is not theirs, Overtaken where somebody was first, Refused for missing words.
    """
    verification = Verification.objects.select_for_update(of=("self",)).select_related("office").get(pk=verification_id)
    move = MOVES[name]
    if not _may(verification, move.by, by):
        raise NotPermitted(name)
    if (seen is not None and seen != verification.version) or verification.status not in move.sources:
        raise Overtaken(verification.status)
    _follow(verification, move.target, at=at)
    note(verification, name, by=by, at=at, words=_words(words, needed=move.words))
    if move.target in ANSWERED:
        notifications.answered(verification, at=at)
    return verification


def _may(verification: Verification, whose: By, actor: Actor | None) -> bool:
    if actor is None:
        return whose is By.SYSTEM
    return whose is By.CELL and may_work(actor.role, actor.office_path, at_office=verification.office.path)


def _follow(verification: Verification, target: Status, *, at: datetime) -> None:
    verification.status = target.value
    if target in ANSWERED:
        verification.answer, verification.answered_at = target.value, at
    elif target is Status.WITH_RECORDS:
        verification.answer, verification.answered_at = "", None
    elif target is Status.CLOSED:
        verification.closed_at = at


def _words(words: str, *, needed: bool) -> str:
    """Raises Refused where they are needed and missing, or too long; text.Unreadable."""
    words = text.clean(words)
    if needed and not words:
        raise Refused(Refusal.WORDS_MISSING, "words")
    if len(words) > text.LONGEST:
        raise Refused(Refusal.TEXT_TOO_LONG, "words")
    return words
