"""The sweep: whatever ran towards its limit, past it, or stays past it, found out exactly once.

It works in transactions of at most 2,000 clocks. Each claims what is due, records, flags, writes the history and moves
the clocks on, so that a killed sweep leaves whole batches or nothing, and several sweeps share the work. The
complaint's row is neither locked nor changed: an escalation tells, it does not change the holder.
"""

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, transaction

from complaints.rules.clock import Clock
from complaints.rules.obligations import CELLS, OWED, event_kind
from complaints.rules.parties import SYSTEM
from complaints.rules.statuses import state_of
from complaints.services import history
from ledger import chain
from ledger.sql_arrays import array
from sla.models import Breach, Swept
from sla.rules import escalation_ladder
from sla.rules.breaker_limits import BATCH_OF
from sla.rules.escalation_ladder import Post
from sla.services import breach_notices, sweep_sql
from sla.services.claim import ChainOfCommand, Due, claim
from sla.signals import breaches_recorded

BATCH = 2_000


@dataclass(frozen=True)
class Counts:
    """What a sweep did. `set_aside`: steps that a monitor has discarded."""

    reminders: int = 0
    breaches: int = 0
    escalations: int = 0
    batches: int = 0
    set_aside: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class SweepStep(NamedTuple):
    """A step to take, and whom it concerns. `told` hears of it beside the late officer."""

    due: Due
    late: Post | None
    told: Post | None


def sweep(
    *,
    at: datetime,
    until: datetime | None = None,
    batch: int = BATCH,
    held: Collection[Clock] = (),
    discarded: Collection[Clock] = (),
    flags: bool = True,
) -> Counts:
    """Take every step that is due at a moment, earliest first, and tell each posting once of all that concerns it.

    After an outage the steps that were missed are taken in order, each dated when it was due, also of clocks that have
    stopped since. Harmless to repeat and to run several times at once. It looks at no number: `services.holding` does,
    for the beat. `until`: only what was due by an earlier moment. `held`: of these clocks only reminders are taken.
    `discarded`: what ran out of these is written down and held against nobody. `flags`: False where breaches open no
    reviews (the demo's simulations run side by side, and their copies are flagged afterwards).
    """
    command, done = ChainOfCommand(at=at), Counts()
    wanted = {"at": at, "until": until or at, "batch": batch, "held": held, "discarded": discarded, "flags": flags}
    while counts := _sweep_batch(command, **wanted):
        done += counts
    breach_notices.tell(at=at)
    return done


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's collector looks for rings among what was made: the rows of a batch hold none, and make it look often."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
@transaction.atomic
def _sweep_batch(
    command: ChainOfCommand,
    *,
    at: datetime,
    until: datetime,
    batch: int,
    held: Collection[Clock],
    discarded,
    flags: bool,
) -> Counts | None:
    """One round over what is due; None where nothing is, or others are at it."""
    claimed, heads = claim(at=at, until=until, batch=batch, held=held)
    if not claimed:
        return None
    steps = [_step(command, due) for due in claimed]
    aside = [step for step in steps if _is_discarded(step, discarded)]
    _set_aside(aside, heads, at=at)
    taken = _taken([step for step in steps if not _is_discarded(step, discarded)], heads, at=at, flags=flags)
    breach_notices.note(line for step in taken for line in _told(step, command, at=at))
    _move_on(command, claimed)
    return replace(_counts(taken), set_aside=len(aside))


def _is_discarded(step: SweepStep, discarded: Collection[Clock]) -> bool:
    return step.due.clock in discarded and not step.due.is_reminder


def _taken(steps: Sequence[SweepStep], heads: dict[int, history.Head], *, at: datetime, flags: bool) -> list[SweepStep]:
    """The steps that were taken: recorded, flagged, in the history. What another sweep has recorded is none of them."""
    recorded = _record([step for step in steps if not step.due.is_reminder], at=at)
    breached = [(breach, step) for breach, step in recorded.values() if step.due.level == escalation_ladder.BREACH]
    if flags:
        held_against = [(breach, step.late.officer_id) for breach, step in breached if step.late]
        breaches_recorded.send(Breach, breaches=held_against, at=at)
    batches = Counter(BATCH_OF.get(step.due.clock) for _, step in breached)
    batches.pop(None, None)
    Swept.objects.bulk_create(Swept(at=at, batch=batch, breaches=number) for batch, number in batches.items())
    taken = [step for step in steps if step.due.is_reminder or step.due.complaint_id in recorded]
    _write_history(taken, heads, at=at)
    return taken


def _set_aside(steps: Sequence[SweepStep], heads: dict[int, history.Head], *, at: datetime) -> None:
    """They stand in the history, against nobody, and nobody is told."""
    entries = ((step.due.complaint_id, _made("set_aside", step.due, level=step.due.level)) for step in steps)
    if steps:
        history.append_many(heads, entries, by=SYSTEM, at=at)


def _step(command: ChainOfCommand, due: Due) -> SweepStep:
    late, above = command.over(due)
    return SweepStep(due, late, None if due.is_reminder else escalation_ladder.told(due.level, above))


def _record(steps: Sequence[SweepStep], *, at: datetime) -> dict[int, tuple[int, SweepStep]]:
    """The breaches that are new, by complaint: what follows is done for these alone, never for what was tried."""
    if not steps:
        return {}
    columns = {
        "at": at,
        "complaints": array(step.due.complaint_id for step in steps),
        "clocks": array(step.due.clock for step in steps),
        "cycles": array(step.due.cycle for step in steps),
        "levels": array(step.due.level for step in steps),
        "dues": array(step.due.due_at for step in steps),
        "offices": array(step.late.office_id if step.late else step.due.complaint.had_office_id for step in steps),
        "postings": array(step.late and step.late.posting_id for step in steps),
        "officers": array(step.late and step.late.officer_id for step in steps),
        "told": array(step.told and step.told.posting_id for step in steps),
        "quiet": array(step.due.complaint_id for step in steps if step.due.ended_at and step.due.level),
    }
    by_complaint = {step.due.complaint_id: step for step in steps}
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.RECORD, columns)
        return {complaint: (breach, by_complaint[complaint]) for breach, complaint in cursor.fetchall()}


def _write_history(steps: Sequence[SweepStep], heads: dict[int, history.Head], *, at: datetime) -> None:
    history.append_many(heads, ((step.due.complaint_id, _entry(step, at=at)) for step in steps), by=SYSTEM, at=at)


def _entry(step: SweepStep, *, at: datetime) -> history.Made:
    due = step.due
    if due.is_reminder:
        return _made("reminder", due, told=_is_in_time(due, at))
    return _made(
        "escalation" if due.level else "breach",
        due,
        level=due.level,
        posting=step.late and step.late.posting_id,
        office=step.late.office_id if step.late else due.complaint.had_office_id,
        told=step.told and step.told.posting_id,
    )


def _made(name: str, due: Due, **facts) -> history.Made:
    text = _around_due(tuple(state_of(due.complaint).items()), clock=due.clock, **facts)
    return history.Made(event_kind(due.clock, name), due.complaint.cycle, due.due_at.isoformat().join(text))


@lru_cache(maxsize=8192)
def _around_due(state: tuple, **facts) -> tuple[str, str]:
    """What the facts of a step say before and after the instant at which it was due: most differ in nothing else."""
    return tuple(chain.canonical({"state": dict(state), "due": "*"} | facts).split("*"))


def _is_in_time(due: Due, at: datetime) -> bool:
    """Whether a reminder is still one: after the deadline, the breach says it."""
    return at < due.running.due_at


def _told(step: SweepStep, command: ChainOfCommand, *, at: datetime) -> Iterator[tuple[str, str, str]]:
    """Whom to tell by which notice: the late officer of reminder and breach, a superior of breach and escalation, and
    of a call or task of a complaint cell its operators. Of what has stopped nobody hears that it is late still."""
    due = step.due
    if due.is_reminder and not _is_in_time(due, at):
        return
    climbs, has_ended = due.level > escalation_ladder.BREACH, due.ended_at is not None
    kind = "reminder" if due.is_reminder else "escalated" if climbs and not has_ended else "breached"
    told = [step.late.posting_id] if step.late and not climbs else []
    superior = step.told.posting_id if step.told else None
    told += [superior] if superior else []
    if OWED[due.clock].answers in CELLS and not climbs:
        told += command.operators(due)
    for posting in dict.fromkeys(told):
        name = breach_notices.notice(due.clock, kind, is_told=posting == superior, has_ended=has_ended)
        yield f"posting:{posting}", name, due.complaint.etag


def _move_on(command: ChainOfCommand, claimed: Sequence[Due]) -> None:
    running = [due for due in claimed if due.ended_at is None]
    stopped = [due for due in claimed if due.ended_at is not None]
    for statement, clocks in ((sweep_sql.STEP, running), (sweep_sql.STEP_OF_STOPPED, stopped)):
        if clocks:
            _step_on(statement, command, clocks)


def _step_on(statement: str, command: ChainOfCommand, clocks: Sequence[Due]) -> None:
    moved = [due.next_step(command.steps_of(due.complaint.policy_id)) for due in clocks]
    columns = {
        "clocks": array(due.clock_id for due in clocks),
        "steps": array(step for step, _ in moved),
        "nexts": array(next_step_at for _, next_step_at in moved),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)


def _counts(taken: Sequence[SweepStep]) -> Counts:
    reminders = sum(step.due.is_reminder for step in taken)
    breaches = sum(step.due.level == escalation_ladder.BREACH for step in taken)
    return Counts(reminders, breaches, len(taken) - reminders - breaches, 1)
