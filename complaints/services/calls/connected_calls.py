"""A holder asks for a call; the complaint cell rings both and puts it through. The portal has no telephone of its own:
what it keeps is that the call was made, when, how long it lasted and what came of it."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Call, Complaint, Connection, ContactClaim
from complaints.queries.connections import waiting_on
from complaints.rules.calls.calling import FAILED, Purpose, Result, enough_failed
from complaints.rules.calls.connected_calls import CallAnswer
from complaints.rules.facts import Contact
from complaints.rules.refusals import Refusal
from ledger.exceptions import Refused


def ask(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """A holder's wish, kept until the call is made. What waited for an earlier holder waits no more."""
    Connection.objects.waiting().filter(complaint=complaint).update(ended_at=at)
    Connection.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        to_id=complaint.holder_id,
        by_id=by.posting_id,
        telephone=details["telephone"].strip(),
        asked_at=at,
    )


def claim(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """The talk that was put through counts as the officer's contact, once the complainant says so. Raises Refused."""
    connection = waiting_on(complaint)
    if connection is None:
        raise Refused(Refusal.NOT_TO_BE_RUNG)
    details["spoke"] = connection.by_id
    complaint.contact = Contact.CLAIMED
    ContactClaim.objects.create(complaint=complaint, cycle=complaint.cycle, posting_id=connection.by_id, claimed_at=at)


def came_of(complaint: Complaint, call: Call) -> str:
    """The kind of event that this call makes; empty where they are only to be rung again at another time."""
    if call.result == Result.REACHED:
        talked = "put_through" if complaint.contact == Contact.OPEN else "call_connected"
        return {CallAnswer.CONNECTED: talked, CallAnswer.DECLINED: "call_declined", CallAnswer.MISSED: "call_missed"}[
            call.answer
        ]
    if call.result in FAILED:
        return "call_given_up" if _is_given_up(complaint) else "connect_call_failed"
    return ""


def end(complaint: Complaint, call: Call, *, at: datetime) -> None:
    """Nobody waits for this call any more."""
    Connection.objects.waiting().filter(complaint=complaint).update(ended_at=at, call=call)


ENDS = frozenset({"put_through", "call_connected", "call_declined", "call_given_up"})
"""What ends the wish; else it waits for the next call."""


def _is_given_up(complaint: Complaint) -> bool:
    """Whether enough calls have failed since it was asked for."""
    asked = Connection.objects.waiting().get(complaint=complaint)
    calls = Call.objects.filter(complaint=complaint, purpose=str(Purpose.CONNECT), at__gte=asked.asked_at)
    return enough_failed(list(calls.filter(result__in=[str(one) for one in FAILED]).values_list("at", flat=True)))
