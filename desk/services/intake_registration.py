"""Registration by an operator, at the counter, by telephone or from a letter, and the handing over afterwards."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint, Draft, Event
from complaints.models.exclusion import excluded_condition
from complaints.queries.access_key_facts import KEY_EVENTS
from complaints.rules.statuses import Channel, Status
from complaints.services import drafts
from complaints.services.access_keys import printed_keys
from complaints.services.moves import make_move
from complaints.services.registration import register_locked_draft
from complaints.services.scanning import waiting_letters
from desk.rules.read_back_confirmation import ConfirmedBy
from ledger.service_exceptions import NotPermitted, Refused

HANDOVER_PERIOD = timedelta(hours=1)
"""How long after the registration the operator may issue the first printed code: later the visitor has gone home."""


def may_register_for_others(by: Actor) -> bool:
    """Return whether this posting registers complaints for others: the operators of all complaint cells do."""
    return by.role is Role.COMPLAINT_OPERATOR


@transaction.atomic
def register_confirmed(
    draft_id,
    *,
    channel: Channel,
    confirmed_by: ConfirmedBy,
    letter_of: str,
    forward_reason: str,
    by: Actor,
    at: datetime,
) -> Complaint:
    """Register the complaint that was read back and confirmed. A repeated call returns the same complaint.

    `letter_of`: the date on which a letter arrived, in ISO format. `forward_reason`: why it is forwarded to the cell of
    the Central Police Office, or empty: a complaint against officers of a district need not stay near them.
    A scanned letter is registered as a letter, and the history states where its scan comes from. One that a cell handed
    on stays at the Central Police Office.
    One transaction. Raises NotPermitted for another operator's draft, Draft.DoesNotExist, and what
    `register_locked_draft` raises.
    """
    draft = drafts.lock_draft(draft_id)
    if not may_register_for_others(by) or draft.operator_id != by.posting_id:
        raise NotPermitted("register a complaint from this draft")
    if draft.complaint_id:
        return Complaint.objects.unscoped("the operator registered it").get(pk=draft.complaint_id)
    letter = waiting_letters.lock_letter_of_draft(draft, by=by)
    stated = {"agreed": str(confirmed_by), "agreed_at": at.isoformat()}
    if letter_of:
        stated["letter_of"] = letter_of
    channel = Channel.LETTER if letter else channel
    complaint = register_locked_draft(draft, channel=channel, by=by, at=at, recorded_facts=stated)
    if letter:
        waiting_letters.record_registered_letter(letter, complaint, by=by, at=at)
    is_handed_on = letter is not None and letter.handed_on_at is not None
    if is_handed_on and not forward_reason:
        forward_reason = gettext("Its complaint cell forwarded the letter.")
    if forward_reason and (is_handed_on or may_forward_to_cpo(complaint, by=by)):
        # It is refused if the conflict exclusion has given the complaint to another cell already.
        with suppress(NotPermitted, Refused), transaction.atomic():
            to = Office.objects.central().pk
            make_move(complaint_id=complaint.pk, name="forward", by=by, at=at, words=forward_reason, destination_id=to)
    return complaint


def may_forward_to_cpo(complaint: Complaint, *, by: Actor) -> bool:
    """Return whether this operator's own cell has the unmarked complaint, and is not the cell of the CPO."""
    has_unmarked = complaint.status == Status.RECEIVED and complaint.office_id == by.office_id
    return has_unmarked and by.office_kind is not OfficeKind.CENTRAL


def may_see_registered(complaint: Complaint, *, by: Actor, at: datetime) -> bool:
    """Return whether the operator may still see the page after the registration. Two queries at most.

    They may if they see the complaint. If another office has it now, they may within the hour, while the visitor is
    still there, unless the conflict exclusion keeps the complaint from this posting.
    """
    if Complaint.objects.visible_to(by, at=at).filter(pk=complaint.pk).exists():
        return True
    is_fresh = at - complaint.received_at < HANDOVER_PERIOD
    return (
        is_fresh
        and not Complaint.objects.unscoped("the operator registered it")
        .filter(excluded_condition(by, at=at), pk=complaint.pk)
        .exists()
    )


def may_issue_first_key(draft: Draft, complaint: Complaint, *, by: Actor, at: datetime) -> bool:
    """Return whether the first printed code may be issued to the visitor. Two queries.

    Only the operator who registered the complaint may issue it, at the counter, within the hour, once, and if the
    complainant has no other access. It has no second officer, because the visitor is there and takes it along; so it
    has the limits of every officer-issued key. Who called or wrote is not there: their code takes a second officer.
    """
    person = complaint.complainant
    if (
        complaint.channel != Channel.COUNTER
        or draft.operator_id != by.posting_id
        or person.phone
        or person.email
        or person.has_secret
    ):
        return False
    keys = Event.objects.filter(complaint=complaint, kind__in=KEY_EVENTS)
    return at - complaint.received_at < HANDOVER_PERIOD and not keys.exists()


@transaction.atomic
def issue_first_key(draft: Draft, complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """Issue the first printed code and return it, in groups of four letters. Raises NotPermitted."""
    locked = drafts.lock_draft(draft.pk)
    if not may_issue_first_key(locked, complaint, by=by, at=at):
        raise NotPermitted("issue a printed code")
    return printed_keys.issue_first_key(complaint, by=by, at=at)
