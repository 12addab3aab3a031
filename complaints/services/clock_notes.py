"""What the clocks of a complaint have done since its last event: the next event states it, so that history proves them.

The notes wait on the complaint that the caller has locked, from the clock's change until its event in the same
transaction. `complaints.queries.verification.clock_runs` holds the ledger against them.
"""

from datetime import datetime

from complaints.models import Complaint, RunningClock
from complaints.rules.clock import Running
from complaints.rules.statuses import state_of as row_state

WAITING = "_clock_notes"


def open_notes(complaint: Complaint) -> None:
    """From its first event on all is stated, even that no clock ran."""
    vars(complaint).setdefault(WAITING, {"ran": [], "stopped": []})


def began(complaint: Complaint, clock: str, cycle: int, running: Running) -> None:
    """A clock began to run, or goes on."""
    open_notes(complaint)
    spans = running.started_at.isoformat(), running.due_at.isoformat(), running.limit.total_seconds()
    vars(complaint)[WAITING]["ran"].append([str(clock), cycle, *spans])


def ended(complaint: Complaint, row: RunningClock, *, at: datetime, why: str) -> None:
    """A clock stopped."""
    open_notes(complaint)
    vars(complaint)[WAITING]["stopped"].append([row.clock, row.started_at.isoformat(), at.isoformat(), str(why)])


def state_of(complaint: Complaint) -> dict:
    """What the event now to be written says of the row, and of what its clocks did before it."""
    notes = vars(complaint).pop(WAITING, None)
    return row_state(complaint) | ({"clocks": notes} if notes is not None else {})
