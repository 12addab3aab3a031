"""Verify the clocks that exist only for the police: each has to run exactly as long as its task waits."""

from collections.abc import Iterator, Mapping

from complaints.models import RunningClock
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Status

SETTLING_ENDS = frozenset({"settled", "pass_up_unsettled", "leave_unsettled"})


def check_internal_clocks(record: ComplaintRecord, rows: Mapping[str, RunningClock]) -> Iterator[str]:
    """Yield the errors of these clocks. `rows`: the running clocks by kind."""
    orders = [(order.given_at, order.due_at) for order in record.orders]
    pressures = [(pressure.reported_at, pressure.due_at) for pressure in record.pressures]
    yield from _check_clock_has_task(Clock.ORDER, rows, orders, _is_complaint_open(record))
    yield from _check_clock_has_task(Clock.PRESSURE, rows, pressures, expected=True)
    complaint = record.complaint
    if complaint.awaits_verification != (Clock.VERIFY in rows):
        yield "an accepted report is to be verified without a clock, or the clock runs on"
    if Clock.URGENT in rows and any(event.kind == "urgent_act" for event in record.events):
        yield "an urgent act is owed that is recorded as done"
    if Clock.REFERRAL in rows and any(event.kind == "refer_outside" for event in record.events):
        yield "a referral is owed that is recorded as done"
    if (settling := rows.get(Clock.SETTLING)) is not None and (
        not _is_complaint_open(record)
        or any(event.kind in SETTLING_ENDS and event.at > settling.started_at for event in record.events)
    ):
        yield "a complaint waits to be settled that is settled or has ended"
    if Clock.LISTENING in rows and complaint.status != Status.RECEIVED:
        yield "an operator has to listen to a voice note of a complaint that was marked or has ended"
    if Clock.CALL in rows and not (_is_complaint_open(record) and record.claims):
        yield "a call about a contact is owed that nobody claims"
    if Clock.EXCUSE in rows and not (_is_complaint_open(record) and complaint.contact == ContactState.OPEN):
        yield "a call after three tries is owed where no contact is"


def _is_complaint_open(record: ComplaintRecord) -> bool:
    return record.complaint.status in OPEN


def _check_clock_has_task(
    clock: Clock, rows: Mapping[str, RunningClock], waiting: list[tuple], expected: bool
) -> Iterator[str]:
    """Check that a clock runs for one of the waiting tasks, given as (start, deadline).

    An order that waits when the complaint ends has no clock.
    """
    row = rows.get(clock)
    if row is not None and (row.started_at, row.due_at) not in waiting:
        yield f"the {clock} clock runs, and what it is for is done or another"
    if row is None and waiting and expected and clock is Clock.PRESSURE:
        yield f"its {clock} clock ought to run"
