"""Write what a partner organisation says about its own handling of a matter into the complaint's history."""

from datetime import datetime

from django.db import transaction

from complaints.models import Complaint, Event
from complaints.rules.actors import SYSTEM
from complaints.rules.hearing_rules import reveals_complainant
from complaints.rules.refusals import Refusal
from complaints.services import event_messages, history
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from complaints.workflow.partner_events import PARTNER_STATUS, RECALL_PARTNER, REFER_PARTNER
from ledger.service_exceptions import NotPermitted, Refused
from web import text_cleaning

LONGEST_NOTE = 1_000  # characters


@transaction.atomic
def record_partner_status(
    *,
    complaint_id: int,
    client_id: str,
    names: dict[str, str],
    state: str,
    note: str,
    occurred_at: datetime,
    at: datetime,
) -> Event:
    """Record a partner's status as a note by that partner. It changes neither status, custody nor clocks.

    `client_id`: of the partner, which the registration event or the present referral must name. `names`: its names
    (`partner`, `partner_ur`), as they are now. `occurred_at`: when the partner reached it.
    Raises NotPermitted for another partner; Refused if the complaint was anonymised, the note is too long, or it
    reveals a protected complainant; text_cleaning.UnreadableText.
    """
    note = text_cleaning.clean_text(note)
    if len(note) > LONGEST_NOTE:
        raise Refused(Refusal.WORDS_TOO_LONG)
    head, complaint = lock_complaint(complaint_id)
    if not _may_push(client_id, complaint):
        raise NotPermitted("push a status")
    if complaint.anonymised_at:
        raise Refused(Refusal.ALREADY_DONE)
    _require_no_identification(note, complaint)
    at = max(at, head.at or at)
    facts = {
        "state": history.event_state_of(complaint),
        **names,
        "state_there": state,
        "occurred_at": occurred_at.isoformat(),
    }
    entry = history.EventEntry(PARTNER_STATUS.name, complaint.cycle, facts, note)
    event = history.append(head, entry, by=SYSTEM, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event


def _may_push(client_id: str, complaint: Complaint) -> bool:
    """Return whether the registration event, or the present referral, names this partner.

    A row of the API alone proves nothing.
    """
    registered = Event.objects.filter(complaint=complaint, seq=1).first()
    referrals = Event.objects.filter(complaint=complaint, kind__in=(REFER_PARTNER.name, RECALL_PARTNER.name))
    last = referrals.order_by("-seq").first()
    naming = [registered, last if last is not None and last.kind == REFER_PARTNER.name else None]
    return any(event and event.facts.get("client") == client_id for event in naming)


def _require_no_identification(note: str, complaint: Complaint) -> None:
    """Raise Refused if the note reveals a complainant whose identity is protected. The officer reads the note."""
    if not complaint.identity_is_protected:
        return
    person = complaint.complainant
    names, numbers = [person.name, person.behalf_name], [person.phone, person.document_number]
    if reveals_complainant(note, numbers=numbers, names=names, addresses=[person.address], email=person.email):
        raise Refused(Refusal.SUMMARY_REVEALS_COMPLAINANT)
