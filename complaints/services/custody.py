"""The custody ledger: who has a complaint, without gap or overlap. Leave does not change it (queries.custody)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Office
from accounts.rules.offices import PLACE_KINDS, OfficeKind
from complaints.models import Complaint, Custody


def begin(complaint: Complaint, *, at: datetime) -> None:
    """The first office has it; before marking, the cell, so no posting."""
    Custody.objects.create(
        complaint=complaint, office_id=complaint.office_id, posting_id=complaint.holder_id, started_at=at
    )


def pass_on(complaint: Complaint, *, office: Office, posting_id: int | None, at: datetime) -> None:
    """It goes to another posting or office: the open row ends and the next begins at the same instant.

    The complaint's row follows; the caller saves it.
    """
    if (complaint.office_id, complaint.holder_id) == (office.pk, posting_id):
        return
    ended = Custody.objects.filter(complaint=complaint, ended_at=None)
    if not ended.filter(started_at=at).delete()[0]:  # handed over twice in one instant: the first never had it
        ended.update(ended_at=at)
    if complaint.office_id != office.pk:
        stand_at(complaint, office)
    complaint.holder_id = posting_id
    begin(complaint, at=at)


def stand_at(complaint: Complaint, office: Office, *, line: Sequence[Office] | None = None) -> None:
    """The row repeats the office's line, so that every scope is one column. `line`: the offices from the root to it."""
    complaint.office = office
    columns = office.place_columns() if line is None else dict.fromkeys(PLACE_KINDS) | _by_kind(line)
    for level, office_id in columns.items():
        setattr(complaint, f"{level}_id", office_id)


def line_of(complaint: Complaint) -> list[int | None]:
    """The line of the office that has it (rules.reopening)."""
    return [*(getattr(complaint, f"{level}_id") for level in PLACE_KINDS), complaint.office_id]


def _by_kind(line: Sequence[Office]) -> dict[str, int]:
    return {OfficeKind(office.kind): office.pk for office in line if office.kind in PLACE_KINDS}
