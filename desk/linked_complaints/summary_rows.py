"""Summaries of another complaint: a row of the panel, and the preview before linking or merging."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.linking_events import MERGE, TAKEN_IN
from desk.formatting import complaint_cell_name, day, joined, post_of
from desk.queries import complaint_details


@dataclass(frozen=True)
class LinkedRow:
    """One row of the panel. `separate_url`: where the relation can be taken back. `is_merge`: it is a merge."""

    etag: str
    category: str
    status: str
    place: str
    received: str
    separate_url: str = ""
    is_merge: bool = False


def linked_row(complaint: Complaint, *, separate_from: Complaint | None = None, relation: str = "") -> LinkedRow:
    """Return the row. No query if category and place are loaded.

    `separate_from`: the complaint of the page, if the reader may take back its `relation` to this one. A merge is taken
    back on the page of the complaint that ended.
    """
    separate_url = ""
    if separate_from:
        pair = (complaint, separate_from) if relation == TAKEN_IN else (separate_from, complaint)
        separate_url = reverse("desk:separate", args=[one.etag for one in pair])
    return LinkedRow(
        etag=complaint.etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        place=complaint.place.name,
        received=day(complaint.received_at),
        separate_url=separate_url,
        is_merge=relation in {MERGE, TAKEN_IN},
    )


@dataclass(frozen=True)
class ComplaintPreview:
    """Enough of a complaint to recognise it.

    `name`: the complainant's; empty if this reader may not know it, and then `is_hidden` is true.
    """

    row: LinkedRow
    held_by: str
    name: str
    is_hidden: bool
    text: str


def complaint_preview(complaint: Complaint, *, actor: Actor) -> ComplaintPreview:
    """Return the preview. One query for the complainant; none if this reader may not know them."""
    person = complaint_details.visible_complainant(complaint, actor=actor)
    holder = complaint.holder
    return ComplaintPreview(
        row=linked_row(complaint),
        held_by=joined(holder.officer.title, post_of(holder)) if holder else complaint_cell_name(complaint.office.name),
        name=person.name if person else "",
        is_hidden=person is None,
        text=complaint.statement.text,
    )
