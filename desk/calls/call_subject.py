"""What a call is about: the report to verify, the news to read, the wish or the contact to ask about.

As the file tells it, and of free text only what the complainant may read.
"""

from dataclasses import replace

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.calls.calling import Purpose
from complaints.workflow.table import KINDS
from desk.complaint import timeline
from desk.queries import complaint_details
from desk.queries.complaint_details import TimelineEntry

MANY = frozenset({Purpose.NEWS, Purpose.EXCUSE})
"""All of the news that were not read yet, and all tries of this round; of the others the last one counts."""


def subject(complaint: Complaint, purpose: Purpose, *, actor: Actor) -> list[dict]:
    """Entries for components/timeline.html, oldest first. Two statements."""
    history = complaint_details.history_of(complaint, actor)
    chosen = [_for_the_complainant(one) for one in _chosen(history, complaint, purpose)]
    return timeline.told(chosen, complaint_details.names_in(chosen))


def _chosen(history: list[TimelineEntry], complaint: Complaint, purpose: Purpose) -> list[TimelineEntry]:
    found = [one for one in history if purpose in KINDS[one.kind].told_in_calls]
    if purpose is Purpose.NEWS:
        read = max((one.at for one in history if one.kind == "news_read"), default=complaint.received_at)
        return [one for one in found if one.at > read]
    if purpose in MANY:
        return [one for one in found if one.cycle == complaint.cycle]
    last = {one.kind: one for one in found}
    return sorted(last.values(), key=lambda one: one.seq)


def _for_the_complainant(one: TimelineEntry) -> TimelineEntry:
    return one if one.for_citizen else replace(one, words="")
