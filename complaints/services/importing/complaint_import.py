"""Import one old complaint: registration, origin, names of accused officers, and its end if it was closed there."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint, Event, ImportedComplaint, Naming
from complaints.rules.actors import SYSTEM
from complaints.rules.exclusion.settling import is_protection_default
from complaints.rules.importing.legacy_rows import LegacyRow
from complaints.rules.statuses import Channel
from complaints.services import drafts, event_messages, history
from complaints.services.draft_answers import DraftAnswers
from complaints.services.exclusion import exclusion_enforcement, officer_naming
from complaints.services.exclusion.exclusion_by_description import preview_exclusions
from complaints.services.importing.row_checks import draft_answers
from complaints.services.moves import lock_complaint, make_move
from complaints.services.registration import register_locked_draft
from complaints.workflow.imported_events import CLOSE_IMPORTED, IMPORTED
from ledger.service_exceptions import NotPermitted

NAMING_REASON = "{source} {reference}"


def require_importer(by: Actor) -> None:
    """Raise NotPermitted unless this is an operator of the Central Police Office, whose names do not lapse."""
    if by.role is not Role.COMPLAINT_OPERATOR or by.office_kind is not OfficeKind.CENTRAL:
        raise NotPermitted("import complaints")


@transaction.atomic
def import_complaint(
    row: LegacyRow, *, source: str, file_sha256: str, by: Actor, at: datetime, is_announced: bool = False
) -> Complaint | None:
    """Register the complaint of a checked row and return it; None if it was imported before, even concurrently.

    All events happen now; the row's days are facts of the event `imported`. An open complaint's clocks start now. One
    that was closed there has no running clock. Accused officers are excluded from the commit on, and
    where anybody is, the complainant's identity is protected.
    is_announced: whether the complainant of an open complaint gets the message about the registration.
    Raises NotPermitted, and the errors of `register_locked_draft`.
    """
    require_importer(by)
    key = uuid5(NAMESPACE_URL, f"imported:{source}:{row.reference}")  # two imports of a row meet at this draft's lock
    answers = draft_answers(row)
    has_exclusions = bool(row.accused_officers or preview_exclusions(DraftAnswers(**answers), at=at))
    answers["protected"] |= is_protection_default(has_exclusions=has_exclusions, category_code=answers["category"])
    drafts.get_or_create_draft(key=key, answers=answers, channel=Channel.IMPORTED, at=at)
    draft = drafts.lock_draft(key)
    if draft.complaint_id or ImportedComplaint.objects.filter(source=source, reference=row.reference).exists():
        return None
    is_announced = is_announced and not row.is_closed
    complaint = register_locked_draft(draft, channel=Channel.IMPORTED, by=by, at=at, is_announced=is_announced)
    _record_origin(complaint, row, source=source, file_sha256=file_sha256, by=by, at=at)
    _name_accused_officers(complaint, row, source=source, by=by, at=at)
    if row.is_closed:
        make_move(
            complaint_id=complaint.pk,
            name=CLOSE_IMPORTED.name,
            by=SYSTEM,
            at=at,
            words=row.cells["result"],
            details={"outcome_there": row.cells["outcome"]},
        )
    if not is_announced:
        for event_id in Event.objects.filter(complaint=complaint).values_list("pk", flat=True):
            event_messages.recall_event_messages(event_id)
    return complaint


def _record_origin(complaint: Complaint, row: LegacyRow, *, source: str, file_sha256: str, by: Actor, at) -> None:
    """Write the event `imported`, and the row that prevents a second import."""
    head, complaint = lock_complaint(complaint.pk)
    received, closed = row.dates["received_on"], row.dates.get("closed_on")
    facts = {
        "state": history.event_state_of(complaint),
        "system": source,
        "reference": row.reference,
        "file": file_sha256,
        "received_there": received.isoformat(),
        **({"closed_there": closed.isoformat()} if closed else {}),
    }
    history.append(head, history.EventEntry(IMPORTED.name, complaint.cycle, facts), by=by, at=at)
    ImportedComplaint.objects.create(
        complaint=complaint,
        source=source,
        reference=row.reference,
        file_sha256=file_sha256,
        line=row.line,
        received_on=received,
        closed_on=closed,
    )


def _name_accused_officers(complaint: Complaint, row: LegacyRow, *, source: str, by: Actor, at: datetime) -> None:
    """Name the officers whom the row accuses by e-mail address, and move the complaint away from them."""
    if not row.accused_officers:
        return
    head, complaint = lock_complaint(complaint.pk)
    why = NAMING_REASON.format(source=source, reference=row.reference)
    for officer in Officer.objects.filter(email__in=row.accused_officers).order_by("pk"):
        officer_naming.record_naming(head, complaint, officer, source=Naming.Source.CITIZEN, why=why, by=by, at=at)
    exclusion_enforcement.enforce_exclusion(complaint.pk, at=at)
