"""Calls that the complaint cell connects between the holder and the complainant.

The holder requests a call; the cell calls both and connects them. The portal has no telephone of its own: it records
when the call was made, how long it lasted and what the result was.
"""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Call, Complaint, Connection, ContactClaim
from complaints.queries.connected_call_requests import waiting_call_request
from complaints.rules.calls.cell_calls import FAILED_RESULTS, Purpose, Result, have_enough_calls_failed
from complaints.rules.calls.connected_call_rules import CallAnswer
from complaints.rules.guard_facts import ContactState
from complaints.rules.refusals import Refusal
from ledger.service_exceptions import Refused


def request_connected_call(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """Store the holder's request until the call is made. It replaces an open request of an earlier holder."""
    Connection.objects.waiting().filter(complaint=complaint).update(ended_at=at)
    Connection.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        to_id=complaint.holder_id,
        by_id=by.posting_id,
        telephone=details["telephone"].strip(),
        asked_at=at,
    )


def claim_connected_contact(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """Record a connected call as the officer's claimed contact, which the complainant still has to confirm.

    Raises Refused if no request is open.
    """
    connection = waiting_call_request(complaint)
    if connection is None:
        raise Refused(Refusal.NOT_TO_BE_RUNG)
    details["spoke"] = connection.by_id
    complaint.contact = ContactState.CLAIMED
    ContactClaim.objects.create(complaint=complaint, cycle=complaint.cycle, posting_id=connection.by_id, claimed_at=at)


def event_kind_of_call(complaint: Complaint, call: Call) -> str:
    """Return the kind of the event of this call; "" if the complainant only wants to be called at another time."""
    if call.result == Result.REACHED:
        connected_kind = "put_through" if complaint.contact == ContactState.OPEN else "call_connected"
        kinds = {
            CallAnswer.CONNECTED: connected_kind,
            CallAnswer.DECLINED: "call_declined",
            CallAnswer.MISSED: "call_missed",
        }
        return kinds[call.answer]
    if call.result in FAILED_RESULTS:
        return "call_given_up" if _have_enough_calls_failed(complaint) else "connect_call_failed"
    return ""


def end_call_request(complaint: Complaint, call: Call, *, at: datetime) -> None:
    """End the request that led to this call."""
    Connection.objects.waiting().filter(complaint=complaint).update(ended_at=at, call=call)


REQUEST_ENDING_KINDS = frozenset({"put_through", "call_connected", "call_declined", "call_given_up"})
"""The kinds of events that end the request. After all others it stays open for the next call."""


def _have_enough_calls_failed(complaint: Complaint) -> bool:
    """Return whether enough calls have failed since the request."""
    request = Connection.objects.waiting().get(complaint=complaint)
    calls = Call.objects.filter(complaint=complaint, purpose=str(Purpose.CONNECT), at__gte=request.asked_at)
    failed = calls.filter(result__in=[str(result) for result in FAILED_RESULTS])
    return have_enough_calls_failed(list(failed.values_list("at", flat=True)))
