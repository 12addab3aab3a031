"""Record the results of the complaint cell's calls.

Some answers make a move. All other results are entered in the call log; some of them are also an event of the history.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from accounts.actors import Actor
from complaints.models import Call, ChainHead, Complaint, ContactSample, Event
from complaints.rules.calls.cell_calls import (
    ANSWERS_BY_PURPOSE,
    CALLS_APART,
    FAILED_RESULTS,
    SPOT_CHECKED_WITHIN,
    Purpose,
    Result,
    have_enough_calls_failed,
)
from complaints.rules.calls.connected_call_rules import is_possible_duration
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import event_messages, history, internal_clocks
from complaints.services.calls import call_log, connected_calls, waiting_calls
from complaints.services.calls.call_conditions import require_recordable_call
from complaints.services.exclusion import narrowing
from complaints.services.moves import events_after_page, lock_complaint, make_move
from complaints.signals import event_recorded
from complaints.workflow.table import CALL_KINDS
from ledger.service_exceptions import Overtaken, Refused
from web import text_cleaning

COUNTED_FAILED_CALLS = {Purpose.CONTACT: "contact_call_failed", Purpose.VERIFY: "verify_call_failed"}
"""The events of failed calls, by purpose. Guards count them before they allow a move."""


@transaction.atomic
def record_call(
    complaint_id: int,
    purpose: Purpose,
    result: Result,
    *,
    by: Actor,
    at: datetime,
    answer: str = "",
    words: str = "",
    call_back_at: datetime | None = None,
    minutes: int | None = None,
    objection: str = "",
    expected_seq: int | None = None,
) -> None:
    """Record one call that this cell has to make now. The same call, sent twice, is recorded once.

    answer: one of `rules.calls.cell_calls.ANSWERS_BY_PURPOSE`, if the complainant was reached.
    call_back_at: when the complainant wants to be called again.
    minutes: how long a connected call lasted.
    objection: the reason of a complainant who objects to opening the complaint to more officers.
    expected_seq: the length of the history when the operator's page was rendered.

    Raises Refused (answer or minutes missing, nothing to object to, or a reason of `require_recordable_call`),
    Overtaken (the complainant was reached, but something that the call is about is newer than the page), the errors of
    make_move, and text_cleaning.UnreadableText.
    """
    if result is Result.REACHED and answer not in ANSWERS_BY_PURPOSE.get(purpose, ("",)):
        raise Refused(Refusal.ANSWER_MISSING)
    if answer == connected_calls.CallAnswer.CONNECTED and not is_possible_duration(minutes):
        raise Refused(Refusal.MINUTES_MISSING)
    head, complaint = lock_complaint(complaint_id)
    at, words = max(at, head.at or at), text_cleaning.clean_text(words)
    if call_log.is_sent_again(complaint, purpose, result, by=by, at=at, words=words, call_back_at=call_back_at):
        return
    require_recordable_call(complaint, purpose, result, by=by, at=at, minutes=minutes)
    if result is Result.REACHED and events_after_page(head, CALL_KINDS[purpose], expected_seq).exists():
        raise Overtaken(Status(complaint.status))
    if result is Result.REACHED and purpose in _MOVES:
        name, details = _MOVES[purpose](answer)
        make_move(complaint_id=complaint_id, name=name, by=by, at=at, words=words, details=details)
    elif purpose is Purpose.EXCUSE and result in FAILED_RESULTS:
        with override(complaint.complainant.language):
            reason = words or gettext("The complaint cell also called you but could not reach you.")
        details = {"result": str(result)}
        make_move(complaint_id=complaint_id, name="excuse_contact", by=by, at=at, words=reason, details=details)
    else:
        call = call_log.log_call(
            complaint, purpose, result, by=by, at=at, answer=answer, words=words, call_back_at=call_back_at,
            minutes=minutes,
        )  # fmt: skip
        internal_clocks.update_clocks_after_call(
            complaint, purpose, result, at=at, next_call_from=max(call_back_at or at, at + CALLS_APART)
        )
        _record_call_event(head, complaint, call, by=by, at=at)
        if (purpose, result, answer) == (Purpose.NEWS, Result.REACHED, "objects"):
            narrowing.record_objection_by_telephone(complaint_id=complaint_id, words=objection, by=by, at=at)


_MOVES = {
    Purpose.CONTACT: lambda answer: (
        ("confirm_contact" if answer == "in_person" else "deny_contact"),
        {"answer": answer},
    ),
    Purpose.VERIFY: lambda answer: ("verify", {"verdict": answer}),
    Purpose.WITHDRAWAL: lambda answer: (answer, {}),
}
"""The name and the details of the move that an answer makes, by the purpose of the call."""


def _record_call_event(head: ChainHead, complaint: Complaint, call: Call, *, by: Actor, at: datetime) -> None:
    """Add the event of a call to the history, if the call has one."""
    purpose, result = Purpose(call.purpose), Result(call.result)
    if purpose is Purpose.CONNECT:
        _record_connected_call(head, complaint, call, by=by, at=at)
        return
    if purpose is Purpose.SAMPLE:
        if sample := _settle_spot_check(complaint, call):
            facts = {"answer": call.answer or call_log.UNREACHABLE, "about": sample.event_id}
            _append_event(head, complaint, "sample_answered", facts, by=by, at=at)
        return
    if result in FAILED_RESULTS and purpose in COUNTED_FAILED_CALLS:
        _append_event(head, complaint, COUNTED_FAILED_CALLS[purpose], {}, by=by, at=at)
    if kind := _ANSWERED_CALLS.get((purpose, result)):
        _append_event(head, complaint, kind, {}, by=by, at=at)
        if result is Result.REACHED:
            waiting_calls.end_waiting_call(complaint, purpose)
        if kind == "news_read":
            narrowing.record_narrowing_heard(complaint, at=at)


_ANSWERED_CALLS = {
    (Purpose.EXCUSE, Result.REACHED): "excuse_call_reached",
    (Purpose.EXCUSE, Result.CALL_BACK): "excuse_call_later",
    (Purpose.NEWS, Result.REACHED): "news_read",
}
"""The events of calls that wait in a row of their own and that the complainant answered."""


def _record_connected_call(head: ChainHead, complaint: Complaint, call: Call, *, by: Actor, at: datetime) -> None:
    """Record a call that the cell connects for an officer. A conversation is the contact that the officer owes."""
    kind = connected_calls.event_kind_of_call(complaint, call)
    facts = {"minutes": str(call.minutes)} if call.minutes else {}
    if kind == "put_through":
        make_move(complaint_id=complaint.pk, name=kind, by=by, at=at, details=facts)
    elif kind:
        _append_event(head, complaint, kind, facts, by=by, at=at)
    if kind in connected_calls.REQUEST_ENDING_KINDS:
        connected_calls.end_call_request(complaint, call, at=at)


def _settle_spot_check(complaint: Complaint, call: Call) -> ContactSample | None:
    """Settle the oldest open spot check if there was an answer or enough calls have failed; return it or None."""
    waiting = ContactSample.objects.select_for_update().filter(
        complaint=complaint, call=None, drawn_at__gt=call.at - SPOT_CHECKED_WITHIN
    )
    sample = waiting.order_by("drawn_at").first()
    calls = Call.objects.filter(complaint=complaint, purpose=str(Purpose.SAMPLE), at__gte=sample.drawn_at)
    failed = list(calls.filter(result__in=[str(result) for result in FAILED_RESULTS]).values_list("at", flat=True))
    if call.result != Result.REACHED and not have_enough_calls_failed(failed):
        return None
    sample.call = call
    sample.save(update_fields=["call"])
    return sample


def _append_event(head: ChainHead, complaint: Complaint, kind: str, facts: dict, *, by: Actor, at: datetime) -> Event:
    state = {"state": history.event_state_of(complaint)}
    entry = history.EventEntry(kind, complaint.cycle, state | facts, for_citizen=False)
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
