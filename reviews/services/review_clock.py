"""The review's own clock: silence, late decisions, what can be closed. Every few minutes, harmless to repeat."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from complaints.rules.parties import SYSTEM
from reviews.models import Review
from reviews.rules import Stage
from reviews.rules.stages import TOLD_EVERY, UNDECIDED
from reviews.services import attachments, decision_office, decisions, hearing_calls, notifications
from reviews.services.history import ReviewStep, locked, take

BATCH = 500


def mind_reviews(*, at: datetime) -> int:
    """Do what is due in every review whose time has come. Returns how many were due."""
    attachments.scan_the_unseen(at=at)
    due = Review.objects.open().filter(next_at__lte=at).order_by("next_at")
    ids = list(due.values_list("pk", "status")[:BATCH])
    hearing_calls.record_silence(_of(ids, {Stage.CALLED}), at=at)
    for review_id in _of(ids, UNDECIDED):
        _hurry(review_id, at=at)
    for review_id in _of(ids, {Stage.DECIDED, Stage.DECIDED_FINALLY}):
        _close(review_id, at=at)
    return len(ids)


def _of(rows: Iterable[tuple[int, str]], stages) -> list[int]:
    return [pk for pk, status in rows if status in stages]


@transaction.atomic
def _hurry(review_id: int, *, at: datetime) -> None:
    """A late decision: the next authority is told, each week; where nobody may decide any more, the case is passed up.

    An escalation tells; it takes the case from nobody.
    """
    review = locked(review_id)
    if review.status not in UNDECIDED or review.next_at is None or review.next_at > at:
        return
    if review.seat_id and not decision_office.has_somebody(review, at=at):
        hearing_calls.pass_up(review, at=at)
        notifications.tell_the_deciders(review, at=at)
        return
    above = decision_office.next_seat(review, at=at)
    facts = {"told": {"authority": above["authority"], "seat": above["seat"] and above["seat"].pk}}
    take(review, ReviewStep("escalate", columns={"next_at": at + TOLD_EVERY}, facts=facts), by=SYSTEM, at=at)
    notifications.tell_above(review, above, at=at)


@transaction.atomic
def _close(review_id: int, *, at: datetime) -> None:
    """Whose appeal did not come. A referral waits on for its order, and is looked at again in a week."""
    review = locked(review_id)
    if review.status in {Stage.DECIDED, Stage.DECIDED_FINALLY} and not decisions.close(review, at=at):
        review.next_at = at + TOLD_EVERY
        review.save(update_fields=["next_at"])
