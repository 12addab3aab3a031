"""Write the custody ledger: which office and posting has a complaint, without gaps or overlaps.

An officer's leave does not change custody (`queries.custody_ledger`).
"""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Office
from accounts.rules.office_tree import PLACE_KINDS, OfficeKind
from complaints.models import Complaint, Custody
from complaints.services import clocks


def begin_custody(complaint: Complaint, *, at: datetime) -> None:
    """Open a custody row for the complaint's current office and holder. Before marking there is no holder."""
    Custody.objects.create(
        complaint=complaint, office_id=complaint.office_id, posting_id=complaint.holder_id, started_at=at
    )


def transfer_custody(complaint: Complaint, *, office: Office, posting_id: int | None, at: datetime) -> None:
    """Give the complaint to another posting or office: end the open custody row and begin the next one at `at`.

    Sets the office and the holder of the complaint, and the deadlines if the new office keeps other hours; the caller
    saves it. Does nothing if office and holder stay the same.
    """
    if (complaint.office_id, complaint.holder_id) == (office.pk, posting_id):
        return
    open_rows = Custody.objects.filter(complaint=complaint, ended_at=None)
    if not open_rows.filter(started_at=at).delete()[0]:  # Passed on twice at one instant: drop the empty row.
        open_rows.update(ended_at=at)
    complaint.holder_id = posting_id
    if complaint.office_id != office.pk:
        hours = clocks.hours_of(complaint)
        set_office(complaint, office)
        clocks.follow_office_hours(complaint, before=hours, at=at)
    begin_custody(complaint, at=at)


def set_office(complaint: Complaint, office: Office, *, line: Sequence[Office] | None = None) -> None:
    """Set the complaint's office and copy the ids of the offices above it, so that every scope is a single column.

    `line`: the offices from the root to this one, if the caller has loaded them.
    """
    complaint.office = office
    if line is None:
        columns = office.area_ids()
    else:
        ids_by_kind = {OfficeKind(above.kind): above.pk for above in line if above.kind in PLACE_KINDS}
        columns = dict.fromkeys(PLACE_KINDS) | ids_by_kind
    for level, office_id in columns.items():
        setattr(complaint, f"{level}_id", office_id)


def office_line_of(complaint: Complaint) -> list[int | None]:
    """Return the ids of the offices above the complaint's office, by kind, and then its own id.

    `rules.reopening_responsibility` compares such lines.
    """
    return [*(getattr(complaint, f"{level}_id") for level in PLACE_KINDS), complaint.office_id]
