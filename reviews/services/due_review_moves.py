"""Make the due moves of reviews: missing explanations, late decisions, closing. Runs every few minutes; repeatable."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from complaints.rules.actors import SYSTEM
from reviews.models import Review
from reviews.rules import Stage
from reviews.rules.review_stages import ESCALATION_INTERVAL, UNDECIDED
from reviews.services import (
    attachment_files,
    decision_office,
    explanation_requests,
    review_decisions,
    review_notifications,
)
from reviews.services.review_history import MoveRequest, lock_review, make_review_move

REVIEWS_PER_RUN = 500


def handle_due_reviews(*, at: datetime) -> int:
    """Handle every review that is due. Return how many."""
    attachment_files.scan_pending_attachments(at=at)
    due = Review.objects.open().filter(next_at__lte=at).order_by("next_at")
    rows = list(due.values_list("pk", "status")[:REVIEWS_PER_RUN])
    explanation_requests.record_missing_explanations(_ids_at_stages(rows, {Stage.CALLED}), at=at)
    for review_id in _ids_at_stages(rows, UNDECIDED):
        _escalate_late_decision(review_id, at=at)
    for review_id in _ids_at_stages(rows, {Stage.DECIDED, Stage.DECIDED_FINALLY}):
        _close_if_final(review_id, at=at)
    return len(rows)


def _ids_at_stages(rows: Iterable[tuple[int, str]], stages) -> list[int]:
    return [pk for pk, status in rows if status in stages]


@transaction.atomic
def _escalate_late_decision(review_id: int, *, at: datetime) -> None:
    """Notify the next authority of a late decision; this is repeated every week.

    The review stays at its office, unless nobody there may decide: then it passes to the next authority.
    """
    review = lock_review(review_id)
    if review.status not in UNDECIDED or review.next_at is None or review.next_at > at:
        return
    if review.seat_id and not decision_office.may_anybody_decide(review, at=at):
        explanation_requests.pass_to_next_authority(review, at=at)
        review_notifications.notify_deciders(review, at=at)
        return
    above = decision_office.columns_of_next_authority(review, at=at)
    facts = {"told": {"authority": above["authority"], "seat": above["seat"] and above["seat"].pk}}
    make_review_move(
        review, MoveRequest("escalate", columns={"next_at": at + ESCALATION_INTERVAL}, facts=facts), by=SYSTEM, at=at
    )
    review_notifications.notify_next_authority(review, above, at=at)


@transaction.atomic
def _close_if_final(review_id: int, *, at: datetime) -> None:
    """Close a decided review after its appeal period. A referral waits for its order and is checked again in a week."""
    review = lock_review(review_id)
    if review.status in {Stage.DECIDED, Stage.DECIDED_FINALLY} and not review_decisions.close_review_if_final(
        review, at=at
    ):
        review.next_at = at + ESCALATION_INTERVAL
        review.save(update_fields=["next_at"])
