"""What operators do with letters that wait: open, register, close, open again, or hand on to the Central Police Office.

A letter belongs to one complaint cell and exists for nobody else. Who handed it on no longer sees it either.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Draft, ScannedLetter
from complaints.models.scanning.scanned_letter import LETTER_LIFETIME
from complaints.services import history
from complaints.services.moves import lock_complaint
from complaints.workflow.letter_scans import LETTER_SCANNED
from ledger.service_exceptions import NotPermitted, Overtaken

WAITING, REGISTERED, CLOSED = (
    ScannedLetter.State.WAITING,
    ScannedLetter.State.REGISTERED,
    ScannedLetter.State.CLOSED,
)


@transaction.atomic
def open_letter(letter_id: UUID, *, by: Actor, at: datetime) -> ScannedLetter:
    """Give the letter to this operator, who goes on with what a colleague has typed. Raises NotPermitted or Overtaken.

    The colleague's form is refused from then on, so that two operators never register the same letter.
    """
    letter = _lock_letter(letter_id, by=by, at=at, state=WAITING)
    Draft.objects.filter(pk=letter.draft_id, complaint=None).update(operator=by.posting_id)
    return letter


@transaction.atomic
def close_letter(letter_id: UUID, *, reason: ScannedLetter.Reason, by: Actor, at: datetime) -> None:
    """Close a letter that is no complaint. Its scan is kept until it expires. Raises NotPermitted or Overtaken."""
    letter = _lock_letter(letter_id, by=by, at=at, state=WAITING)
    letter.state, letter.reason, letter.closed_at, letter.closed_by_id = CLOSED, reason, at, by.posting_id
    letter.save(update_fields=["state", "reason", "closed_at", "closed_by"])
    Draft.objects.filter(pk=letter.draft_id).update(operator=None)


@transaction.atomic
def reopen_letter(letter_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let a closed letter wait again, for as long as a new one. Raises NotPermitted or Overtaken."""
    letter = _lock_letter(letter_id, by=by, at=at, state=CLOSED)
    letter.state, letter.reason, letter.closed_at, letter.closed_by = WAITING, "", None, None
    letter.save(update_fields=["state", "reason", "closed_at", "closed_by"])
    Draft.objects.filter(pk=letter.draft_id).update(expires_at=at + LETTER_LIFETIME)


def may_hand_on(by: Actor) -> bool:
    """Return whether this operator may hand letters on: the cell of the Central Police Office has none above it."""
    return by.office_kind is not OfficeKind.CENTRAL


@transaction.atomic
def hand_on_letter(letter_id: UUID, *, by: Actor, at: datetime) -> None:
    """Give a letter to the cell of the Central Police Office, because it is about this cell or its district's police.

    What was typed is kept, and nobody of the first cell sees the letter from then on. Raises NotPermitted or Overtaken.
    """
    if not may_hand_on(by):
        raise NotPermitted("hand on a letter")
    letter = _lock_letter(letter_id, by=by, at=at, state=WAITING)
    letter.office, letter.handed_on_at, letter.handed_on_by_id = Office.objects.central(), at, by.posting_id
    letter.save(update_fields=["office", "handed_on_at", "handed_on_by"])
    Draft.objects.filter(pk=letter.draft_id).update(operator=None)


def lock_letter_of_draft(draft: Draft, *, by: Actor) -> ScannedLetter | None:
    """Lock the scanned letter of a draft that is being registered; None for other drafts. One statement.

    Raises NotPermitted if the letter was closed or handed on meanwhile.
    """
    letter = ScannedLetter.objects.select_for_update().filter(draft=draft.pk).first()
    if letter and (letter.state != WAITING or letter.office_id != by.office_id):
        raise NotPermitted("register a letter")
    return letter


def record_registered_letter(letter: ScannedLetter, complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Record in the history where the scan comes from. Runs in the transaction that registers the complaint."""
    head, complaint = lock_complaint(complaint.pk)
    office = letter.sheet.office
    facts = {
        "state": history.event_state_of(complaint),
        "sheet": letter.sheet.code,
        "scans": letter.sources,
        "imported_at": letter.imported_at.isoformat(),
        **({"imported_by": letter.imported_by_id} if letter.imported_by_id else {}),
    }
    if letter.handed_on_at:
        facts |= {"handed_on": True, "office_en": office.name_en, "office_ur": office.name_ur}
    history.append(head, history.EventEntry(LETTER_SCANNED.name, complaint.cycle, facts), by=by, at=at)
    letter.state = REGISTERED
    letter.save(update_fields=["state"])


def _lock_letter(letter_id: UUID, *, by: Actor, at: datetime, state: ScannedLetter.State) -> ScannedLetter:
    """Lock a letter of the operator's cell in this state. Raises NotPermitted, or Overtaken for another state."""
    letters = ScannedLetter.objects.visible_to(by).filter(pk=letter_id, draft__expires_at__gt=at)
    draft_id = letters.values_list("draft_id", flat=True).first()
    # The draft first, as the registration does, so that the two never wait for each other.
    Draft.objects.select_for_update().filter(pk=draft_id).first()
    letter = letters.select_for_update(of=("self",)).first()
    if letter is None:
        raise NotPermitted("work on this letter")
    if letter.state != state:
        raise Overtaken
    return letter
