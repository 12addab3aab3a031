"""Notify the officer under review and the officers who may decide. The messages give no details of the case."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Posting
from notifications.services import NewMessage, enqueue_many
from reviews.models import Review
from reviews.queries.cases import branch, case_of, deciders, recipients


def tell_the_officer(review: Review, template: str, *, at: datetime) -> None:
    """Notify the officer at their present posting; without a posting, as a person."""
    post = Posting.objects.current(at).filter(officer=review.officer_id).order_by("-is_head", "pk").first()
    _send_messages([f"posting:{post.pk}" if post else f"officer:{review.officer_id}"], review, template, at=at)


def tell_the_deciders(review: Review, template: str = "review_waits", *, at: datetime) -> None:
    """Notify everybody who may decide; if the government decides, the CPO's accountability branch."""
    postings = deciders(review.seat_id, case_of(review), at=at) if review.seat_id else branch(at=at)
    _send_messages(
        recipients(post for post in postings if post.officer_id != review.officer_id), review, template, at=at
    )


def tell_above(review: Review, above: dict, *, at: datetime) -> None:
    """Notify the next authority that a decision is late; above the last one, the accountability branch.

    `above`: the columns of the next authority (reviews.services.decision_office.next_seat).
    """
    seat = above["seat"]
    postings = deciders(seat.pk, case_of(review), at=at) if seat else branch(at=at)
    _send_messages(
        recipients(post for post in postings if post.officer_id != review.officer_id), review, "review_late", at=at
    )


def _send_messages(references: Iterable[str], review: Review, template: str, *, at: datetime) -> None:
    context = {"path": f"/desk/reviews/{review.pk}/", "due_at": review.due_at}
    enqueue_many([NewMessage(reference, template, context) for reference in references], at=at)
