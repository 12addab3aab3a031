"""Decide a review or an appeal, record an order, and close a review."""

from datetime import date, datetime

from django.db import transaction

from complaints.rules.actors import SYSTEM
from ledger.service_exceptions import Refused
from reviews.models import Flag, Review, ReviewEvent
from reviews.queries.review_decision_facts import supported_grounds_by_flag
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.review_capacities import ReviewActor
from reviews.rules.review_guards import MoveInput, decision_after_order, is_order_outcome_required
from reviews.services import decision_office, explanation_requests, review_notifications
from reviews.services.review_history import (
    MoveRequest,
    clean_typed_text,
    load_review_facts,
    lock_review,
    make_review_move,
)

DECISION_MOVE_BY_STAGE = {
    Stage.EXPLAINED: "decide",
    Stage.SILENT: "decide",
    Stage.REMANDED: "decide",
    Stage.APPEALED: "decide_finally",
}
"""The move of a decision, by the stage of the review."""


@transaction.atomic
def decide_review(
    *,
    review_id: int,
    decision: Decision | None,
    grounds: frozenset[Ground] = frozenset(),
    words: str,
    by: ReviewActor,
    at: datetime,
    seen: int | None = None,
) -> ReviewEvent:
    """Record a decision with its reasons; on an appeal, the final one. Close the review if nothing can change it now.

    A ground counts only for the flags whose dossier supports it; the event records for which.
    Raises NotPermitted, Refused.
    """
    review = lock_review(review_id)
    move_input = MoveInput(words=clean_typed_text(words), decision=decision, grounds=grounds)
    facts = {"grounds_by_flag": _supported_grounds(review, grounds)} if grounds else {}
    request = MoveRequest(
        DECISION_MOVE_BY_STAGE.get(review.status, "decide"), move_input=move_input, facts=facts, expected_length=seen
    )
    event = make_review_move(review, request, by=by, at=at)
    review_notifications.notify_officer(review, "review_decided", at=event.at)
    if review.status == Stage.DECIDED_FINALLY or decision is Decision.NOT_DELIBERATE:
        close_review_if_final(review, at=event.at)
    return event


@transaction.atomic
def record_order(
    *,
    review_id: int,
    number: str,
    order_date: date | None,
    by: ReviewActor,
    at: datetime,
    seen: int | None = None,
    outcome: OrderOutcome | None = None,
    milder: Decision | None = None,
) -> ReviewEvent:
    """Close a referral, or an appeal to the government, with the number and the date of the order.

    `outcome`: for an appeal, the order's effect on the decision. `milder`: the decision that replaces it. It becomes
    the decision of the review. *Remanded* does not close the review: it has to be decided again. Raises NotPermitted,
    Refused.
    """
    review = lock_review(review_id)
    if not is_order_outcome_required(load_review_facts(review)):
        outcome = milder = None
    move_input = MoveInput(
        order_number=clean_typed_text(number),
        order_date=order_date,
        outcome=outcome,
        decision=decision_after_order(outcome, milder),
    )
    columns = {
        "order_number": move_input.order_number,
        "order_date": move_input.order_date,
        "order_outcome": outcome or "",
    }
    if outcome is OrderOutcome.REMANDED:
        return _remand(review, move_input, columns, by=by, at=at, seen=seen)
    event = make_review_move(
        review, MoveRequest("record_order", move_input=move_input, columns=columns, expected_length=seen), by=by, at=at
    )
    is_set_aside = outcome is OrderOutcome.SET_ASIDE
    review_notifications.notify_officer(review, "review_cleared" if is_set_aside else "review_closed", at=event.at)
    _move_new_flags_to_new_review(review, at=event.at)
    return event


def _remand(
    review: Review, move_input: MoveInput, columns: dict, *, by: ReviewActor, at: datetime, seen: int | None
) -> ReviewEvent:
    """Record the order that the case must be decided again, and pass it to the authority that decided.

    The old decision stands no longer and binds only as the gravest that the new one can be. If nobody in the police may
    decide, the case goes back to the government.
    """
    columns |= decision_office.columns_after_remand(review, at=at)
    request = MoveRequest(
        "remand",
        move_input=move_input,
        columns=columns | {"decision": "", "decided_at": None},
        facts={"remanded": review.decision},
        expected_length=seen,
    )
    event = make_review_move(review, request, by=by, at=at)
    if review.seat_id is None:
        explanation_requests.refer_to_government(review, at=event.at)
    else:
        review_notifications.notify_officer(review, "review_remanded", at=event.at)
    review_notifications.notify_deciders(review, at=event.at)
    return event


def close_review_if_final(review: Review, *, at: datetime) -> bool:
    """Close a locked review if nothing can change it. Return whether it was closed.

    A referral waits for its order, and other decisions for the end of the appeal period.
    """
    try:
        event = make_review_move(review, MoveRequest("close"), by=SYSTEM, at=at)
    except Refused:
        return False
    _move_new_flags_to_new_review(review, at=event.at)
    return True


def _supported_grounds(review: Review, grounds: frozenset[Ground]) -> dict[str, list[str]]:
    """Return the chosen grounds that each flag's dossier supports, by the flag's id."""
    by_flag = supported_grounds_by_flag(review)
    return {str(flag): sorted(str(ground) for ground in grounds & supported) for flag, supported in by_flag.items()}


def _move_new_flags_to_new_review(review: Review, *, at: datetime) -> None:
    """Move flags that were added after the request for an explanation to a new review: the officer never saw them."""
    unseen = Flag.objects.filter(review=review, called_at=None)
    if unseen.exists():
        unseen.update(review=Review.objects.create(officer_id=review.officer_id, opened_at=at))
