"""What moves leave beside the history: the diary of calls, the CPO's samples, and a clerk's text that is used up."""

from datetime import datetime

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import Call, Complaint, ContactSample, Event, Prepared
from complaints.rules.calls.calling import Purpose, Result, is_drawn
from complaints.workflow import contact
from complaints.workflow.declaration import Move
from ledger import crypto

UNREACHABLE = "unreachable"


def write(
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
    """One line of the diary. One statement."""
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


def note_move(move: Move, complaint: Complaint, *, by, at: datetime, words: str, details: dict) -> None:
    """Record the call behind a move that an operator makes, in the move's transaction.

    What an operator records they have heard in a call; when nobody could be reached, in calls before it.
    """
    call = move.call
    if call is None or not isinstance(by, Actor) or by.role is not Role.COMPLAINT_OPERATOR:
        return
    if details.get("verdict") == UNREACHABLE:
        return
    answer = call.answer or details.get("answer") or details.get("verdict", "")
    result = details.get("result", Result.NOT_REACHED) if call.may_fail else Result.REACHED
    write(complaint, call.purpose, result, by=by, at=at, answer=str(answer), words=words)


def use_prepared(move: Move, complaint: Complaint, *, at: datetime) -> None:
    """What a clerk had prepared for this move waits no more: the holder has sent their own words."""
    if move.can_be_prepared:
        Prepared.objects.filter(complaint=complaint, move=move.name, used_at=None).update(used_at=at)


def draw_sample(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Of a confirmation of contact: whether the CPO's cell rings about it. By the event, never by chance at reading."""
    if event.kind == contact.CONFIRM_CONTACT.name and is_in_sample(event.pk):
        ContactSample.objects.create(event=event, complaint=complaint, drawn_at=at)


def is_in_sample(event_id: int) -> bool:
    """One event in twenty. The hash is keyed: who does not have the key cannot foresee it."""
    return is_drawn(int.from_bytes(crypto.blind_index("contact_sample", str(event_id))))
