"""Verify the calls that wait: each row follows from the history (complaints.services.calls.waiting_calls)."""

from collections.abc import Iterator

from complaints.queries.unread_news import unread_news_since
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.calls.cell_calls import Purpose, is_excuse_call_owed
from complaints.workflow.calls import EXCUSE_CALL_REACHED
from complaints.workflow.contact import TRY_CONTACT


def check_waiting_calls(record: ComplaintRecord) -> Iterator[str]:
    """Yield the errors of a complaint's waiting calls. Without a readable complainant, the news are not checked."""
    rows = {row.purpose: row.since for row in record.waiting_calls}
    if record.person is not None:
        since = unread_news_since(record.events) if record.person.wants_calls else None
        if rows.get(Purpose.NEWS) != since:
            yield "a call with news waits since another time than its history says, or for nothing"
    complaint = record.complaint
    of_round = [event for event in record.events if event.cycle == complaint.cycle]
    tries = [event.at for event in of_round if event.kind == TRY_CONTACT.name]
    reached = [event.at for event in of_round if event.kind == EXCUSE_CALL_REACHED.name]
    is_owed = is_excuse_call_owed(
        complaint.status,
        complaint.contact,
        tries=len(tries),
        last_try_at=tries[-1] if tries else None,
        reached_at=reached[-1] if reached else None,
    )
    if (Purpose.EXCUSE in rows) != is_owed:
        yield "a call after the officer's attempts waits that is not owed, or does not wait"
    elif is_owed and rows[Purpose.EXCUSE] not in {event.at for event in record.events}:
        yield "a call after the officer's attempts waits since a time of no event"
    if unknown := rows.keys() - {Purpose.NEWS, Purpose.EXCUSE}:
        yield f"a call waits that needs no row: {', '.join(sorted(unknown))}"
