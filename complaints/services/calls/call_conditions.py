"""Decide whether a call may be recorded: on the page of the call, and by a move on the complaint page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.queries.due_calls import find_due_call
from complaints.queries.pressure_reports import is_calling_forbidden
from complaints.rules.calls.cell_calls import FAILED_RESULTS, Purpose, Result, may_record_call
from complaints.rules.clock import SafeHours
from complaints.rules.refusals import Refusal
from complaints.services.calls import call_log
from complaints.workflow.declaration import Move
from ledger.service_exceptions import Refused


def require_recordable_call(
    complaint: Complaint,
    purpose: Purpose,
    result: Result,
    *,
    by: Actor,
    at: datetime,
    minutes: int | None = None,
    may_precede_due_call: bool = False,
) -> None:
    """Raise Refused if this cell must not record such a call now. Two statements.

    The call must be due, unless the complainant can say the same before (`may_precede_due_call`): then only the duress
    word forbids it. The call must have begun in the complainant's hours; a connected call, of `minutes`, may last
    beyond them. A failed call counts only two hours after another one, or from the time that the complainant named.
    """
    due = find_due_call(by, complaint.pk, purpose, at=at)
    if due is None and (not may_precede_due_call or is_calling_forbidden(complaint)):
        raise Refused(Refusal.NOT_TO_BE_RUNG)
    person, began_at = complaint.complainant, at - timedelta(minutes=minutes or 0)
    safe = None if person.safe_from is None else SafeHours(person.safe_from, person.safe_until)
    if not may_record_call(began_at, ZoneInfo(person.time_zone), safe):
        raise Refused(Refusal.NOT_IN_THEIR_HOURS)
    if due and result in FAILED_RESULTS and at < due.earliest:
        raise Refused(Refusal.CALLED_RECENTLY)


def require_recordable_call_of_move(move: Move, complaint: Complaint, *, by, at: datetime, details: dict) -> None:
    """Raise Refused if a move follows from a call that this cell must not record now. Most moves cost no statement."""
    if result := call_log.call_result_of_move(move, complaint, by=by, details=details):
        may_be_early = move.call.may_precede_due_call
        require_recordable_call(complaint, move.call.purpose, result, by=by, at=at, may_precede_due_call=may_be_early)
