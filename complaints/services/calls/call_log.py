"""Write what moves record outside the history: the call log, the CPO's spot checks, and the use of prepared texts."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import Call, Complaint, ContactSample, Event, Prepared
from complaints.rules.calls.cell_calls import Purpose, Result, is_selected_for_spot_check
from complaints.workflow import contact
from complaints.workflow.declaration import Move
from ledger import field_encryption

UNREACHABLE = "unreachable"
SENT_AGAIN_WITHIN = timedelta(minutes=1)
"""How soon after a call the same result from the same posting is the same form, sent twice."""


def log_call(
    complaint: Complaint,
    purpose: Purpose,
    result: Result,
    *,
    by: Actor,
    at: datetime,
    answer: str = "",
    words: str = "",
    call_back_at: datetime | None = None,
    minutes: int | None = None,
) -> Call:
    """Add one call to the call log. One statement."""
    return Call.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        posting_id=by.posting_id,
        at=at,
        purpose=str(purpose),
        result=str(result),
        answer=answer,
        words=words,
        call_back_at=call_back_at,
        minutes=minutes,
    )


def is_sent_again(
    complaint: Complaint,
    purpose: Purpose,
    result: Result,
    *,
    by: Actor,
    at: datetime,
    words: str,
    call_back_at: datetime | None,
) -> bool:
    """Return whether the same operator has just sent the same call: a double click, not a second call. One statement.

    A complainant who was reached is not called again, so such a call is refused as one that is no longer due.
    """
    if result is Result.REACHED:
        return False
    last = Call.objects.filter(complaint=complaint, purpose=str(purpose)).order_by("at", "pk").last()
    if last is None or at >= last.at + SENT_AGAIN_WITHIN or words not in {"", last.words}:
        return False
    return (last.posting_id, last.result, last.call_back_at) == (by.posting_id, result, call_back_at)


def call_result_of_move(move: Move, complaint: Complaint, *, by, details: dict) -> Result | None:
    """Return the result of the call behind a move, or None if the move follows from no call.

    An operator makes such a move because of what the complainant said in a call. If the complainant could not be
    reached, the failed calls were recorded before. Without a telephone nobody was called.
    """
    if move.call is None or not isinstance(by, Actor) or by.role is not Role.COMPLAINT_OPERATOR:
        return None
    if details.get("verdict") == UNREACHABLE or not complaint.complainant.phone_index:
        return None
    return Result(details.get("result", Result.NOT_REACHED)) if move.call.may_fail else Result.REACHED


def log_call_of_move(move: Move, complaint: Complaint, *, by, at: datetime, words: str, details: dict) -> None:
    """Record the call behind a move that an operator makes, in the transaction of the move."""
    result = call_result_of_move(move, complaint, by=by, details=details)
    if result is None:
        return
    answer = move.call.answer or details.get("answer") or details.get("verdict", "")
    log_call(complaint, move.call.purpose, result, by=by, at=at, answer=str(answer), words=words)


def mark_prepared_text_used(move: Move, complaint: Complaint, *, at: datetime) -> None:
    """Mark the text that a clerk prepared for this move as used, because the holder has now made the move."""
    if move.can_be_prepared:
        Prepared.objects.filter(complaint=complaint, move=move.name, used_at=None).update(used_at=at)


def create_spot_check_if_sampled(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Create a spot check for one in twenty confirmations of contact.

    The event's id decides, so that the choice is the same whenever it is computed.
    """
    if event.kind == contact.CONFIRM_CONTACT.name and is_in_spot_check_sample(event.pk):
        ContactSample.objects.create(event=event, complaint=complaint, drawn_at=at)


def is_in_spot_check_sample(event_id: int) -> bool:
    """Return whether an event is in the sample of one in twenty. Without the key the choice cannot be predicted."""
    return is_selected_for_spot_check(int.from_bytes(field_encryption.blind_index("contact_sample", str(event_id))))
