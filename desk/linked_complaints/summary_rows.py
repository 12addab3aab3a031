"""Summaries of another complaint: a row of the panel, and the preview before linking or merging."""

from dataclasses import dataclass

from accounts.actors import Actor
from complaints.models import Complaint
from desk.queries import complaint_details
from desk.wording import cell_of, day, joined, post_of


@dataclass(frozen=True)
class LinkedRow:
    """One row of the panel."""

    etag: str
    category: str
    status: str
    place: str
    received: str


def row_of(complaint: Complaint) -> LinkedRow:
    """Return the row. No query if category and place are loaded."""
    return LinkedRow(
        etag=complaint.etag,
        category=complaint.category.name,
        status=str(complaint.desk_status),
        place=complaint.place.name,
        received=day(complaint.received_at),
    )


@dataclass(frozen=True)
class Preview:
    """Enough of a complaint to recognise it.

    `name`: the complainant's; empty if this reader may not know it, and then `is_hidden` is true.
    """

    row: LinkedRow
    held_by: str
    name: str
    is_hidden: bool
    text: str


def preview_of(complaint: Complaint, *, actor: Actor) -> Preview:
    """Return the preview. One query for the complainant; none if this reader may not know them."""
    person = complaint_details.complainant_of(complaint, actor=actor)
    holder = complaint.holder
    return Preview(
        row=row_of(complaint),
        held_by=joined(holder.officer.title, post_of(holder)) if holder else cell_of(complaint.office.name),
        name=person.name if person else "",
        is_hidden=person is None,
        text=complaint.statement.text,
    )
