"""A decision, the one on an appeal, and the end of a case."""

from datetime import date, datetime

from django.db import transaction

from complaints.rules.parties import SYSTEM
from ledger.exceptions import Refused
from reviews.models import Flag, Review, ReviewEvent
from reviews.queries.cases import grounds_by_flag
from reviews.rules import Stage
from reviews.rules.capacities import Doer
from reviews.rules.decisions import Decision, Ground, OrderOutcome
from reviews.rules.guards import Given, decision_after, takes_outcome
from reviews.services import notifications
from reviews.services.history import ReviewStep, cleaned, locked, standing, take

FINAL = {Stage.EXPLAINED: "decide", Stage.SILENT: "decide", Stage.APPEALED: "decide_finally"}
"""Which decision it is, by the stage that it is taken in."""


@transaction.atomic
def decide(
    *,
    review_id: int,
    decision: Decision | None,
    grounds: frozenset[Ground] = frozenset(),
    words: str,
    by: Doer,
    at: datetime,
    seen: int | None = None,
) -> ReviewEvent:
    """Recommend, with reasons; on an appeal, finally. What nothing can change any more is closed at once.

    A ground counts only for the flags whose dossier supports it; the event records for which.
    Raises NotPermitted, Refused.
    """
    review = locked(review_id)
    given = Given(words=cleaned(words), decision=decision, grounds=grounds)
    facts = {"grounds_by_flag": _held_against(review, grounds)} if grounds else {}
    step = ReviewStep(FINAL.get(review.status, "decide"), given=given, facts=facts, seen=seen)
    event = take(review, step, by=by, at=at)
    notifications.tell_the_officer(review, "review_decided", at=event.at)
    if review.status == Stage.DECIDED_FINALLY or decision is Decision.NOT_DELIBERATE:
        close(review, at=event.at)
    return event


@transaction.atomic
def record_order(
    *,
    review_id: int,
    number: str,
    on: date | None,
    by: Doer,
    at: datetime,
    seen: int | None = None,
    outcome: OrderOutcome | None = None,
    milder: Decision | None = None,
) -> ReviewEvent:
    """Close a referral, or an appeal that lies with the government, by the order's number and date.

    `outcome`: of such an appeal, what the order does with the decision; `milder`: the one that it puts in its place.
    The decision of the review is then the order's. Raises NotPermitted, Refused.
    """
    review = locked(review_id)
    if not takes_outcome(standing(review)):
        outcome = milder = None
    given = Given(
        order_number=cleaned(number), order_date=on, outcome=outcome, decision=decision_after(outcome, milder)
    )
    columns = {"order_number": given.order_number, "order_date": given.order_date, "order_outcome": outcome or ""}
    event = take(review, ReviewStep("record_order", given=given, columns=columns, seen=seen), by=by, at=at)
    notifications.tell_the_officer(review, "review_closed", at=event.at)
    _carry_over(review, at=event.at)
    return event


def close(review: Review, *, at: datetime) -> bool:
    """A locked review that nothing can change any more; False for a referral, which waits for its order, and while an
    appeal is possible."""
    try:
        event = take(review, ReviewStep("close"), by=SYSTEM, at=at)
    except Refused:
        return False
    _carry_over(review, at=event.at)
    return True


def _held_against(review: Review, grounds: frozenset[Ground]) -> dict[str, list[str]]:
    """Return the chosen grounds that each flag's dossier supports, by the flag's id."""
    shown = grounds_by_flag(review)
    return {str(flag): sorted(str(ground) for ground in grounds & theirs) for flag, theirs in shown.items()}


def _carry_over(review: Review, *, at: datetime) -> None:
    """What was flagged after the call was never laid before the officer: it begins a case of its own."""
    later = Flag.objects.filter(review=review, called_at=None)
    if later.exists():
        later.update(review=Review.objects.create(officer_id=review.officer_id, opened_at=at))
