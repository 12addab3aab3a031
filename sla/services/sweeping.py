"""The sweep: record every reminder, breach and escalation that is due, exactly once.

A sweep has transactions of at most 2,000 clocks. Each claims the clocks that are due, records breaches, opens flags,
writes the histories and sets the next step of the clocks. So a killed sweep leaves whole batches or nothing, and
several sweeps can share the work. The row of the complaint is neither locked nor changed: an escalation notifies a
superior and does not change the holder.
"""

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Self

from django.db import connection, transaction

from complaints.rules.actors import SYSTEM
from complaints.rules.clock import Clock
from complaints.rules.clock_obligations import CELL_PARTIES, OBLIGATIONS, step_event_kind
from complaints.rules.statuses import recorded_state_of
from complaints.services import history, notification_writing
from ledger import chain
from ledger.sql_arrays import array_literal
from sla.models import Breach, Swept
from sla.rules import escalation_ladder
from sla.rules.breaker_limits import BATCH_OF
from sla.rules.escalation_ladder import CommandPost
from sla.services import officer_notices, sweep_sql
from sla.services.clock_claiming import ChainOfCommand, DueClock, claim_due_clocks
from sla.signals import breaches_recorded

BATCH = 2_000


@dataclass(frozen=True)
class SweepCounts:
    """The number of steps that a sweep took. `set_aside`: steps that a monitor has discarded."""

    reminders: int = 0
    breaches: int = 0
    escalations: int = 0
    batches: int = 0
    set_aside: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class SweepStep(NamedTuple):
    """A step to take, the late officer, and the superior who is notified as well (`superior`)."""

    due: DueClock
    late: CommandPost | None
    superior: CommandPost | None


def sweep(
    *,
    at: datetime,
    until: datetime | None = None,
    batch: int = BATCH,
    held: Collection[Clock] = (),
    discarded: Collection[Clock] = (),
    flags: bool = True,
) -> SweepCounts:
    """Take every step that is due at a moment, the earliest first. Notify each posting once of all its complaints.

    After an outage the missed steps are taken in order, each dated when it was due, also for clocks that have stopped
    since. Safe to repeat and to run several times at once. There is no limit on the number of breaches; the scheduled
    job applies one (`services.circuit_breaker`).

    `until`: take only steps that were due by this earlier moment. `held`: take only reminders of these clocks.
    `discarded`: record the breaches of these clocks in the history, but against nobody. `flags`: False if breaches must
    not open reviews (the demo's simulations run side by side, and their copies are flagged afterwards).
    """
    command, total = ChainOfCommand(at=at), SweepCounts()
    arguments = {"at": at, "until": until or at, "batch": batch, "held": held, "discarded": discarded, "flags": flags}
    while counts := _sweep_batch(command, **arguments):
        total += counts
    officer_notices.send_notices(at=at)
    return total


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disable cyclic garbage collection: the many rows of a batch trigger it often and hold no reference cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_garbage_collection()
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
) -> SweepCounts | None:
    """Take the steps of one batch. Return None if no clock is due, or other sweeps have claimed all that are."""
    claimed, heads = claim_due_clocks(at=at, until=until, batch=batch, held=held)
    if not claimed:
        return None
    steps = [_plan_sweep_step(command, due) for due in claimed]
    set_aside = [step for step in steps if _is_discarded(step, discarded)]
    if set_aside:  # written into the histories, against nobody and without a notice
        entries = [(s.due.complaint_id, _clock_history_entry("set_aside", s.due, level=s.due.level)) for s in set_aside]
        history.append_many(heads, entries, by=SYSTEM, at=at)
    to_take = [step for step in steps if not _is_discarded(step, discarded)]
    taken = _take_steps(to_take, heads, at=at, flags=flags)
    officer_notices.store_notices(notice for step in taken for notice in _notices_of_step(step, command, at=at))
    lasting = [step for step in taken if step.due.level > escalation_ladder.BREACH and step.due.ended_at is None]
    notification_writing.notify_of_escalations(
        [(step.due.complaint_id, step.superior.officer_id) for step in lasting if step.superior], at=at
    )
    if running := [due for due in claimed if due.ended_at is None]:
        _store_next_steps(sweep_sql.UPDATE_RUNNING_CLOCKS, command, running)
    if stopped := [due for due in claimed if due.ended_at is not None]:
        _store_next_steps(sweep_sql.UPDATE_STOPPED_CLOCKS, command, stopped)
    return replace(_count_steps(taken), set_aside=len(set_aside))


def _is_discarded(step: SweepStep, discarded: Collection[Clock]) -> bool:
    return step.due.clock in discarded and not step.due.is_reminder


def _take_steps(
    steps: Sequence[SweepStep], heads: dict[int, history.SweepHead], *, at: datetime, flags: bool
) -> list[SweepStep]:
    """Record the steps, flag their officers, write the histories. Return the steps that no other sweep had recorded."""
    recorded = _record_new_breaches([step for step in steps if not step.due.is_reminder], at=at)
    breaches = [(breach, step) for breach, step in recorded.values() if step.due.level == escalation_ladder.BREACH]
    if flags:
        late_officers = [(breach, step.late.officer_id) for breach, step in breaches if step.late]
        breaches_recorded.send(Breach, breaches=late_officers, at=at)
    batches = Counter(BATCH_OF.get(step.due.clock) for _, step in breaches)
    batches.pop(None, None)
    Swept.objects.bulk_create(Swept(at=at, batch=batch, breaches=number) for batch, number in batches.items())
    taken = [step for step in steps if step.due.is_reminder or step.due.complaint_id in recorded]
    history.append_many(
        heads, ((step.due.complaint_id, _history_entry_of_step(step, at=at)) for step in taken), by=SYSTEM, at=at
    )
    return taken


def _plan_sweep_step(command: ChainOfCommand, due: DueClock) -> SweepStep:
    late, above = command.responsible_and_superiors(due)
    return SweepStep(due, late, None if due.is_reminder else escalation_ladder.superior_to_notify(due.level, above))


def _record_new_breaches(steps: Sequence[SweepStep], *, at: datetime) -> dict[int, tuple[int, SweepStep]]:
    """Insert the breaches. Return the new ones, by complaint; everything else is done for these only."""
    if not steps:
        return {}
    columns = {
        "at": at,
        "complaints": array_literal(step.due.complaint_id for step in steps),
        "clocks": array_literal(step.due.clock for step in steps),
        "cycles": array_literal(step.due.cycle for step in steps),
        "levels": array_literal(step.due.level for step in steps),
        "dues": array_literal(step.due.due_at for step in steps),
        "offices": array_literal(
            step.late.office_id if step.late else step.due.complaint.had_office_id for step in steps
        ),
        "postings": array_literal(step.late and step.late.posting_id for step in steps),
        "officers": array_literal(step.late and step.late.officer_id for step in steps),
        "told": array_literal(step.superior and step.superior.posting_id for step in steps),
        "quiet": array_literal(step.due.complaint_id for step in steps if step.due.ended_at and step.due.level),
    }
    by_complaint = {step.due.complaint_id: step for step in steps}
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.RECORD_BREACHES, columns)
        return {complaint: (breach, by_complaint[complaint]) for breach, complaint in cursor.fetchall()}


def _history_entry_of_step(step: SweepStep, *, at: datetime) -> history.SweepEntry:
    due = step.due
    if due.is_reminder:
        return _clock_history_entry("reminder", due, told=_is_reminder_in_time(due, at))
    return _clock_history_entry(
        "escalation" if due.level else "breach",
        due,
        level=due.level,
        posting=step.late and step.late.posting_id,
        office=step.late.office_id if step.late else due.complaint.had_office_id,
        told=step.superior and step.superior.posting_id,
    )


def _clock_history_entry(name: str, due: DueClock, **facts) -> history.SweepEntry:
    body_parts = _facts_around_due_time(tuple(recorded_state_of(due.complaint).items()), clock=due.clock, **facts)
    return history.SweepEntry(
        step_event_kind(due.clock, name), due.complaint.cycle, due.due_at.isoformat().join(body_parts)
    )


@lru_cache(maxsize=8192)
def _facts_around_due_time(state: tuple, **facts) -> tuple[str, str]:
    """Return the canonical facts of a step before and after its due time. Cached: most steps differ only in that."""
    return tuple(chain.canonical_json({"state": dict(state), "due": "*"} | facts).split("*"))


def _is_reminder_in_time(due: DueClock, at: datetime) -> bool:
    """Return whether a reminder is still before the deadline. After it, the breach notice replaces the reminder."""
    return at < due.running.due_at


def _notices_of_step(step: SweepStep, command: ChainOfCommand, *, at: datetime) -> Iterator[tuple[str, str, str]]:
    """Yield the notices of a step: recipient, name of the notice, E-tag.

    The late officer is notified of reminders and breaches, a superior of breaches and escalations, and the operators of
    a complaint cell of a late call or task of the cell. For a clock that has stopped, no notice says that it is still
    late.
    """
    due = step.due
    if due.is_reminder and not _is_reminder_in_time(due, at):
        return
    is_escalation, has_ended = due.level > escalation_ladder.BREACH, due.ended_at is not None
    kind = "reminder" if due.is_reminder else "escalated" if is_escalation and not has_ended else "breached"
    recipients = [step.late.posting_id] if step.late and not is_escalation else []
    superior = step.superior.posting_id if step.superior else None
    recipients += [superior] if superior else []
    if OBLIGATIONS[due.clock].answers in CELL_PARTIES and not is_escalation:
        recipients += command.operators(due)
    for posting in dict.fromkeys(recipients):
        name = officer_notices.notice_template_name(
            due.clock, kind, is_superior=posting == superior, has_ended=has_ended
        )
        yield f"posting:{posting}", name, due.complaint.etag


def _store_next_steps(statement: str, command: ChainOfCommand, clocks: Sequence[DueClock]) -> None:
    next_steps = [due.next_step(command.steps_of(due.complaint.policy_id)) for due in clocks]
    columns = {
        "clocks": array_literal(due.clock_id for due in clocks),
        "steps": array_literal(step for step, _ in next_steps),
        "nexts": array_literal(next_step_at for _, next_step_at in next_steps),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)


def _count_steps(taken: Sequence[SweepStep]) -> SweepCounts:
    reminders = sum(step.due.is_reminder for step in taken)
    breaches = sum(step.due.level == escalation_ladder.BREACH for step in taken)
    return SweepCounts(reminders, breaches, len(taken) - reminders - breaches, 1)
