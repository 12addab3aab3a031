"""The conditions of a move besides stage and capacity. Each check returns a refusal, or None if the move is allowed."""

from dataclasses import dataclass
from datetime import date, datetime

from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.review_moves import ReviewMove
from reviews.rules.review_refusals import ReviewRefusal
from reviews.rules.review_stages import Stage
from web import text_cleaning

LONGEST_ORDER_NUMBER = 60  # characters of an order's number


@dataclass(frozen=True)
class ReviewFacts:
    """The facts of a review at the moment of a move.

    `decision`: the last one that stands. `due_at`: the deadline of the stage. `supported_grounds`: the grounds that its
    dossiers support. `gravest`: the decision that a new one must not exceed: the one under appeal, or the one that the
    government sent back.
    """

    stage: Stage
    authority: Authority | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    due_at: datetime | None = None
    supported_grounds: frozenset[Ground] = frozenset()
    gravest: Decision | None = None


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


def is_order_outcome_required(facts: ReviewFacts) -> bool:
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
        case "record_order" | "remand":
            return _refuse_order(move, facts, move_input, at, today)
        case "close":
            return _refuse_closing(facts, at)
        case "fall_silent" | "escalate" | "wait":
            return ReviewRefusal.TOO_EARLY if facts.due_at is None or at < facts.due_at else None
    return None


def _refuse_decision(facts: ReviewFacts, move_input: MoveInput) -> ReviewRefusal | None:
    """Refuse an adverse decision without a ground that the dossiers support, and a graver decision on an appeal."""
    if move_input.decision is None:
        return ReviewRefusal.DECISION_MISSING
    if move_input.decision.is_adverse and not move_input.grounds:
        return ReviewRefusal.GROUND_MISSING
    if not move_input.decision.is_adverse and move_input.grounds:
        return ReviewRefusal.NO_GROUND_NEEDED
    if move_input.grounds - facts.supported_grounds:
        return ReviewRefusal.GROUND_NOT_SHOWN
    if facts.gravest is not None and move_input.decision.gravity > facts.gravest.gravity:
        return ReviewRefusal.NEVER_GRAVER
    return None


def _refuse_appeal(facts: ReviewFacts, at: datetime) -> ReviewRefusal | None:
    """Refuse an appeal after its deadline, without an adverse decision, or against a decision of the government.

    The government decides such an appeal outside the portal. The table of moves permits one appeal only.
    """
    if facts.decision is None or not facts.decision.is_adverse:
        return ReviewRefusal.EXONERATED
    if facts.authority is Authority.GOVERNMENT:
        return ReviewRefusal.OUTSIDE
    return ReviewRefusal.TOO_LATE if _is_appeal_period_over(facts, at) else None


def _refuse_order(
    move: ReviewMove, facts: ReviewFacts, move_input: MoveInput, at: datetime, today: date
) -> ReviewRefusal | None:
    """Refuse an order unless it ends a referral or an appeal to the government, with a valid number and date.

    A referral cannot be closed while the officer can still appeal. *Remanded* is the outcome of a remand and of no
    other order: it ends nothing.
    """
    is_with_government = facts.authority is Authority.GOVERNMENT
    if facts.stage is Stage.APPEALED and not is_with_government:
        return ReviewRefusal.NOT_REFERRED
    if facts.stage is not Stage.APPEALED and facts.decision is not Decision.REFERRED:
        return ReviewRefusal.NOT_REFERRED
    if facts.stage is Stage.DECIDED and not is_with_government and not _is_appeal_period_over(facts, at):
        return ReviewRefusal.TOO_EARLY
    if not move_input.order_number or len(move_input.order_number) > LONGEST_ORDER_NUMBER:
        return ReviewRefusal.ORDER_MISSING
    if move_input.order_date is None or move_input.order_date > today:
        return ReviewRefusal.ORDER_DATE
    if facts.decided_on is not None and move_input.order_date < facts.decided_on:
        return ReviewRefusal.ORDER_DATE
    if (move_input.outcome is OrderOutcome.REMANDED) != (move.name == "remand"):
        return ReviewRefusal.OUTCOME_MISSING
    return _refuse_outcome(facts, move_input) if is_order_outcome_required(facts) else None


def _refuse_outcome(facts: ReviewFacts, move_input: MoveInput) -> ReviewRefusal | None:
    """Refuse an order without an outcome, and *modified* without a milder decision that is still adverse."""
    if move_input.outcome is None:
        return ReviewRefusal.OUTCOME_MISSING
    if move_input.outcome is not OrderOutcome.MODIFIED:
        return None
    is_milder = move_input.decision is not None and move_input.decision.gravity < facts.decision.gravity
    return None if is_milder and move_input.decision.is_adverse else ReviewRefusal.MILDER_MISSING


def _refuse_closing(facts: ReviewFacts, at: datetime) -> ReviewRefusal | None:
    """Refuse to close a referral without an order, and any other review while an appeal is possible."""
    if facts.decision is Decision.REFERRED:
        return ReviewRefusal.ORDER_MISSING
    if facts.stage is Stage.DECIDED and facts.decision is not Decision.NOT_DELIBERATE:
        return None if _is_appeal_period_over(facts, at) else ReviewRefusal.TOO_EARLY
    return None


def _is_appeal_period_over(facts: ReviewFacts, at: datetime) -> bool:
    return facts.due_at is not None and at >= facts.due_at
