"""The part of the history that a call is about: the report to verify, the news to read, or the contact to ask about.

The events are shown as on the complaint page, but only with text that the complainant may read.
"""

from dataclasses import replace
from typing import NamedTuple

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.queries.unread_news import unread_news
from complaints.rules.calls.cell_calls import Purpose
from complaints.workflow.table import CALL_KINDS
from desk.complaint import timeline
from desk.queries import complaint_details
from desk.queries.complaint_details import TimelineEntry


class CallSubject(NamedTuple):
    """What a call is about. `entries`: for components/timeline.html, oldest first.

    `history_length`: how many events the operator may see in all.
    """

    entries: list[dict]
    history_length: int


def load_call_subject(complaint: Complaint, purpose: Purpose, *, actor: Actor) -> CallSubject:
    """Return what a call for this purpose is about, as this operator may see it. Two statements."""
    history = complaint_details.visible_history(complaint, actor)
    selected = _events_for_call(history, complaint, purpose)
    readable = [entry if entry.for_citizen else replace(entry, words="") for entry in selected]
    entries = timeline.timeline_entries(readable, complaint_details.load_history_names(readable))
    return CallSubject(entries, len(history))


def _events_for_call(history: list[TimelineEntry], complaint: Complaint, purpose: Purpose) -> list[TimelineEntry]:
    """Return the entries of the history that a call for this purpose is about.

    These are all news that were not read out yet, or all attempts of this round to make contact. For the other purposes
    it is the last event of each kind.
    """
    if purpose is Purpose.NEWS:
        return unread_news(history)
    relevant = [entry for entry in history if entry.kind in CALL_KINDS[purpose]]
    if purpose is Purpose.EXCUSE:
        return [entry for entry in relevant if entry.cycle == complaint.cycle]
    last_of_kind = {entry.kind: entry for entry in relevant}
    return sorted(last_of_kind.values(), key=lambda entry: entry.seq)
