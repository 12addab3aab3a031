"""Ask officers for explanations, once a week and for all flags of an officer together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from complaints.rules.actors import SYSTEM
from reviews.models import Flag, Review
from reviews.queries.review_decision_facts import leaves_by_posting
from reviews.queries.review_visibility import flags_showable_to
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision
from reviews.rules.explanation_deadlines import explanation_deadline, last_weekly_request
from reviews.rules.review_guards import MoveInput
from reviews.services import decision_office, review_notifications
from reviews.services.review_history import MoveRequest, lock_review, make_review_move, stage_limits

REFERRAL_INPUT = MoveInput(decision=Decision.REFERRED)


def request_due_explanations(*, at: datetime) -> int:
    """Ask every officer who was flagged before this week's request time. Return how many.

    The job can be repeated, and can run late.
    """
    due = Review.objects.filter(status=Stage.FLAGGED.value, opened_at__lt=last_weekly_request(at))
    return sum(
        request_explanation(review_id, at=at)
        for review_id in list(due.order_by("opened_at", "pk").values_list("pk", flat=True))
    )


@transaction.atomic
def request_explanation(review_id: int, *, at: datetime) -> bool:
    """Ask the officer of one review for an explanation. Return whether this was done.

    Flags without a share wait, and so do flags whose complaint is hidden from the officer by a conflict exclusion. If
    no flag is left, or the officer was already asked, nothing happens.
    """
    review = lock_review(review_id)
    if review.status != Stage.FLAGGED:
        return False
    flags = list(flags_showable_to(review.officer_id, at=at).filter(review=review, share__isnull=False).order_by("pk"))
    if not flags:
        return False
    due_at = _explanation_deadline(review, called_at=at)
    columns = {"called_at": at, "due_at": due_at, "next_at": due_at} | decision_office.columns_of_first_authority(
        review, at=at
    )
    facts = {"flags": [{"flag": flag.pk, "breach": flag.breach_id, "share": round(flag.share, 6)} for flag in flags]}
    event = make_review_move(review, MoveRequest("call", columns=columns, facts=facts), by=SYSTEM, at=at)
    Flag.objects.filter(pk__in=[flag.pk for flag in flags]).update(called_at=event.at)
    review_notifications.notify_officer(review, "explanation_wanted", at=at)
    return True


def record_missing_explanations(reviews: Iterable[int], *, at: datetime) -> int:
    """Record which of these reviews passed the deadline without an explanation. Return how many.

    If the officer was on leave meanwhile, the deadline is extended instead.
    """
    return sum(_record_silence_or_extend(review_id, at=at) for review_id in reviews)


@transaction.atomic
def _record_silence_or_extend(review_id: int, *, at: datetime) -> bool:
    review = lock_review(review_id)
    if review.status != Stage.CALLED or review.due_at > at:
        return False
    due_at = _explanation_deadline(review, called_at=review.called_at)
    if due_at > at:
        columns = {"due_at": due_at, "next_at": due_at}
        make_review_move(
            review, MoveRequest("wait", columns=columns, facts={"due": due_at.isoformat()}), by=SYSTEM, at=at
        )
        return False
    make_review_move(review, MoveRequest("fall_silent"), by=SYSTEM, at=at)
    submit_to_authority(review, at=at)
    return True


def _explanation_deadline(review: Review, *, called_at: datetime) -> datetime:
    """Return the deadline from the leaves that are recorded now. One statement.

    A recorded leave that is cut short does not bring the deadline forward.
    """
    limits, leaves = stage_limits(), leaves_by_posting(review.officer_id, since=called_at)
    return explanation_deadline(
        called_at, limits.limit_of(Stage.CALLED), leaves, longest_extension=timedelta(days=limits.leave)
    )


def submit_to_authority(review: Review, *, at: datetime) -> None:
    """Pass a review to its authority after the explanation or its deadline, and notify those who may decide.

    A review that the government decides is referred to it immediately.
    """
    if review.seat_id and not decision_office.may_anybody_decide(review, at=at):
        pass_to_next_authority(review, at=at)
    if review.seat_id is None:
        refer_to_government(review, at=at)
    review_notifications.notify_deciders(review, at=at)


def pass_to_next_authority(review: Review, *, at: datetime) -> None:
    """Pass a review on because nobody at its office may decide. The time limit of the next authority begins now."""
    due_at = at + stage_limits().limit_of(Stage(review.status))
    columns = decision_office.columns_of_next_authority(review, at=at) | {"due_at": due_at, "next_at": due_at}
    make_review_move(review, MoveRequest("pass_up", columns=columns), by=SYSTEM, at=at)


def refer_to_government(review: Review, *, at: datetime) -> None:
    """Refer a review to the government. The portal decides nothing in such a case (ranks.csv)."""
    make_review_move(review, MoveRequest("refer_up", move_input=REFERRAL_INPUT), by=SYSTEM, at=at)
    review_notifications.notify_officer(review, "review_decided", at=at)
