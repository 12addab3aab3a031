"""The chained history of a review, and the only function that makes a move of a review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from complaints.models import ActorKind
from complaints.rules.actors import System
from ledger import chain
from ledger.row_signing import digest_of_text, new_salt, sign_row
from ledger.service_exceptions import NotPermitted, Refused
from reviews.models import Review, ReviewEvent, ReviewWords
from reviews.queries.review_decision_facts import load_review_case, remanded_decision, supported_grounds_by_flag
from reviews.rules import Stage
from reviews.rules.deciding_authority import Authority
from reviews.rules.decision_kinds import Decision
from reviews.rules.review_capacities import ReviewActor, ReviewCapacity, capacities_in_review
from reviews.rules.review_guards import MoveInput, ReviewFacts, refusal_of_move
from reviews.rules.review_moves import REVIEW_MOVES, ReviewMove
from reviews.rules.review_refusals import ReviewRefusal
from reviews.rules.review_stages import StageLimits
from web import text_cleaning

DECIDING_KINDS = frozenset({"decide", "decide_finally", "refer_up"})


@dataclass(frozen=True)
class MoveRequest:
    """A move to make, with its input.

    `columns`: further changes to the row besides the stage. `facts`: what the event records, without typed text.
    `expected_length`: the length of the history when the page was made.
    """

    name: str
    move_input: MoveInput = field(default_factory=MoveInput)
    columns: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    expected_length: int | None = None


def lock_review(review_id: int) -> Review:
    """Return the review, locked until the end of the transaction."""
    return Review.objects.select_for_update(of=("self",)).select_related("officer", "seat").get(pk=review_id)


def load_review_facts(review: Review) -> ReviewFacts:
    """Load the facts that the guards need. One statement; after a remand, two."""
    decision = Decision(review.decision) if review.decision else None
    return ReviewFacts(
        stage=Stage(review.status),
        authority=Authority(review.authority) if review.authority else None,
        decision=decision,
        gravest=remanded_decision(review) if review.status == Stage.REMANDED else decision,
        decided_on=localdate(review.decided_at) if review.decided_at else None,
        due_at=review.due_at,
        supported_grounds=frozenset().union(*supported_grounds_by_flag(review).values()),
    )


def make_review_move(review: Review, request: MoveRequest, *, by: ReviewActor | System, at: datetime) -> ReviewEvent:
    """Make one move of a locked review and record it.

    Raises NotPermitted or Refused, and then changes nothing: Refused(OVERTAKEN) if the history is longer than
    `request.expected_length`.
    """
    move = REVIEW_MOVES[request.name]
    last_event_at = review.events.order_by("-seq").values_list("at", flat=True).first()
    at = max(at, last_event_at or at)
    if request.expected_length is not None and request.expected_length != review.seq:
        raise Refused(ReviewRefusal.OVERTAKEN)
    own_capacities = (
        {ReviewCapacity.SYSTEM} if isinstance(by, System) else capacities_in_review(by, load_review_case(review))
    )
    if review.status not in move.sources or not move.by & own_capacities:
        raise NotPermitted(request.name)
    if reason := refusal_of_move(move, load_review_facts(review), request.move_input, at=at, today=localdate(at)):
        raise Refused(reason)
    return _apply_move(review, move, request, by=by, at=at)


def stage_limits() -> StageLimits:
    """Return the time limits of this installation (settings)."""
    return StageLimits(**settings.REVIEW_DAYS)


def clean_typed_text(words: str) -> str:
    """Return typed text in the form in which it is stored. Raises Refused."""
    try:
        return text_cleaning.clean_text(words)
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(ReviewRefusal.UNREADABLE) from unreadable


def _apply_move(
    review: Review, move: ReviewMove, request: MoveRequest, *, by: ReviewActor | System, at: datetime
) -> ReviewEvent:
    """Append the event, then save the changed row."""
    old_stage, columns = review.status, dict(request.columns)
    if move.target is not None:
        limit = stage_limits().limit_of(move.target)
        due_at = at + limit if limit else None
        columns = {"status": str(move.target), "due_at": due_at, "next_at": due_at} | columns
    if request.move_input.decision is not None or move.name in DECIDING_KINDS:
        columns |= {"decision": str(request.move_input.decision), "decided_at": at}
    if move.target is Stage.CLOSED:
        columns |= {"closed_at": at, "due_at": None, "next_at": None}
    for name, value in columns.items():
        setattr(review, name, value)
    event = _append_event(
        review, move.name, _build_event_facts(review, request, old_stage), request.move_input.words, by=by, at=at
    )
    review.save(update_fields=["seq", "mac", *columns])
    return event


def _build_event_facts(review: Review, request: MoveRequest, old_stage: str) -> dict:
    move_input = request.move_input
    stated = {
        "decision": move_input.decision and str(move_input.decision),
        "grounds": sorted(str(ground) for ground in move_input.grounds),
        "order_number": move_input.order_number,
        "order_date": move_input.order_date and move_input.order_date.isoformat(),
        "outcome": move_input.outcome and str(move_input.outcome),
    }
    state = {"stage": str(review.status), "authority": review.authority, "seat": review.seat_id}
    state |= {"officer": review.officer_id, "due": review.due_at and review.due_at.isoformat()}
    return {"from": old_stage, "state": state} | {k: v for k, v in stated.items() if v} | dict(request.facts)


def _append_event(
    review: Review, kind: str, facts: dict, words: str, *, by: ReviewActor | System, at: datetime
) -> ReviewEvent:
    salt, seq = new_salt(words), review.seq + 1
    actor_kind, actor = _describe_actor(by)
    signed = sign_row(
        bytes(review.mac) or chain.CHAIN_START,
        {
            "review": review.pk,
            "seq": seq,
            "kind": kind,
            "by": actor,
            "facts": facts,
            "words": digest_of_text(words, salt),
        },
        at=at,
    )
    event = ReviewEvent.objects.create(
        review=review, seq=seq, at=at, kind=kind, actor_kind=actor_kind,
        officer_id=actor.get("officer"), posting_id=actor.get("posting"), **signed._asdict(),
    )  # fmt: skip
    if words:
        ReviewWords.objects.create(event=event, salt=salt, text=words)
    review.seq, review.mac = seq, signed.mac
    return event


def _describe_actor(by: ReviewActor | System) -> tuple[ActorKind, dict]:
    if isinstance(by, System):
        return ActorKind.SYSTEM, {"kind": "system"}
    posting = by.post and by.post.posting_id
    return ActorKind.OFFICER, {"kind": "officer", "officer": by.officer_id, "posting": posting}
