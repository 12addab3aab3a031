"""Keep the rows of calls that wait: news to read aloud, and officers' attempts to which the complaint cell adds a call.

The caller has locked the complaint. Rows are kept because the history of every complaint would have to be read to find
these calls; all other calls are found by columns of the complaint and by narrow tables (`queries.due_calls`).
"""

from datetime import datetime

from complaints.models import Complaint, Event, WaitingCall
from complaints.queries.unread_news import is_news, load_unread_news_since
from complaints.rules.calls.cell_calls import Purpose, is_excuse_call_owed
from complaints.rules.guard_facts import Facts
from complaints.rules.thresholds import TRIES_BEFORE_EXCUSE
from complaints.workflow.contact import TRY_CONTACT
from complaints.workflow.declaration import Move


def update_waiting_calls(move: Move, event: Event, complaint: Complaint, guard_facts: Facts, *, at: datetime) -> None:
    """Begin or end the waiting calls of a complaint after a move, which made the event. Most moves cost no statement.

    An undone event is no news any more, as its messages are recalled. `guard_facts`: the facts before the move.
    """
    if guard_facts.reversed_event:
        set_news_call(complaint)
    begin_news_call(event, complaint, at=at)
    is_try = move is TRY_CONTACT
    tries = guard_facts.tries + is_try
    if tries < TRIES_BEFORE_EXCUSE:
        return
    is_owed = is_excuse_call_owed(
        complaint.status,
        complaint.contact,
        tries=0 if move.new_cycle else tries,
        last_try_at=at if is_try else guard_facts.last_try_at,
        reached_at=guard_facts.excuse_call_reached_at,
    )
    if is_owed:
        _begin(complaint, Purpose.EXCUSE, since=at)
    else:
        end_waiting_call(complaint, Purpose.EXCUSE)


def begin_news_call(event: Event, complaint: Complaint, *, at: datetime) -> None:
    """Begin the call with news after this event, if it is news for a complainant who cannot read."""
    if complaint.complainant.wants_calls and is_news(event):
        _begin(complaint, Purpose.NEWS, since=at)


def set_news_call(complaint: Complaint) -> None:
    """Begin or end the call with news as the history says: after an undone event, or a changed wish to be called.

    All that was not read aloud yet is news, also what was sent as a message before. At most three statements.
    """
    end_waiting_call(complaint, Purpose.NEWS)
    if not complaint.complainant.wants_calls:
        return
    if since := load_unread_news_since(complaint):
        _begin(complaint, Purpose.NEWS, since=since)


def end_waiting_call(complaint: Complaint, purpose: Purpose) -> None:
    """End the call for this purpose, because the complainant was reached or it is owed no longer. One statement."""
    WaitingCall.objects.filter(complaint=complaint, purpose=str(purpose)).delete()


def _begin(complaint: Complaint, purpose: Purpose, *, since: datetime) -> None:
    """Add the waiting call. If one for this purpose waits already, it keeps its beginning. One statement."""
    row = WaitingCall(complaint=complaint, purpose=str(purpose), since=since)
    WaitingCall.objects.bulk_create([row], ignore_conflicts=True)
