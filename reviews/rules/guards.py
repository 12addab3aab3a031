"""What a move needs beside stage and capacity. Each answers a refusal, or None where nothing stands in the way."""

from dataclasses import dataclass
from datetime import date, datetime

from reviews.rules.authority import Authority
from reviews.rules.decisions import Decision, Ground, OrderOutcome
from reviews.rules.moves import Move
from reviews.rules.refusals import Refusal
from reviews.rules.stages import Stage
from web import text

LONGEST_NUMBER = 60  # characters of an order's number


@dataclass(frozen=True)
class ReviewFacts:
    """A review at the moment of a move. `decision`: the last one. `due_at`: until when it may stand as it does.

    `shown`: the grounds that its dossiers bear out.
    """

    stage: Stage
    authority: Authority | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    due_at: datetime | None = None
    shown: frozenset[Ground] = frozenset()


@dataclass(frozen=True)
class Given:
    """What comes with a move. `outcome`: of an order on an appeal to the government; `decision` is then the order's."""

    words: str = ""
    decision: Decision | None = None
    grounds: frozenset[Ground] = frozenset()
    order_number: str = ""
    order_date: date | None = None
    outcome: OrderOutcome | None = None


def takes_outcome(now: ReviewFacts) -> bool:
    """Whether an order says what becomes of the decision: on an appeal that lies with the government."""
    return now.stage is Stage.APPEALED and now.authority is Authority.GOVERNMENT


def decision_after(outcome: OrderOutcome | None, milder: Decision | None) -> Decision | None:
    """What an order puts in the decision's place; None where that stands. `milder`: what was chosen with *modified*."""
    if outcome is OrderOutcome.SET_ASIDE:
        return Decision.NOT_DELIBERATE
    return milder if outcome is OrderOutcome.MODIFIED else None


def refusal(move: Move, now: ReviewFacts, given: Given, *, at: datetime, today: date) -> Refusal | None:
    """Why the move can't be made so. `today`: the day of `at` by the wall clock of Pakistan."""
    if move.needs_words and not given.words:
        return Refusal.WORDS_MISSING
    if len(given.words) > text.LONGEST:
        return Refusal.WORDS_TOO_LONG
    match move.name:
        case "decide" | "decide_finally":
            return _of_decision(now, given)
        case "refer_up":
            return None if now.authority is Authority.GOVERNMENT else Refusal.TOO_EARLY
        case "appeal":
            return _of_appeal(now, at)
        case "record_order":
            return _of_order(now, given, at, today)
        case "close":
            return _of_closing(now, at)
        case "fall_silent" | "escalate" | "wait":
            return Refusal.TOO_EARLY if now.due_at is None or at < now.due_at else None
    return None


def _of_decision(now: ReviewFacts, given: Given) -> Refusal | None:
    """*Deliberate* needs a ground, and one that the dossier bears out. An appeal never makes it worse."""
    if given.decision is None:
        return Refusal.DECISION_MISSING
    if given.decision.is_adverse and not given.grounds:
        return Refusal.GROUND_MISSING
    if not given.decision.is_adverse and given.grounds:
        return Refusal.NO_GROUND_NEEDED
    if given.grounds - now.shown:
        return Refusal.GROUND_NOT_SHOWN
    if now.decision is not None and given.decision.gravity > now.decision.gravity:
        return Refusal.NEVER_GRAVER
    return None


def _of_appeal(now: ReviewFacts, at: datetime) -> Refusal | None:
    """Once, while the days for it last. What the government decides is appealed there, not here."""
    if now.decision is None or not now.decision.is_adverse:
        return Refusal.EXONERATED
    if now.authority is Authority.GOVERNMENT:
        return Refusal.OUTSIDE
    return Refusal.TOO_LATE if _is_past_appeal(now, at) else None


def _of_order(now: ReviewFacts, given: Given, at: datetime, today: date) -> Refusal | None:
    """Of a referral, or of an appeal that lies with the government: the order's number, and its day.

    While a referral can still be appealed, it is not closed over the officer's head.
    """
    lies_outside = now.authority is Authority.GOVERNMENT
    if now.stage is Stage.APPEALED and not lies_outside:
        return Refusal.NOT_REFERRED
    if now.stage is not Stage.APPEALED and now.decision is not Decision.REFERRED:
        return Refusal.NOT_REFERRED
    if now.stage is Stage.DECIDED and not lies_outside and not _is_past_appeal(now, at):
        return Refusal.TOO_EARLY
    if not given.order_number or len(given.order_number) > LONGEST_NUMBER:
        return Refusal.ORDER_MISSING
    if given.order_date is None or given.order_date > today:
        return Refusal.ORDER_DATE
    if now.decided_on is not None and given.order_date < now.decided_on:
        return Refusal.ORDER_DATE
    return _of_outcome(now, given) if takes_outcome(now) else None


def _of_outcome(now: ReviewFacts, given: Given) -> Refusal | None:
    """Upheld, set aside, or a milder decision that still holds something against the officer."""
    if given.outcome is None:
        return Refusal.OUTCOME_MISSING
    if given.outcome is not OrderOutcome.MODIFIED:
        return None
    is_milder = given.decision is not None and given.decision.gravity < now.decision.gravity
    return None if is_milder and given.decision.is_adverse else Refusal.MILDER_MISSING


def _of_closing(now: ReviewFacts, at: datetime) -> Refusal | None:
    """A referral closes with an order alone; anything else once nothing can change it any more."""
    if now.decision is Decision.REFERRED:
        return Refusal.ORDER_MISSING
    if now.stage is Stage.DECIDED and now.decision is not Decision.NOT_DELIBERATE:
        return None if _is_past_appeal(now, at) else Refusal.TOO_EARLY
    return None


def _is_past_appeal(now: ReviewFacts, at: datetime) -> bool:
    return now.due_at is not None and at >= now.due_at
