"""The part of the history that a call is about: the report to verify, the news to read, or the contact to ask about.

The events are shown as on the complaint page, but only with text that the complainant may read.
"""

from dataclasses import replace

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.calls.cell_calls import Purpose
from complaints.workflow.table import KINDS
from desk.complaint import timeline
from desk.queries import complaint_details
from desk.queries.complaint_details import TimelineEntry

PURPOSES_WITH_SEVERAL_EVENTS = frozenset({Purpose.NEWS, Purpose.EXCUSE})
"""Purposes for which several events of one kind are shown: unread news, and attempts to make contact.

For the others the last event of each kind is shown.
"""


def timeline_entries_for_call(complaint: Complaint, purpose: Purpose, *, actor: Actor) -> list[dict]:
    """Return entries for components/timeline.html, oldest first. Two statements."""
    history = complaint_details.visible_history(complaint, actor)
    selected = _events_for_call(history, complaint, purpose)
    readable = [entry if entry.for_citizen else replace(entry, words="") for entry in selected]
    return timeline.timeline_entries(readable, complaint_details.load_history_names(readable))


def _events_for_call(history: list[TimelineEntry], complaint: Complaint, purpose: Purpose) -> list[TimelineEntry]:
    """Return the entries of the history that a call for this purpose is about."""
    relevant = [entry for entry in history if purpose in KINDS[entry.kind].call_purposes]
    if purpose is Purpose.NEWS:
        last_read_at = max((entry.at for entry in history if entry.kind == "news_read"), default=complaint.received_at)
        return [entry for entry in relevant if entry.at > last_read_at]
    if purpose in PURPOSES_WITH_SEVERAL_EVENTS:
        return [entry for entry in relevant if entry.cycle == complaint.cycle]
    last_of_kind = {entry.kind: entry for entry in relevant}
    return sorted(last_of_kind.values(), key=lambda entry: entry.seq)
