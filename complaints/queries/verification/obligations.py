"""The clocks that nobody was promised, held against what they are for: each runs just as long as that waits."""

from collections.abc import Iterator, Mapping

from complaints.models import RunningClock
from complaints.queries.verification.records import Record
from complaints.rules.clock import Clock
from complaints.rules.facts import Contact
from complaints.rules.statuses import OPEN


def check(record: Record, rows: Mapping[str, RunningClock]) -> Iterator[str]:
    """What is wrong with them. `rows`: what runs, by clock."""
    yield from _dated(Clock.ORDER, rows, [(one.given_at, one.due_at) for one in record.orders], _is_open(record))
    yield from _dated(Clock.PRESSURE, rows, [(one.reported_at, one.due_at) for one in record.pressures], wanted=True)
    complaint = record.complaint
    if complaint.awaits_verification != (Clock.VERIFY in rows):
        yield "an accepted report is to be verified without a clock, or the clock runs on"
    if Clock.URGENT in rows and any(event.kind == "urgent_act" for event in record.events):
        yield "an urgent act is owed that is recorded as done"
    if Clock.REFERRAL in rows and any(event.kind == "refer_outside" for event in record.events):
        yield "a referral is owed that is recorded as done"
    if Clock.CALL in rows and not (_is_open(record) and record.claims):
        yield "a call about a contact is owed that nobody claims"
    if Clock.EXCUSE in rows and not (_is_open(record) and complaint.contact == Contact.OPEN):
        yield "a call after three tries is owed where no contact is"


def _is_open(record: Record) -> bool:
    return record.complaint.status in OPEN


def _dated(clock: Clock, rows: Mapping[str, RunningClock], waiting: list[tuple], wanted: bool) -> Iterator[str]:
    """What runs is the task that waits, from its moment to its date. An order that a complaint's end overtook rests."""
    row = rows.get(clock)
    if row is not None and (row.started_at, row.due_at) not in waiting:
        yield f"the {clock} clock runs, and what it is for is done or another"
    if row is None and waiting and wanted and clock is Clock.PRESSURE:
        yield f"its {clock} clock ought to run"
