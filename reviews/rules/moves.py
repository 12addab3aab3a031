"""The workflow of a review, as a table that every reader shares: buttons, services, jobs and tests come from it.

Source: domain.md, *Review*. What depends on more than stage and capacity is in `guards`, by the name of the move.
"""

from collections.abc import Set
from dataclasses import dataclass

from reviews.rules.capacities import Capacity
from reviews.rules.stages import UNDECIDED, Stage

OFFICER, AUTHORITY, RECORDER, SYSTEM = Capacity.OFFICER, Capacity.AUTHORITY, Capacity.RECORDER, Capacity.SYSTEM
FLAGGED, CALLED, EXPLAINED, SILENT = Stage.FLAGGED, Stage.CALLED, Stage.EXPLAINED, Stage.SILENT
DECIDED, APPEALED, FINALLY, CLOSED = Stage.DECIDED, Stage.APPEALED, Stage.DECIDED_FINALLY, Stage.CLOSED


@dataclass(frozen=True)
class Move:
    """One arrow: who may take it, from where, to where. `target` None keeps the stage and its clock.

    `needs_words`: it is reasoned in writing. `has_page`: somebody fills in a form for it.
    """

    name: str
    sources: frozenset[Stage]
    target: Stage | None
    by: frozenset[Capacity]
    needs_words: bool = False
    has_page: bool = False


def _move(name: str, sources: Set[Stage], target: Stage | None, by: Set[Capacity], *, page: bool = False, words=None):
    return Move(name, frozenset(sources), target, frozenset(by), page if words is None else words, page)


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        # hearing the officer: once a week, for all of their flags together
        _move("call", {FLAGGED}, CALLED, {SYSTEM}),
        _move("explain", {CALLED, SILENT}, EXPLAINED, {OFFICER}, page=True),
        _move("wait", {CALLED}, None, {SYSTEM}),  # the officer was on leave: the day moves
        _move("fall_silent", {CALLED}, SILENT, {SYSTEM}),
        # deciding
        _move("decide", {EXPLAINED, SILENT}, DECIDED, {AUTHORITY}, page=True),
        _move("refer_up", {EXPLAINED, SILENT}, DECIDED, {SYSTEM}),
        _move("appeal", {DECIDED}, APPEALED, {OFFICER}, page=True),
        _move("decide_finally", {APPEALED}, FINALLY, {AUTHORITY}, page=True),
        # where nobody at the authority may decide, or nobody has
        _move("pass_up", UNDECIDED, None, {SYSTEM}),
        _move("escalate", UNDECIDED, None, {SYSTEM}),
        # its end
        _move("record_order", {DECIDED, APPEALED, FINALLY}, CLOSED, {RECORDER}, page=True, words=False),
        _move("close", {DECIDED, FINALLY}, CLOSED, {SYSTEM}),
    )
}


def permitted(stage: Stage, held: Set[Capacity]) -> list[Move]:
    """The moves open to someone who acts in these capacities; what the page offers and the service checks."""
    return [move for move in MOVES.values() if stage in move.sources and move.by & held]
