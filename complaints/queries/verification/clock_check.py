"""Verify the clocks of one complaint: the ledger of runs, the running clocks, and the dates of the complaint's row."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from complaints.models import ClockRun, Policy, RunningClock
from complaints.queries.verification import internal_clock_check
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.clock import PAUSED, PROMISED, Clock, deadline_if_unanswered, pause_ends_at
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Status
from complaints.rules.working_hours import AROUND_THE_CLOCK
from complaints.workflow.outside_authority import SEALED_FROM_POLICE


def check_clocks(record: ComplaintRecord, policies: Mapping[int, Policy]) -> Iterator[str]:
    """Yield the errors of a complaint's clocks. `policies`: all policies by id."""
    policy = policies[record.complaint.policy_id]
    runs = {run.clock: run for run in record.runs if run.ended_at is None}
    rows = {row.clock: row for row in record.running}
    for clock in Clock:
        cycle = record.complaint.cycle if clock in PROMISED else None
        yield from _check_running_clock(clock, runs.get(clock), rows.get(clock), cycle)
    yield from _check_expected_clocks_run(record, set(rows), has_limits=policy.has_limits)
    yield from internal_clock_check.check_internal_clocks(record, rows)
    yield from _check_due_dates(record, policy)
    yield from _check_contact_ran_out(record)
    yield from _check_first_deadlines(record)


def _check_running_clock(
    clock: Clock, run: ClockRun | None, row: RunningClock | None, cycle: int | None
) -> Iterator[str]:
    """Check that the running clock equals the open run of the ledger. `cycle`: the complaint's, or None for any."""
    if (run is None) != (row is None):
        yield f"the {clock} clock runs in {'the ledger' if row is None else 'the table of running clocks'} only"
    elif run is not None:
        in_ledger = run.started_at, run.due_at, run.cycle, run.limit
        if (
            (row.started_at, row.due_at, row.cycle, row.limit) != in_ledger
            or row.step < run.step
            or cycle not in {None, run.cycle}
        ):
            yield f"the {clock} clock that runs is not the one of the ledger"


def _check_expected_clocks_run(record: ComplaintRecord, running: set[str], *, has_limits: bool) -> Iterator[str]:
    """Check that exactly the clocks run that the complaint's state requires; none after it is resolved or has ended.

    None has to run once nobody in the police could open the complaint.
    """
    complaint = record.complaint
    is_sealed = _is_sealed(record)
    is_open = complaint.status in OPEN
    expected = {
        # While the cell has to call after three failed attempts, its clock runs instead of the officer's.
        Clock.CONTACT: is_open and complaint.contact == ContactState.OPEN and Clock.EXCUSE not in running,
        Clock.REPORT: is_open and has_limits and complaint.status not in {Status.AWAITING_CITIZEN, Status.REPORTED},
        Clock.DECISION: complaint.status == Status.REPORTED and complaint.accepted_at is None,
    }
    for clock, should_run in expected.items():
        if should_run != (clock in running) and not (is_sealed and should_run):
            yield f"its {clock} clock {'ought to run' if should_run else 'runs on'} while it is {complaint.status}"


def _is_sealed(record: ComplaintRecord) -> bool:
    """Return whether the clocks stopped because nobody in the police could open the complaint."""
    return any(event.kind == SEALED_FROM_POLICE.name for event in record.events)


def _check_due_dates(record: ComplaintRecord, policy: Policy) -> Iterator[str]:
    """Check that the row has the earliest deadline, and the end of a pause."""
    dues = [row.due_at for row in record.running if row.clock in PROMISED]
    dues = dues or [row.due_at for row in record.running if row.clock == Clock.VERIFY]
    report = [run for run in record.runs if run.clock == Clock.REPORT and run.cycle == record.complaint.cycle]
    ends_at = None
    is_paused = record.complaint.status == Status.AWAITING_CITIZEN and not _is_sealed(record)
    if is_paused and report and report[-1].why == PAUSED:
        hours = AROUND_THE_CLOCK if policy.calendar_id is None else policy.hours_at(record.complaint.office.kind)
        dues.append(deadline_if_unanswered(report, policy.pause_share, hours))
        ends_at = pause_ends_at(report, policy.pause_share)
    if record.complaint.pause_ends_at != ends_at:
        yield "its row has another end of the pause than its clock"
    if record.complaint.status in OPEN and dues and min(dues) != record.complaint.due_at:
        yield f"its row is due at {record.complaint.due_at:%Y-%m-%d %H:%M}, its clocks at {min(dues):%Y-%m-%d %H:%M}"


def _check_contact_ran_out(record: ComplaintRecord) -> Iterator[str]:
    """Check that the row states whether a contact clock of this round stopped after its deadline."""
    contact = [run for run in record.runs if (run.clock, run.cycle) == (Clock.CONTACT, record.complaint.cycle)]
    if any(run.ended_at and run.ended_at > run.due_at for run in contact) != record.complaint.contact_ran_out:
        yield "its row and its ledger differ in whether its contact clock ran out"


def _check_first_deadlines(record: ComplaintRecord) -> Iterator[str]:
    """Check that the first deadlines are those that the first event states."""
    facts = parse_event_body(record.events[0]).get("facts", {}) if record.events else {}
    for clock in (Clock.CONTACT, Clock.REPORT):
        stated_due = facts.get(f"{clock}_due")
        run = next((run for run in record.runs if run.clock == clock), None)
        if stated_due and (run is None or run.due_at != datetime.fromisoformat(stated_due)):
            yield f"the {clock} deadline that was promised at registration is not in the ledger"
