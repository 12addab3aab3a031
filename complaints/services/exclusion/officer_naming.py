"""Name the officers whom a complaint is against, and withdraw a wrong name.

The conflict exclusion of the complaint follows from the names.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from complaints.models import Complaint, Exclusion, Naming
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.naming_permissions import may_name_officer, may_withdraw_naming
from complaints.rules.refusals import Refusal
from complaints.services import event_messages, facts, history, required_text
from complaints.services.exclusion import exclusion_enforcement
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from ledger.service_exceptions import NotPermitted, Refused

NAME = Exclusion.Ground.NAME


@transaction.atomic
def name_officer(
    *, complaint_id: int, officer_id: int, why: str, by: Actor, at: datetime, from_description: bool = False
) -> Naming:
    """Record that the complaint is against this officer, and move it away from them and from everybody below them.

    why: how it is known; stored with the name.
    from_description: the complaint cell matched the officer to the complainant's description.

    The history records that an officer was named but not which one, because excluded officers may read it. Any account
    can be named. If it is the head of the Central Police Office, nobody in the police sees the complaint any more
    (`is_sealed_from_police`). Raises NotPermitted; Refused without a reason or if the officer is already named;
    text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    capacities = facts.capacities_of(by, complaint, at=at)
    if not may_name_officer(capacities):
        raise NotPermitted("name an officer")
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise Refused(Refusal.NO_SUCH_OFFICER)
    if Naming.objects.standing().filter(complaint=complaint, officer=officer).exists():
        raise Refused(Refusal.ALREADY_DONE)
    source = Naming.Source.HOLDER if Capacity.HOLDER in capacities else Naming.Source.CELL
    if from_description:
        source = Naming.Source.CITIZEN
    naming = Naming.objects.create(
        complaint=complaint, officer=officer, source=source, named_at=at, by_id=by.posting_id, why=why
    )
    Exclusion.objects.create(complaint=complaint, officer=officer, ground=NAME, naming=naming, since=at)
    _record_naming_event("officer_named", complaint, head, naming, words="", by=by, at=at)
    exclusion_enforcement.enforce_exclusion(complaint.pk, at=at)
    return naming


@transaction.atomic
def withdraw_naming(*, naming_id: int, why: str, by: Actor, at: datetime) -> Naming:
    """Withdraw a wrong name, so that the officer is no longer excluded. The complainant gets a message with the reason.

    The complaint stays at its present office. Raises NotPermitted; Refused without a reason or if the name was already
    withdrawn; text_cleaning.UnreadableText.
    """
    why = required_text.require_text(why)
    complaint_id = Naming.objects.values_list("complaint_id", flat=True).get(pk=naming_id)
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    naming = Naming.objects.get(pk=naming_id)
    if not may_withdraw_naming(facts.capacities_of(by, complaint, at=at)):
        raise NotPermitted("withdraw a name")
    if naming.taken_back_at is not None:
        raise Refused(Refusal.ALREADY_DONE)
    naming.taken_back_at, naming.taken_back_by_id, naming.taken_back_why = at, by.posting_id, why
    naming.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    Exclusion.objects.current().filter(naming=naming).update(ended_at=at, ended_why=why)
    _record_naming_event("name_taken_back", complaint, head, naming, words=why, by=by, at=at)
    return naming


def _record_naming_event(
    kind: str, complaint: Complaint, head, naming: Naming, *, words: str, by: Actor, at: datetime
) -> None:
    entry = history.EventEntry(
        kind, complaint.cycle, {"state": history.event_state_of(complaint), "naming": naming.pk}, words
    )
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
