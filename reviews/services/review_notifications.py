"""Notify the officer under review and the officers who may decide. The messages give no details of the case."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Posting
from notifications.services import NewMessage, enqueue_many
from reviews.models import Review
from reviews.queries.review_decision_facts import (
    load_review_case,
    postings_of_accountability_branch,
    postings_that_may_decide,
    recipient_references,
)


def notify_officer(review: Review, template: str, *, at: datetime) -> None:
    """Notify the officer at their present posting; without a posting, as a person."""
    post = Posting.objects.current(at).filter(officer=review.officer_id).order_by("-is_head", "pk").first()
    _send_messages([f"posting:{post.pk}" if post else f"officer:{review.officer_id}"], review, template, at=at)


def notify_deciders(review: Review, template: str = "review_waits", *, at: datetime) -> None:
    """Notify everybody who may decide; if the government decides, the CPO's accountability branch."""
    postings = (
        postings_that_may_decide(review.seat_id, load_review_case(review), at=at)
        if review.seat_id
        else postings_of_accountability_branch(at=at)
    )
    _send_messages(
        recipient_references(post for post in postings if post.officer_id != review.officer_id), review, template, at=at
    )


def notify_next_authority(review: Review, above: dict, *, at: datetime) -> None:
    """Notify the next authority that a decision is late; above the last one, the accountability branch.

    `above`: the columns of the next authority (reviews.services.decision_office.columns_of_next_authority).
    """
    seat = above["seat"]
    postings = (
        postings_that_may_decide(seat.pk, load_review_case(review), at=at)
        if seat
        else postings_of_accountability_branch(at=at)
    )
    _send_messages(
        recipient_references(post for post in postings if post.officer_id != review.officer_id),
        review,
        "review_late",
        at=at,
    )


def _send_messages(references: Iterable[str], review: Review, template: str, *, at: datetime) -> None:
    context = {"path": f"/desk/reviews/{review.pk}/", "due_at": review.due_at}
    enqueue_many([NewMessage(reference, template, context) for reference in references], at=at)
