"""Who hears of a review: the officer, and whoever has to decide. No message says what it is about beyond that."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Posting
from notifications.services import NewMessage, enqueue_many
from reviews.models import Review
from reviews.queries.cases import branch, case_of, deciders, recipients


def tell_the_officer(review: Review, template: str, *, at: datetime) -> None:
    """By the post that they hold now; who holds none is told as a person."""
    post = Posting.objects.current(at).filter(officer=review.officer_id).order_by("-is_head", "pk").first()
    _tell([f"posting:{post.pk}" if post else f"officer:{review.officer_id}"], review, template, at=at)


def tell_the_deciders(review: Review, template: str = "review_waits", *, at: datetime) -> None:
    """Everybody who may decide where it lies; of what is the government's, the CPO's accountability branch."""
    posted = deciders(review.seat_id, case_of(review), at=at) if review.seat_id else branch(at=at)
    _tell(recipients(one for one in posted if one.officer_id != review.officer_id), review, template, at=at)


def tell_above(review: Review, above: dict, *, at: datetime) -> None:
    """That a decision is late: the next authority, and where there is none above, the accountability branch."""
    seat = above["seat"]
    posted = deciders(seat.pk, case_of(review), at=at) if seat else branch(at=at)
    _tell(recipients(one for one in posted if one.officer_id != review.officer_id), review, "review_late", at=at)


def _tell(whom: Iterable[str], review: Review, template: str, *, at: datetime) -> None:
    context = {"path": f"/desk/reviews/{review.pk}/", "due_at": review.due_at}
    enqueue_many([NewMessage(one, template, context) for one in whom], at=at)
