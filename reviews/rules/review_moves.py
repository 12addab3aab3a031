"""The workflow of a review, as one table. Buttons, services, jobs and tests are derived from it.

Source: docs/rules.md, *Review*. Conditions besides stage and capacity are in reviews.rules.review_guards, by the name
of the move.
"""

from collections.abc import Set
from dataclasses import dataclass

from reviews.rules.review_capacities import ReviewCapacity
from reviews.rules.review_stages import UNDECIDED, Stage

OFFICER, AUTHORITY, RECORDER, SYSTEM = (
    ReviewCapacity.OFFICER,
    ReviewCapacity.AUTHORITY,
    ReviewCapacity.RECORDER,
    ReviewCapacity.SYSTEM,
)
FLAGGED, CALLED, EXPLAINED, SILENT = Stage.FLAGGED, Stage.CALLED, Stage.EXPLAINED, Stage.SILENT
DECIDED, APPEALED, FINALLY, CLOSED = Stage.DECIDED, Stage.APPEALED, Stage.DECIDED_FINALLY, Stage.CLOSED
REMANDED = Stage.REMANDED


@dataclass(frozen=True)
class ReviewMove:
    """A move of a review: from which stages to which, and by whom. With `target` None the stage and its clock stay.

    `needs_words`: it requires reasons in writing. `has_page`: a person makes it with a form.
    """

    name: str
    sources: frozenset[Stage]
    target: Stage | None
    by: frozenset[ReviewCapacity]
    needs_words: bool = False
    has_page: bool = False


def _define_move(
    name: str, sources: Set[Stage], target: Stage | None, by: Set[ReviewCapacity], *, page: bool = False, words=None
):
    return ReviewMove(name, frozenset(sources), target, frozenset(by), page if words is None else words, page)


REVIEW_MOVES: dict[str, ReviewMove] = {
    move.name: move
    for move in (
        # explanation: requested once a week, for all flags of the officer together
        _define_move("call", {FLAGGED}, CALLED, {SYSTEM}),
        _define_move("explain", {CALLED, SILENT}, EXPLAINED, {OFFICER}, page=True),
        _define_move("wait", {CALLED}, None, {SYSTEM}),  # the officer was on leave: the deadline is extended
        _define_move("fall_silent", {CALLED}, SILENT, {SYSTEM}),
        # decision and appeal
        _define_move("decide", {EXPLAINED, SILENT, REMANDED}, DECIDED, {AUTHORITY}, page=True),
        _define_move("refer_up", {EXPLAINED, SILENT, REMANDED}, DECIDED, {SYSTEM}),
        _define_move("appeal", {DECIDED}, APPEALED, {OFFICER}, page=True),
        _define_move("decide_finally", {APPEALED}, FINALLY, {AUTHORITY}, page=True),
        # the government orders on an appeal that the case be decided again (the form is that of record_order)
        _define_move("remand", {APPEALED}, REMANDED, {RECORDER}),
        # nobody at the authority may decide, or nobody has decided in time
        _define_move("pass_up", UNDECIDED, None, {SYSTEM}),
        _define_move("escalate", UNDECIDED, None, {SYSTEM}),
        # end
        _define_move("record_order", {DECIDED, APPEALED, FINALLY}, CLOSED, {RECORDER}, page=True, words=False),
        _define_move("close", {DECIDED, FINALLY}, CLOSED, {SYSTEM}),
    )
}


def permitted_moves(stage: Stage, capacities: Set[ReviewCapacity]) -> list[ReviewMove]:
    """Return the moves that these capacities permit at a stage. The page offers them and the service checks them."""
    return [move for move in REVIEW_MOVES.values() if stage in move.sources and move.by & capacities]
