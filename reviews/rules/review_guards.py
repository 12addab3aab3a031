"""The conditions of a move besides stage and capacity. Each check returns a refusal, or None if the move is allowed."""

from dataclasses import dataclass
from datetime import date, datetime

from reviews.rules.authority import Authority
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.review_moves import ReviewMove
from reviews.rules.review_refusals import ReviewRefusal
from reviews.rules.review_stages import Stage
from web import text_cleaning

LONGEST_ORDER_NUMBER = 60  # characters of an order's number


@dataclass(frozen=True)
class ReviewFacts:
    """The facts of a review at the moment of a move.

    `decision`: the last one. `due_at`: the deadline of the stage. `supported_grounds`: the grounds that its dossiers
    support.
    """

    stage: Stage
    authority: Authority | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    due_at: datetime | None = None
    shown: frozenset[Ground] = frozenset()


@dataclass(frozen=True)
class MoveInput:
    """The input of a move. `outcome`: the effect of an order on an appeal to the government.

    With such an order, `decision` is the decision that the order makes.
    """

    words: str = ""
    decision: Decision | None = None
    grounds: frozenset[Ground] = frozenset()
    order_number: str = ""
    order_date: date | None = None
    outcome: OrderOutcome | None = None


def order_needs_outcome(facts: ReviewFacts) -> bool:
    """Return whether an order must state its effect on the decision: it must on an appeal to the government."""
    return facts.stage is Stage.APPEALED and facts.authority is Authority.GOVERNMENT


def decision_after_order(outcome: OrderOutcome | None, milder: Decision | None) -> Decision | None:
    """Return the decision that an order makes; None if the old one stands. `milder`: the choice for *modified*."""
    if outcome is OrderOutcome.SET_ASIDE:
        return Decision.NOT_DELIBERATE
    return milder if outcome is OrderOutcome.MODIFIED else None


def refusal_of_move(
    move: ReviewMove, facts: ReviewFacts, move_input: MoveInput, *, at: datetime, today: date
) -> ReviewRefusal | None:
    """Return why the move cannot be made with this input, or None. `today`: the date of `at` in Pakistan."""
    if move.needs_words and not move_input.words:
        return ReviewRefusal.WORDS_MISSING
    if len(move_input.words) > text_cleaning.LONGEST_TEXT:
        return ReviewRefusal.WORDS_TOO_LONG
    match move.name:
        case "decide" | "decide_finally":
            return _refuse_decision(facts, move_input)
        case "refer_up":
            return None if facts.authority is Authority.GOVERNMENT else ReviewRefusal.TOO_EARLY
        case "appeal":
            return _refuse_appeal(facts, at)
        case "record_order":
            return _refuse_order(facts, move_input, at, today)
        case "close":
            return _refuse_closing(facts, at)
        case "fall_silent" | "escalate" | "wait":
            return ReviewRefusal.TOO_EARLY if facts.due_at is None or at < facts.due_at else None
    return None


def _refuse_decision(now: ReviewFacts, given: MoveInput) -> ReviewRefusal | None:
    """Refuse an adverse decision without a ground that the dossiers support, and a graver decision on an appeal."""
    if given.decision is None:
        return ReviewRefusal.DECISION_MISSING
    if given.decision.is_adverse and not given.grounds:
        return ReviewRefusal.GROUND_MISSING
    if not given.decision.is_adverse and given.grounds:
        return ReviewRefusal.NO_GROUND_NEEDED
    if given.grounds - now.shown:
        return ReviewRefusal.GROUND_NOT_SHOWN
    if now.decision is not None and given.decision.gravity > now.decision.gravity:
        return ReviewRefusal.NEVER_GRAVER
    return None


def _refuse_appeal(now: ReviewFacts, at: datetime) -> ReviewRefusal | None:
    """Refuse an appeal after its deadline, without an adverse decision, or against a decision of the government.

    The government decides such an appeal outside the portal. The table of moves permits one appeal only.
    """
    if now.decision is None or not now.decision.is_adverse:
        return ReviewRefusal.EXONERATED
    if now.authority is Authority.GOVERNMENT:
        return ReviewRefusal.OUTSIDE
    return ReviewRefusal.TOO_LATE if _appeal_period_is_over(now, at) else None


def _refuse_order(now: ReviewFacts, given: MoveInput, at: datetime, today: date) -> ReviewRefusal | None:
    """Refuse an order unless it ends a referral or an appeal to the government, with a valid number and date.

    A referral cannot be closed while the officer can still appeal.
    """
    is_with_government = now.authority is Authority.GOVERNMENT
    if now.stage is Stage.APPEALED and not is_with_government:
        return ReviewRefusal.NOT_REFERRED
    if now.stage is not Stage.APPEALED and now.decision is not Decision.REFERRED:
        return ReviewRefusal.NOT_REFERRED
    if now.stage is Stage.DECIDED and not is_with_government and not _appeal_period_is_over(now, at):
        return ReviewRefusal.TOO_EARLY
    if not given.order_number or len(given.order_number) > LONGEST_ORDER_NUMBER:
        return ReviewRefusal.ORDER_MISSING
    if given.order_date is None or given.order_date > today:
        return ReviewRefusal.ORDER_DATE
    if now.decided_on is not None and given.order_date < now.decided_on:
        return ReviewRefusal.ORDER_DATE
    return _refuse_outcome(now, given) if order_needs_outcome(now) else None


def _refuse_outcome(now: ReviewFacts, given: MoveInput) -> ReviewRefusal | None:
    """Refuse an order without an outcome, and *modified* without a milder decision that is still adverse."""
    if given.outcome is None:
        return ReviewRefusal.OUTCOME_MISSING
    if given.outcome is not OrderOutcome.MODIFIED:
        return None
    is_milder = given.decision is not None and given.decision.gravity < now.decision.gravity
    return None if is_milder and given.decision.is_adverse else ReviewRefusal.MILDER_MISSING


def _refuse_closing(now: ReviewFacts, at: datetime) -> ReviewRefusal | None:
    """Refuse to close a referral without an order, and any other review while an appeal is possible."""
    if now.decision is Decision.REFERRED:
        return ReviewRefusal.ORDER_MISSING
    if now.stage is Stage.DECIDED and now.decision is not Decision.NOT_DELIBERATE:
        return None if _appeal_period_is_over(now, at) else ReviewRefusal.TOO_EARLY
    return None


def _appeal_period_is_over(now: ReviewFacts, at: datetime) -> bool:
    return now.due_at is not None and at >= now.due_at
