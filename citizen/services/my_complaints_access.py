"""*My complaints*: a code to a phone or e-mail address lists its complaints, except those unsafe on a shared phone.

As with the code of one complaint (complaints.services.access_keys), answer and work are the same for an unknown number.
"""

from datetime import datetime, timedelta

from django.db import transaction

from citizen.queries.my_complaints_list import listed_complaints
from complaints.models import AccessCode
from complaints.rules.access_proofs import OpenedBy
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.access_codes import ComplaintOpenedByCode
from complaints.services.access_keys.contact_proofs import record_email_proof, record_phone_proof
from ledger import field_encryption
from notifications.services import enqueue


def contact_blind_index(reached_at: str) -> bytes:
    """Return the blind index of a phone (E.164) or an e-mail address, by which complainants are found."""
    return field_encryption.blind_index("email" if "@" in reached_at else "phone", reached_at)


@transaction.atomic
def send_list_code(*, reached_at: str, at: datetime) -> bool:
    """Send a code to a phone or e-mail address that has complaints to list.

    Return whether one was sent. The page gives the same answer in both cases.
    """
    index = contact_blind_index(reached_at)
    rows = listed_complaints(index).select_related("complainant").only("complainant__phone", "complainant__email")
    newest = rows.order_by("-received_at", "-pk").first()
    if newest and not newest.complainant.channel_of(index):
        newest = None  # the row's blind index is not that of its encrypted number: somebody has changed it
    codes = AccessCode.objects.filter(kind=AccessCode.Kind.LIST, reached_index=index)
    is_below_limit = codes.filter(created_at__gt=at - timedelta(hours=1)).count() < access_codes.CODES_PER_HOUR
    _store_list_code(index, reached_at, newest.complainant_id if newest else access_codes.UNUSED_ID, at=at)
    if newest and is_below_limit:
        return True
    transaction.set_rollback(True)
    return False


@transaction.atomic
def open_list_with_code(*, reached_index: bytes, code: str, at: datetime) -> bool:
    """Return whether the code opens the list. A wrong one costs one try of every code that is still valid."""
    codes = AccessCode.objects.filter(kind=AccessCode.Kind.LIST, reached_index=reached_index)
    return (
        access_codes.use_up_code(codes, wanted_hash=access_codes.hash_code(reached_index.hex(), code), at=at)
        is not None
    )


@transaction.atomic
def open_from_list(
    *, reached_index: bytes, etag: str, at: datetime, on_filing_device: bool = False
) -> ComplaintOpenedByCode | None:
    """Return the complaint with this E-tag if it is on the list, and mark that phone or address as verified."""
    complaint = listed_complaints(reached_index).select_related("complainant").filter(etag=etag).first()
    match complaint.complainant.channel_of(reached_index) if complaint else "":
        case "phone":
            record_phone_proof(complaint.complainant, at=at, on_filing_device=on_filing_device)
            return ComplaintOpenedByCode(complaint, OpenedBy.PHONE)
        case "email":
            record_email_proof(complaint.complainant, at=at, on_filing_device=on_filing_device)
            return ComplaintOpenedByCode(complaint, OpenedBy.EMAIL)
    return None


def _store_list_code(index: bytes, reached_at: str, complainant_id: int, *, at: datetime) -> None:
    code = access_codes.generate_code()
    AccessCode.objects.create(
        kind=AccessCode.Kind.LIST,
        reached_index=index,
        code_hash=access_codes.hash_code(index.hex(), code),
        created_at=at,
        expires_at=at + access_codes.CODE_LIFETIME,
    )
    recipient = f"complainant:{complainant_id}"
    context = access_codes.code_message_context(code, recipient=recipient, phone_or_email=reached_at)
    enqueue(recipient=recipient, template="list_code", context=context, at=at)
