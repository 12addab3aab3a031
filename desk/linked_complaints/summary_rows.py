"""Summaries of another complaint: a row of the panel, and the preview before linking or merging."""

from dataclasses import dataclass

from accounts.actors import Actor
from complaints.models import Complaint
from desk.formatting import complaint_cell_name, day, joined, post_of
from desk.queries import complaint_details


@dataclass(frozen=True)
class LinkedRow:
    """One row of the panel."""

    etag: str
    category: str
    status: str
    place: str
    received: str


def linked_row(complaint: Complaint) -> LinkedRow:
    """Return the row. No query if category and place are loaded."""
    return LinkedRow(
        etag=complaint.etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        place=complaint.place.name,
        received=day(complaint.received_at),
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
