"""The filter of the timeline: which group each entry belongs to, and the choices above the timeline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from complaints.models import ActorKind
from complaints.workflow import clocks, evidence_files
from desk.queries.complaint_details import TimelineEntry

PARAMETER = "show"
PEOPLE, DEADLINES, FILES, NOTES, PORTAL = "people", "deadlines", "files", "notes", "portal"
CHOICES = {
    "": _("All"),
    PEOPLE: _("Citizen and police"),
    DEADLINES: _("Deadlines"),
    FILES: _("Files"),
    NOTES: _("Notes"),
    PORTAL: _("Portal"),
}
"""The choices in their order. Each entry belongs to exactly one group."""
DEADLINE_KINDS = frozenset(kind.name for kind in clocks.KINDS)
FILE_KINDS = frozenset(kind.name for kind in evidence_files.KINDS)


@dataclass(frozen=True)
class TimelineChoice:
    """One choice of the filter. `value`: for the query string; `count`: how many entries it shows."""

    value: str
    label: str
    count: int
    is_chosen: bool


def timeline_group(one: TimelineEntry) -> str:
    """Return the group of an event. What is neither a deadline, a file nor a note is grouped by who did it."""
    if one.kind in DEADLINE_KINDS:
        return DEADLINES
    if one.kind in FILE_KINDS:
        return FILES
    if one.kind == "note":
        return NOTES
    return PORTAL if one.actor_kind == ActorKind.SYSTEM else PEOPLE


def chosen_group(value: str | None) -> str:
    """Return the group that the query string asks for; "" (all) for anything unknown."""
    return value if value in CHOICES else ""


def filter_choices(entries: Sequence[dict], chosen: str) -> list[TimelineChoice]:
    """Return the choices with their counts. Groups without entries are left out, except the chosen one."""
    counts = Counter(entry["group"] for entry in entries) + Counter({"": len(entries)})
    return [
        TimelineChoice(value, str(label), counts[value], value == chosen)
        for value, label in CHOICES.items()
        if counts[value] or value == chosen
    ]
