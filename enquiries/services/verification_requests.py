"""How a verification is asked for: by the page, by the chat."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Office
from complaints.rules.statuses import Channel
from enquiries.models import Photo, Verification
from enquiries.rules.refusals import Refusal
from enquiries.rules.verification import PHONE, WORKER
from enquiries.services import notifications
from enquiries.services.acts import note
from enquiries.services.numbered_rows import numbered
from ledger import crypto
from ledger.exceptions import Refused
from web import identity_numbers, text

LONGEST_NAME = 120


@dataclass(frozen=True)
class VerificationRequest:
    """What is asked, as it was typed. `district`: an office's code. `agreed`: the worker has been asked, and agrees."""

    employer_name: str
    employer_cnic: str
    employer_phone: str
    worker_name: str
    worker_cnic: str
    district: str
    photo: UUID | None
    agreed: bool = False
    language: str = "ur"


@transaction.atomic
def request_verification(
    *, asked: VerificationRequest, channel: Channel, at: datetime, key: UUID | None = None
) -> Verification:
    """Register a request and tell its number to the phone; with the same `key` again it is the same request.

    Raises Refused with the reason and the field; nothing is written then.
    """
    if key and (known := Verification.objects.filter(key=key).first()):
        return known
    told = checked(asked)
    district, photo = _district(told.district), _photo(told.photo)
    verification, is_new = numbered(
        Verification, key=key, at=at, channel=channel, language=told.language, district=district,
        office=district.answers_for(), photo=photo, **_sealed(told),
    )  # fmt: skip
    if is_new:
        note(verification, "received", by=None, at=at)
        notifications.received(verification, at=at)
    return verification


def checked(asked: VerificationRequest) -> VerificationRequest:
    """The same with names cleaned and numbers in one form. Raises Refused for the first answer that cannot be taken."""
    told = replace(
        asked,
        employer_name=name_of(asked.employer_name, "employer_name"),
        employer_cnic=_number(identity_numbers.cnic, asked.employer_cnic, Refusal.NO_CNIC, "employer_cnic"),
        employer_phone=_number(identity_numbers.phone, asked.employer_phone, Refusal.NO_PHONE, "employer_phone"),
        worker_name=name_of(asked.worker_name, "worker_name"),
        worker_cnic=_number(identity_numbers.cnic, asked.worker_cnic, Refusal.NO_CNIC, "worker_cnic"),
    )
    if told.worker_cnic == told.employer_cnic:
        raise Refused(Refusal.SAME_PERSON, "worker_cnic")
    if not told.agreed:
        raise Refused(Refusal.AGREEMENT_MISSING, "agreed")
    return told


def name_of(typed: str, field: str) -> str:
    """A name as it is kept. Raises Refused."""
    try:
        name = text.clean(typed)[:LONGEST_NAME]
    except text.Unreadable as unreadable:
        raise Refused(Refusal.NAME_MISSING, field) from unreadable
    if not name:
        raise Refused(Refusal.NAME_MISSING, field)
    return name


def _number(read, typed: str, reason: Refusal, field: str) -> str:
    try:
        return read(typed)
    except identity_numbers.Impossible as impossible:
        raise Refused(reason, field) from impossible


def _district(code: str) -> Office:
    district = Office.objects.districts().select_related("routes_to").filter(code=code).first()
    if district is None:
        raise Refused(Refusal.NO_SUCH_DISTRICT, "district")
    return district


def _photo(photo_id: UUID | None) -> Photo:
    """The photo, which no other request has. Locked, so that nobody sweeps it away meanwhile."""
    free = Photo.objects.select_for_update(of=("self",)).filter(pk=photo_id, verification=None)
    photo = free.first() if photo_id else None
    if photo is None:
        raise Refused(Refusal.NO_PHOTO, "photo")
    return photo


def _sealed(told: VerificationRequest) -> dict:
    columns = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic")
    return {name: getattr(told, name) for name in columns} | {
        "employer_phone_index": crypto.blind_index(PHONE, told.employer_phone),
        "worker_cnic_index": crypto.blind_index(WORKER, told.worker_cnic),
    }
