"""Note which clocks of a complaint started and stopped since its last event.

The next event records the notes, so that the history proves the clock ledger;
`complaints.queries.verification.clock_run_check` compares the two. The notes are kept on the locked complaint instance,
from the change of a clock until the event in the same transaction.
"""

from datetime import datetime

from complaints.models import Complaint, RunningClock
from complaints.rules.clock import RunningState
from complaints.rules.statuses import recorded_state_of as row_state

_NOTES = "_clock_notes"
"""The attribute of the complaint instance that holds the notes."""


def begin_clock_notes(complaint: Complaint) -> None:
    """Begin the notes for the next event. A registration records them even if no clock runs."""
    vars(complaint).setdefault(_NOTES, {"ran": [], "stopped": []})


def note_clock_start(complaint: Complaint, clock: str, cycle: int, running: RunningState) -> None:
    """Note that a clock started or resumed."""
    begin_clock_notes(complaint)
    times = running.started_at.isoformat(), running.due_at.isoformat(), running.limit.total_seconds()
    vars(complaint)[_NOTES]["ran"].append([str(clock), cycle, *times])


def note_clock_stop(complaint: Complaint, row: RunningClock, *, at: datetime, why: str) -> None:
    """Note that a clock stopped."""
    begin_clock_notes(complaint)
    vars(complaint)[_NOTES]["stopped"].append([row.clock, row.started_at.isoformat(), at.isoformat(), str(why)])


def event_state_of(complaint: Complaint) -> dict:
    """Return what the next event records about the complaint's row and its clocks, and clear the notes."""
    notes = vars(complaint).pop(_NOTES, None)
    return row_state(complaint) | ({"clocks": notes} if notes is not None else {})
