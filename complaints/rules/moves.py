"""The workflow, as a table that every reader shares: buttons, permissions, clocks and tests come from it.

Source of the table: the design's *Statuses and moves*. What depends on more than status and capacity (a settled
contact, a second cycle, a thirty-day limit) is in `complaints.rules.guards`, by the name of the move.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from complaints.rules.capacities import Capacity
from complaints.rules.statuses import FINAL, OPEN, Status

CELL, CITIZEN, HEAD, HOLDER, MONITOR, SUPERIOR, SYSTEM = (
    Capacity.CELL,
    Capacity.CITIZEN,
    Capacity.HEAD,
    Capacity.HOLDER,
    Capacity.MONITOR,
    Capacity.SUPERIOR,
    Capacity.SYSTEM,
)
RECEIVED, MARKED, IN_INQUIRY, AWAITING = Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN
REPORTED, RESOLVED, CLOSED, REJECTED = Status.REPORTED, Status.RESOLVED, Status.CLOSED, Status.REJECTED
WITHDRAWN, MERGED = Status.WITHDRAWN, Status.MERGED


class Effect(StrEnum):
    """What a move does to one clock."""

    RUNS_ON = "runs_on"
    STARTS = "starts"  # a new cycle's fresh limit
    SUSPENDS = "suspends"  # a claim that the citizen has still to confirm
    CONFIRMS = "confirms"  # it stopped when the claim said
    DENIES = "denies"  # it ran as if never suspended
    PAUSES = "pauses"
    RESUMES = "resumes"  # a pause ends; a clock that ran keeps running
    RETURNS = "returns"  # runs on with what was left, at least a day
    STOPS = "stops"


class Custody(StrEnum):
    """Whether a move passes the complaint on."""

    STAYS = "stays"
    TO_POSTING = "to_posting"  # the officer named in the move
    TO_CELL = "to_cell"  # another office's cell
    NEXT_HEAD = "next_head"  # the next head above, SP or higher
    FIT_HEAD = "fit_head"  # the lowest head over the place who may have it, unless its holder may
    FIT_CELL = "fit_cell"  # the nearest cell above in which nobody who is named sits, unless its own is one


@dataclass(frozen=True)
class Move:
    """One arrow: who may take it, from where, to where, and what it does to clocks and custody.

    `target` None keeps the status. `other_key`: the move is one of two keys; when the other has been turned
    already, the status becomes `both_keys`. `needs_words`: a reason or text must come with it.
    """

    name: str
    sources: frozenset[Status]
    target: Status | None
    by: frozenset[Capacity]
    contact: Effect = Effect.RUNS_ON
    report: Effect = Effect.RUNS_ON
    decision: Effect = Effect.RUNS_ON
    custody: Custody = Custody.STAYS
    new_cycle: bool = False
    needs_words: bool = False
    other_key: str | None = None
    both_keys: Status | None = None
    has_page: bool = False


def _move(name: str, sources: Set[Status], target: Status | None, by: Set[Capacity], **effects) -> Move:
    return Move(name, frozenset(sources), target, frozenset(by), **effects)


_AFRESH = {
    "contact": Effect.STARTS,
    "report": Effect.STARTS,
    "custody": Custody.NEXT_HEAD,
    "new_cycle": True,
    "needs_words": True,
}

MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        # to an officer
        _move("mark", {RECEIVED}, MARKED, {CELL, SUPERIOR}, custody=Custody.TO_POSTING, has_page=True),
        _move("auto_mark", {RECEIVED}, MARKED, {SYSTEM}, custody=Custody.TO_POSTING),
        _move("forward", {RECEIVED}, None, {CELL}, custody=Custody.TO_CELL, needs_words=True, has_page=True),
        _move("recategorise", {RECEIVED, MARKED, IN_INQUIRY}, None, {CELL}, needs_words=True, has_page=True),
        _move("close_as_feedback", {RECEIVED}, CLOSED, {CELL}, needs_words=True, has_page=True),
        _move(
            "re_mark",
            OPEN - {RECEIVED},
            MARKED,
            {HEAD},
            custody=Custody.TO_POSTING,
            report=Effect.RESUMES,
            decision=Effect.STOPS,
            needs_words=True,
            has_page=True,
        ),
        # The complainant has told the police station that it is against, and the holder sits there. They know no names
        # of officers, so it is the system's: as a re-marking, to the lowest head over the place who may have it.
        _move(
            "keep_away",
            OPEN - {RECEIVED},
            MARKED,
            {SYSTEM},
            custody=Custody.FIT_HEAD,
            report=Effect.RESUMES,
            decision=Effect.STOPS,
        ),
        # The same of what nobody has marked yet: past the cell of whoever is named.
        _move("pass_by", {RECEIVED}, None, {SYSTEM}, custody=Custody.FIT_CELL),
        # the inquiry
        _move("begin", {MARKED}, IN_INQUIRY, {HOLDER}, has_page=True),
        # To an office, if they like: neither the invitation nor any answer to it touches a clock.
        _move("invite", {MARKED, IN_INQUIRY}, None, {HOLDER}, needs_words=True, has_page=True),
        _move("answer_invitation", {MARKED, IN_INQUIRY, AWAITING}, None, {CITIZEN}, has_page=True),
        # The complaint cell puts a call through to whom the holder may not ring; the talk is the holder's contact.
        _move("ask_call", {MARKED, IN_INQUIRY}, None, {HOLDER}, has_page=True),
        _move("put_through", {MARKED, IN_INQUIRY}, IN_INQUIRY, {CELL}, contact=Effect.SUSPENDS),
        _move(
            "record_contact",
            {MARKED, IN_INQUIRY},
            IN_INQUIRY,
            {HOLDER},
            contact=Effect.SUSPENDS,
            needs_words=True,
            has_page=True,
        ),
        _move("confirm_contact", OPEN - {RECEIVED}, None, {CITIZEN, CELL}, contact=Effect.CONFIRMS, has_page=True),
        _move("deny_contact", OPEN - {RECEIVED}, None, {CITIZEN, CELL}, contact=Effect.DENIES, has_page=True),
        _move(
            "leave_unconfirmed",
            OPEN - {RECEIVED},
            None,
            {CELL, SYSTEM},
            contact=Effect.CONFIRMS,
            has_page=True,
        ),
        _move("try_contact", {MARKED}, None, {HOLDER}, needs_words=True, has_page=True),
        _move("excuse_contact", {MARKED}, None, {CELL}, contact=Effect.STOPS, needs_words=True, has_page=True),
        _move("ask_citizen", {IN_INQUIRY}, AWAITING, {HOLDER}, report=Effect.PAUSES, needs_words=True, has_page=True),
        _move("resume", {AWAITING}, IN_INQUIRY, {CITIZEN, CELL, HOLDER, SYSTEM}, report=Effect.RESUMES, has_page=True),
        # What its category says must be done within so many hours (categories.csv); its own clock stops.
        _move(
            "urgent_act",
            {MARKED, IN_INQUIRY, AWAITING, REPORTED},
            None,
            {HOLDER},
            needs_words=True,
            has_page=True,
        ),
        # The Central Police Office tells the body outside the police that investigates the matter (rules.referral).
        _move("refer_outside", OPEN, None, {CELL, MONITOR}, needs_words=True, has_page=True),
        _move("hear", {IN_INQUIRY}, None, {HOLDER}, needs_words=True),
        # report and decision
        _move(
            "submit_report",
            {IN_INQUIRY},
            REPORTED,
            {HOLDER},
            report=Effect.STOPS,
            decision=Effect.STARTS,
            needs_words=True,
            has_page=True,
        ),
        _move(
            "return_report",
            {REPORTED},
            IN_INQUIRY,
            {SUPERIOR},
            report=Effect.RETURNS,
            decision=Effect.STOPS,
            needs_words=True,
            has_page=True,
        ),
        _move("verify", {REPORTED}, None, {CELL}, other_key="accept", both_keys=RESOLVED, has_page=True),
        _move(
            "accept",
            {REPORTED},
            None,
            {SUPERIOR},
            decision=Effect.STOPS,
            other_key="verify",
            both_keys=RESOLVED,
            has_page=True,
        ),
        # the citizen's word
        _move("close", {RESOLVED}, CLOSED, {CITIZEN, SYSTEM}, has_page=True),
        # "No" and "partly" are one tap, as "yes" is; what is missing may be said later. From closed: a changed "yes".
        _move("object", {RESOLVED, CLOSED}, MARKED, {CITIZEN}, has_page=True, **_AFRESH | {"needs_words": False}),
        _move("appeal", {CLOSED, REJECTED}, MARKED, {CITIZEN}, has_page=True, **_AFRESH),
        _move("reject", {RECEIVED}, REJECTED, {SUPERIOR}, needs_words=True, has_page=True),
        # withdrawal and pressure
        _move("ask_to_withdraw", OPEN, None, {CITIZEN}, has_page=True),
        _move("keep", OPEN, None, {CITIZEN, CELL}, has_page=True),
        _move("withdraw", OPEN, WITHDRAWN, {CITIZEN, CELL}, has_page=True),
        _move("reinstate", {WITHDRAWN, MERGED}, MARKED, {CITIZEN}, has_page=True, **_AFRESH),
        _move("report_pressure", frozenset(Status), None, {CITIZEN}, has_page=True),
        _move("ask_after", {CLOSED}, None, {SYSTEM}),
        _move("all_well", {CLOSED}, None, {CITIZEN}, has_page=True),
        # what is said between them, beside the moves
        _move("tell_citizen", OPEN - {RECEIVED}, None, {HOLDER}, needs_words=True, has_page=True),
        _move(
            "note",
            frozenset(Status),
            None,
            {HOLDER, HEAD, SUPERIOR, CELL, MONITOR},
            needs_words=True,
            has_page=True,
        ),
        _move("add", OPEN | {RESOLVED}, None, {CITIZEN}, needs_words=True, has_page=True),
        # one matter, several complaints
        _move("merge", {RECEIVED, MARKED}, MERGED, {CELL}, needs_words=True),
        _move("link", frozenset(Status), None, {CELL}),
        # What has ended is kept beyond its time, for a court or an inquiry (docs/decisions/0056).
        _move("hold", FINAL, None, {HEAD, MONITOR}, needs_words=True, has_page=True),
        _move("lift_hold", frozenset(Status), None, {HEAD, MONITOR}, needs_words=True, has_page=True),
    )
}


def permitted(status: Status, capacities: Set[Capacity]) -> list[Move]:
    """The moves open to someone who acts in these capacities; what the page offers and the service checks."""
    return [move for move in MOVES.values() if status in move.sources and move.by & capacities]
