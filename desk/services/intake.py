"""What an operator does at the counter, on the telephone or with a letter, beside the registration itself."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint, Draft, Event
from complaints.models.naming import shut_out
from complaints.models.provisional_exclusion import is_excluded
from complaints.rules.statuses import Channel, Status
from complaints.services import drafts
from complaints.services.access_keys import printed_keys
from complaints.services.moves import make_move
from complaints.services.registration import register
from desk.rules.agreement import Agreed
from ledger.exceptions import NotPermitted, Refused

HAND_OVER_WITHIN = timedelta(hours=1)
"""So long after registering somebody who came may be handed their first key: then they have gone home."""


def may_take_down(by: Actor) -> bool:
    """Whether this posting registers for others: an operator of a complaint cell, whosever it is."""
    return by.role is Role.COMPLAINT_OPERATOR


@transaction.atomic
def register_agreed(
    draft_id, *, channel: Channel, agreed: Agreed, letter_of: str, to_the_cpo: str, by: Actor, at: datetime
) -> Complaint:
    """Register what was read back and agreed, once, whoever sends it again.

    `letter_of`: the day on which a letter came, ISO. `to_the_cpo`: the reason why the Central Police Office's cell is
    to sort it, or nothing: what is told of a district's own officers need not stay beside them. One transaction.
    Raises NotPermitted for somebody else's draft, Draft.DoesNotExist, and what `register` raises.
    """
    draft = drafts.locked(draft_id)
    if not may_take_down(by) or draft.operator_id != by.posting_id:
        raise NotPermitted("take down")
    if draft.complaint_id:
        return Complaint.objects.unscoped("the operator registered it").get(pk=draft.complaint_id)
    stated = {"agreed": str(agreed), "agreed_at": at.isoformat()}
    if letter_of:
        stated["letter_of"] = letter_of
    complaint = register(draft, channel=channel, by=by, at=at, stated=stated)
    if to_the_cpo and may_send_up(complaint, by=by):
        _send_up(complaint, words=to_the_cpo, by=by, at=at)
    return complaint


def _send_up(complaint: Complaint, *, words: str, by: Actor, at: datetime) -> None:
    """Forward it; where the firewall has given it to another cell already, that has decided where it goes."""
    with suppress(NotPermitted, Refused), transaction.atomic():
        to = Office.objects.central().pk
        make_move(complaint_id=complaint.pk, name="forward", by=by, at=at, words=words, to=to)


def may_send_up(complaint: Complaint, *, by: Actor) -> bool:
    """Whether this operator's own cell has it, unmarked, and is not the Central Police Office's."""
    is_theirs = complaint.status == Status.RECEIVED and complaint.office_id == by.office_id
    return is_theirs and by.office_kind is not OfficeKind.CENTRAL


def may_hand_over(complaint: Complaint, *, by: Actor, at: datetime) -> bool:
    """Whether who took it down is still shown what followed. Two queries at most.

    They see the file itself; or, where it lies elsewhere now, the person may still be there (within the hour) and the
    firewall does not keep it from this posting.
    """
    if Complaint.objects.visible_to(by, at=at).filter(pk=complaint.pk).exists():
        return True
    is_fresh = at - complaint.received_at < HAND_OVER_WITHIN
    return (
        is_fresh
        and not Complaint.objects.unscoped("the operator registered it")
        .filter(shut_out(by, at=at) | is_excluded(by, at=at), pk=complaint.pk)
        .exists()
    )


def may_hand_a_key(draft: Draft, complaint: Complaint, *, by: Actor, at: datetime) -> bool:
    """Whether the first key may be printed for the person who is there. Two queries.

    By whoever took the complaint down, within the hour, once, and only where there is no other way to it: of a
    sensitive matter too, since nothing is opened that this operator does not know already.
    """
    person = complaint.complainant
    if draft.operator_id != by.posting_id or person.phone or person.email or person.has_secret:
        return False
    keys = Event.objects.filter(complaint=complaint, kind__in=["key_printed", "key_recovered"])
    return at - complaint.received_at < HAND_OVER_WITHIN and not keys.exists()


@transaction.atomic
def hand_a_key(draft: Draft, complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """The first key, in fours: shown this once. Raises NotPermitted."""
    locked = drafts.locked(draft.pk)
    if not may_hand_a_key(locked, complaint, by=by, at=at):
        raise NotPermitted("hand a key")
    return printed_keys.issue(complaint, by=by, at=at)
