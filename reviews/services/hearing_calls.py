"""Ask officers for explanations, once a week and for all flags of an officer together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from complaints.rules.parties import SYSTEM
from reviews.models import Flag, Review
from reviews.queries.cases import leaves_of
from reviews.queries.visibility import may_be_told
from reviews.rules import Stage
from reviews.rules.deadlines import explained_by, last_call
from reviews.rules.decisions import Decision
from reviews.rules.guards import Given
from reviews.services import decision_office, notifications
from reviews.services.history import ReviewStep, days, locked, take

REFERRED = Given(decision=Decision.REFERRED)


def call_explanations(*, at: datetime) -> int:
    """Ask every officer who was flagged before this week's request time. Return how many.

    The job can be repeated, and can run late.
    """
    due = Review.objects.filter(status=Stage.FLAGGED.value, opened_at__lt=last_call(at))
    return sum(
        call(review_id, at=at) for review_id in list(due.order_by("opened_at", "pk").values_list("pk", flat=True))
    )


@transaction.atomic
def call(review_id: int, *, at: datetime) -> bool:
    """Ask the officer of one review for an explanation. Return whether this was done.

    Flags without a share wait, and so do flags whose complaint is hidden from the officer by a conflict exclusion. If
    no flag is left, or the officer was already asked, nothing happens.
    """
    review = locked(review_id)
    if review.status != Stage.FLAGGED:
        return False
    flags = list(may_be_told(review.officer_id, at=at).filter(review=review, share__isnull=False).order_by("pk"))
    if not flags:
        return False
    due_at = _explanation_deadline(review, called_at=at)
    columns = {"called_at": at, "due_at": due_at, "next_at": due_at} | decision_office.first_seat(review, at=at)
    facts = {"flags": [{"flag": flag.pk, "breach": flag.breach_id, "share": round(flag.share, 6)} for flag in flags]}
    event = take(review, ReviewStep("call", columns=columns, facts=facts), by=SYSTEM, at=at)
    Flag.objects.filter(pk__in=[flag.pk for flag in flags]).update(called_at=event.at)
    notifications.tell_the_officer(review, "explanation_wanted", at=at)
    return True


def record_silence(reviews: Iterable[int], *, at: datetime) -> int:
    """Record which of these reviews passed the deadline without an explanation. Return how many.

    If the officer was on leave meanwhile, the deadline is extended instead.
    """
    return sum(_record_silence_or_extend(review_id, at=at) for review_id in reviews)


@transaction.atomic
def _record_silence_or_extend(review_id: int, *, at: datetime) -> bool:
    review = locked(review_id)
    if review.status != Stage.CALLED or review.due_at > at:
        return False
    due_at = _explanation_deadline(review, called_at=review.called_at)
    if due_at > at:
        columns = {"due_at": due_at, "next_at": due_at}
        take(review, ReviewStep("wait", columns=columns, facts={"due": due_at.isoformat()}), by=SYSTEM, at=at)
        return False
    take(review, ReviewStep("fall_silent"), by=SYSTEM, at=at)
    lay_before_the_authority(review, at=at)
    return True


def _explanation_deadline(review: Review, *, called_at: datetime) -> datetime:
    """Return the deadline from the leaves that are recorded now. One statement.

    A recorded leave that is cut short does not bring the deadline forward.
    """
    limits, leaves = days(), leaves_of(review.officer_id, since=called_at)
    return explained_by(called_at, limits.of(Stage.CALLED), leaves, longest_extension=timedelta(days=limits.leave))


def lay_before_the_authority(review: Review, *, at: datetime) -> None:
    """Pass a review to its authority after the explanation or its deadline, and notify those who may decide.

    A review that the government decides is referred to it immediately.
    """
    if review.seat_id and not decision_office.has_somebody(review, at=at):
        pass_up(review, at=at)
    if review.seat_id is None:
        refer_up(review, at=at)
    notifications.tell_the_deciders(review, at=at)


def pass_up(review: Review, *, at: datetime) -> None:
    """Pass a review on because nobody at its office may decide. The time limit of the next authority begins now."""
    due_at = at + days().of(Stage(review.status))
    columns = decision_office.next_seat(review, at=at) | {"due_at": due_at, "next_at": due_at}
    take(review, ReviewStep("pass_up", columns=columns), by=SYSTEM, at=at)


def refer_up(review: Review, *, at: datetime) -> None:
    """Refer a review to the government. The portal decides nothing in such a case (ranks.csv)."""
    take(review, ReviewStep("refer_up", given=REFERRED), by=SYSTEM, at=at)
    notifications.tell_the_officer(review, "review_decided", at=at)
