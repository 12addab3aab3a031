"""*My complaints*: a code to a phone or e-mail address lists its complaints, except those unsafe on a shared phone.

As with the code of one complaint (complaints.services.access_keys), answer and work are the same for an unknown number.
"""

from datetime import datetime, timedelta

from django.db import transaction

from citizen.queries.my_complaints import listed
from complaints.models import AccessCode
from complaints.rules.opened_by import OpenedBy
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.access_codes import ByCode
from complaints.services.access_keys.verified_phones import verify_email, verify_phone
from ledger import crypto
from notifications.services import enqueue


def index_of(reached_at: str) -> bytes:
    """Return the blind index of a phone (E.164) or an e-mail address, by which complainants are found."""
    return crypto.blind_index("email" if "@" in reached_at else "phone", reached_at)


@transaction.atomic
def send_code(*, reached_at: str, at: datetime) -> bool:
    """Send a code to a phone or e-mail address that has complaints to list.

    Return whether one was sent. The page gives the same answer in both cases.
    """
    index = index_of(reached_at)
    newest = listed(index).only("complainant_id").order_by("-received_at", "-pk").first()
    codes = AccessCode.objects.filter(kind=AccessCode.Kind.LIST, reached_index=index)
    is_below_limit = codes.filter(created_at__gt=at - timedelta(hours=1)).count() < access_codes.CODES_AN_HOUR
    _write_code(index, reached_at, newest.complainant_id if newest else access_codes.NOBODYS, at=at)
    if newest and is_below_limit:
        return True
    transaction.set_rollback(True)
    return False


@transaction.atomic
def open_with_code(*, reached_index: bytes, code: str, at: datetime) -> bool:
    """Return whether the code opens the list. A wrong one costs one try of every code that is still valid."""
    codes = AccessCode.objects.filter(kind=AccessCode.Kind.LIST, reached_index=reached_index)
    return access_codes.spend(codes, wanted_hash=access_codes.code_hash(reached_index.hex(), code), at=at) is not None


@transaction.atomic
def open_from_list(*, reached_index: bytes, etag: str, at: datetime, on_filing_device: bool = False) -> ByCode | None:
    """Return the complaint with this E-tag if it is on the list, and mark that phone or address as verified."""
    complaint = listed(reached_index).select_related("complainant").filter(etag=etag).first()
    if complaint is None:
        return None
    if crypto.is_same(complaint.complainant.phone_index, reached_index):
        verify_phone(complaint.complainant, at=at, on_filing_device=on_filing_device)
        return ByCode(complaint, OpenedBy.PHONE)
    verify_email(complaint.complainant, at=at, on_filing_device=on_filing_device)
    return ByCode(complaint, OpenedBy.EMAIL)


def _write_code(index: bytes, reached_at: str, complainant_id: int, *, at: datetime) -> None:
    code = access_codes.draw_code()
    AccessCode.objects.create(
        kind=AccessCode.Kind.LIST,
        reached_index=index,
        code_hash=access_codes.code_hash(index.hex(), code),
        created_at=at,
        expires_at=at + access_codes.CODE_LIVES,
    )
    enqueue(
        recipient=f"complainant:{complainant_id}",
        template="list_code",
        context=access_codes.code_message(code, phone_or_email=reached_at),
        at=at,
    )
