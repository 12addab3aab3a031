"""Make the due moves of reviews: missing explanations, late decisions, closing. Runs every few minutes; repeatable."""

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
    """Handle every review that is due. Return how many."""
    attachments.scan_the_unseen(at=at)
    due = Review.objects.open().filter(next_at__lte=at).order_by("next_at")
    rows = list(due.values_list("pk", "status")[:BATCH])
    hearing_calls.record_silence(_ids_at(rows, {Stage.CALLED}), at=at)
    for review_id in _ids_at(rows, UNDECIDED):
        _escalate(review_id, at=at)
    for review_id in _ids_at(rows, {Stage.DECIDED, Stage.DECIDED_FINALLY}):
        _close_if_final(review_id, at=at)
    return len(rows)


def _ids_at(rows: Iterable[tuple[int, str]], stages) -> list[int]:
    return [pk for pk, status in rows if status in stages]


@transaction.atomic
def _escalate(review_id: int, *, at: datetime) -> None:
    """Notify the next authority of a late decision; this is repeated every week.

    The review stays at its office, unless nobody there may decide: then it passes to the next authority.
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
def _close_if_final(review_id: int, *, at: datetime) -> None:
    """Close a decided review after its appeal period. A referral waits for its order and is checked again in a week."""
    review = locked(review_id)
    if review.status in {Stage.DECIDED, Stage.DECIDED_FINALLY} and not decisions.close(review, at=at):
        review.next_at = at + TOLD_EVERY
        review.save(update_fields=["next_at"])
