"""Notify the officer under review and the officers who may decide. The messages give no details of the case."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Leave, Posting
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from notifications.services import NewMessage, enqueue_many
from reviews.models import Review
from reviews.queries.review_decision_facts import (
    load_review_case,
    postings_of_accountability_branch,
    postings_that_may_decide,
    recipient_references,
)

LIST_PATH = "/desk/reviews/"
TEMPLATES_FOR_DECIDERS = frozenset({"review_waits", "review_late"})


def notify_officer(review: Review, template: str, *, at: datetime) -> None:
    """Notify the officer as a person. A message to their posting would reach the acting officer during leave."""
    _send_messages([f"officer:{review.officer_id}"], review, template, at=at)


def notify_deciders(review: Review, template: str = "review_waits", *, at: datetime) -> None:
    """Notify everybody who may decide; if the government decides, the CPO's accountability branch."""
    postings = (
        postings_that_may_decide(review.seat_id, load_review_case(review), at=at)
        if review.seat_id
        else postings_of_accountability_branch(at=at)
    )
    _send_messages(_references_without_officer(postings, review, at=at), review, template, at=at)


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
    _send_messages(_references_without_officer(postings, review, at=at), review, "review_late", at=at)


def redirect_from_reviewed_officer(message: Message, *, at: datetime) -> bool:
    """Keep a message to the deciders from the officer under review; return whether it may be sent.

    The outbox calls it before sending (config.hooks): a leave that has begun since the message was written may bring it
    to that officer, who acts for a decider. No statement for other messages.
    """
    kind, posting_id = parse_reference(message.recipient)
    if message.template not in TEMPLATES_FOR_DECIDERS or kind != "posting":
        return True
    review = Review.objects.get(pk=message.context["path"].removeprefix(LIST_PATH).rstrip("/"))
    references = _references_without_officer(Posting.objects.filter(pk=posting_id), review, at=at)
    if references and references != [message.recipient]:
        message.recipient = references[0]
        message.save(update_fields=["recipient"])
    return bool(references)


def _references_without_officer(postings: Iterable[Posting], review: Review, *, at: datetime) -> list[str]:
    """Return the recipient references of these postings, without any that reaches the officer under review.

    If that officer acts for one of them, its holder is notified as a person, even on leave.
    """
    others = [post for post in postings if post.officer_id != review.officer_id]
    own_leaves = Leave.objects.current(at).filter(posting__in=others, cover__officer=review.officer_id)
    covered = set(own_leaves.values_list("posting", flat=True))
    holders = [f"officer:{post.officer_id}" for post in others if post.pk in covered]
    return [*recipient_references(post for post in others if post.pk not in covered), *holders]


def _send_messages(references: Iterable[str], review: Review, template: str, *, at: datetime) -> None:
    context = {"path": f"{LIST_PATH}{review.pk}/", "due_at": review.due_at}
    enqueue_many([NewMessage(reference, template, context) for reference in references], at=at)
