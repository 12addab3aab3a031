"""Give a complaint that nobody in the police may open to the authority outside, as a file that only it can open.

Rules: docs/rules.md, *Before registration*. The authority gets an e-mail with a link to the encrypted file. Each step
is an event of the complaint.
"""

import hashlib
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import Q

from complaints.models import ChainHead, Complaint, Event, Exclusion, OutsideAuthority, OutsideTransfer
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.outside_file import outside_file_content
from complaints.queries.police_heads import exclusions_of_whole_police
from complaints.rules.actors import SYSTEM, Citizen, System
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.exclusion.outside_file import FILE_PURPOSE, may_fetch, names_complainant
from complaints.rules.refusals import Refusal
from complaints.services import clocks
from complaints.services.calls import waiting_calls
from complaints.services.exclusion.exclusion_events import record_exclusion_event
from complaints.services.moves import lock_complaint
from complaints.workflow.outside_authority import (
    IDENTITY_GIVEN,
    OUTSIDE_FETCHED,
    OUTSIDE_NOT_SENT,
    OUTSIDE_SENT,
    SEALED_FROM_POLICE,
)
from ledger.public_key_encryption import encrypt_to_key
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from notifications.services import enqueue

TEMPLATE = "outside_complaint"
LINK_SALT = "complaints.outside_transfer"


def transfer_if_nobody_is_left(complaint_id: int, *, at: datetime) -> None:
    """Seal the complaint if nobody in the police may see it any more, unless it is sealed already.

    Not while that follows only from what an officer entered: it lapses, and then the police go on with the complaint.
    """
    complaint = Complaint.objects.unscoped("the exclusion applies to every complaint").get(pk=complaint_id)
    if not (complaint.is_open and is_sealed_from_police(conflict_exclusion_of(complaint, at=at))):
        return
    head, complaint = lock_complaint(complaint_id)
    current = Exclusion.objects.current().filter(complaint=complaint).select_related("office")
    lasting = current.filter(Q(lapses_at=None) | Q(confirmed_at__isnull=False))
    if exclusions_of_whole_police(lasting, at=at) and not is_sealed(complaint_id):
        transfer_complaint(head, complaint, at=max(at, head.at or at))


def is_sealed(complaint_id: int) -> bool:
    """Return whether the complaint was sealed from the police before."""
    return Event.objects.filter(complaint=complaint_id, kind=SEALED_FROM_POLICE.name).exists()


def transfer_complaint(head: ChainHead, complaint: Complaint, *, at: datetime) -> None:
    """Stop the clocks of a locked complaint and write it for the authority, if there is one.

    No contact is owed any more, so no call of the complaint cell waits for one.
    """
    clocks.stop_clocks_for_good(complaint, at=at)
    changed = "contact", "contact_due_at", "contact_ran_out", "report_due_at", "pause_ends_at", "due_at"
    complaint.save(update_fields=changed)
    waiting_calls.end_waiting_call(complaint, Purpose.EXCUSE)
    person = complaint.complainant
    with_identity = names_complainant(anonymous=person.anonymous, protected=complaint.identity_is_protected)
    authority = OutsideAuthority.objects.in_force()
    write_transfer(head, complaint, authority, SEALED_FROM_POLICE.name, with_identity=with_identity, by=SYSTEM, at=at)


@transaction.atomic
def give_identity(*, complaint_id: int, by: Citizen, at: datetime) -> OutsideTransfer:
    """Send the complaint once more to the authority that has it, now with the complainant's name and contact details.

    Raises NotPermitted for anybody but the complainant; Refused if it went to no authority, names them already or
    there is no name.
    """
    head, complaint = lock_complaint(complaint_id)
    if not isinstance(by, Citizen) or by.complainant_id != complaint.complainant_id:
        raise NotPermitted("give an identity")
    transfers = list(OutsideTransfer.objects.filter(complaint=complaint).select_related("authority").order_by("pk"))
    if not transfers or any(one.with_identity for one in transfers) or complaint.complainant.anonymous:
        raise Refused(Refusal.ALREADY_DONE)
    at = max(at, head.at or at)
    return write_transfer(
        head, complaint, transfers[0].authority, IDENTITY_GIVEN.name, with_identity=True, by=by, at=at
    )


def write_transfer(
    head: ChainHead,
    complaint: Complaint,
    authority: OutsideAuthority | None,
    kind: str,
    *,
    with_identity: bool,
    is_addition: bool = False,
    by: Citizen | System,
    at: datetime,
) -> OutsideTransfer | None:
    """Encrypt a locked complaint, record the event with the digest of the file, and write the e-mail to the outbox."""
    if authority is None:
        record_exclusion_event(kind, complaint, head, by=by, at=at, authority=None)
        return None
    content = outside_file_content(complaint, with_identity=with_identity, at=at)
    sealed = encrypt_to_key(content, authority.public_key, purpose=FILE_PURPOSE)
    transfer = OutsideTransfer.objects.create(
        complaint=complaint,
        authority=authority,
        with_identity=with_identity,
        is_addition=is_addition,
        covers_seq=head.seq + 1,  # the event that is recorded next
        content=sealed,
        created_at=at,
    )
    digest = hashlib.sha256(sealed).hexdigest()
    record_exclusion_event(
        kind, complaint, head, by=by, at=at, authority=authority.pk, transfer=transfer.pk, sha256=digest
    )
    enqueue(recipient=f"authority:{transfer.pk}", template=TEMPLATE, context={}, at=at)
    return transfer


def make_transfer_token(transfer_id: int) -> str:
    """Return the token of the link to the encrypted file. Nothing is stored, so the database yields no link."""
    return signing.dumps(transfer_id, salt=LINK_SALT)


def find_transfer(token: str, *, at: datetime) -> OutsideTransfer | None:
    """Return the transfer of a link that still works, else None."""
    try:
        transfer_id = signing.loads(token, salt=LINK_SALT)
    except signing.BadSignature:
        return None
    transfer = OutsideTransfer.objects.select_related("authority").filter(pk=transfer_id).first()
    if transfer is None or not transfer.content:
        return None
    works = may_fetch(created_at=transfer.created_at, fetched_at=transfer.fetched_at, at=at)
    return transfer if works else None


@transaction.atomic
def fetch_file(token: str, *, at: datetime) -> bytes | None:
    """Return the encrypted file and record the first download; None if the link works no longer."""
    transfer = find_transfer(token, at=at)
    if transfer is None:
        return None
    head, complaint = lock_complaint(transfer.complaint_id)
    transfer = find_transfer(token, at=at)  # Somebody may have used the link while this waited for the lock.
    if transfer is not None and transfer.fetched_at is None:
        transfer.fetched_at = max(at, head.at or at)
        transfer.save(update_fields=["fetched_at"])
        record_exclusion_event(
            OUTSIDE_FETCHED.name, complaint, head, by=SYSTEM, at=transfer.fetched_at, transfer=transfer.pk
        )
    return bytes(transfer.content) if transfer else None


def record_sent_transfers(*, at: datetime) -> int:
    """Record which e-mails were sent, or given up, since the last run; return how many. Safe to run again."""
    unsent = OutsideTransfer.objects.filter(sent_at=None, given_up_at=None).order_by("pk")
    return sum(_record_result(transfer_id, at=at) for transfer_id in list(unsent.values_list("pk", flat=True)))


@transaction.atomic
def _record_result(transfer_id: int, *, at: datetime) -> bool:
    message = Message.objects.filter(recipient=f"authority:{transfer_id}", template=TEMPLATE).first()
    if message is None or not (message.sent_at or message.given_up_at):
        return False
    complaint_id = OutsideTransfer.objects.values_list("complaint", flat=True).get(pk=transfer_id)
    head, complaint = lock_complaint(complaint_id)
    changed = OutsideTransfer.objects.filter(pk=transfer_id, sent_at=None, given_up_at=None).update(
        sent_at=message.sent_at, given_up_at=message.given_up_at
    )
    if changed:
        kind = OUTSIDE_SENT if message.sent_at else OUTSIDE_NOT_SENT
        record_exclusion_event(kind.name, complaint, head, by=SYSTEM, at=max(at, head.at or at), transfer=transfer_id)
    return bool(changed)
