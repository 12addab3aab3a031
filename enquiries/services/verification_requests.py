"""Register requests for a verification, from the page or the chat."""

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
    """A request as it was typed. `district`: the code of an office. `agreed`: the worker was asked and agrees."""

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
    *, typed: VerificationRequest, channel: Channel, at: datetime, key: UUID | None = None
) -> Verification:
    """Register a request and send its number to the phone. A second call with the same `key` returns the first request.

    Raises Refused with the reason and the field, and then writes nothing.
    """
    if key and (existing := Verification.objects.filter(key=key).first()):
        return existing
    request = checked(typed)
    district, photo = _find_district(request.district), _lock_photo(request.photo)
    verification, is_new = numbered(
        Verification, key=key, at=at, channel=channel, language=request.language, district=district,
        office=district.handling_office(), photo=photo, **_personal_columns(request),
    )  # fmt: skip
    if is_new:
        note(verification, "received", by=None, at=at)
        notifications.received(verification, at=at)
    return verification


def checked(typed: VerificationRequest) -> VerificationRequest:
    """Return the request with cleaned names and numbers. Raises Refused for the first invalid field."""
    request = replace(
        typed,
        employer_name=name_of(typed.employer_name, "employer_name"),
        employer_cnic=_parse_number(identity_numbers.cnic, typed.employer_cnic, Refusal.NO_CNIC, "employer_cnic"),
        employer_phone=_parse_number(identity_numbers.phone, typed.employer_phone, Refusal.NO_PHONE, "employer_phone"),
        worker_name=name_of(typed.worker_name, "worker_name"),
        worker_cnic=_parse_number(identity_numbers.cnic, typed.worker_cnic, Refusal.NO_CNIC, "worker_cnic"),
    )
    if request.worker_cnic == request.employer_cnic:
        raise Refused(Refusal.SAME_PERSON, "worker_cnic")
    if not request.agreed:
        raise Refused(Refusal.AGREEMENT_MISSING, "agreed")
    return request


def name_of(typed: str, field: str) -> str:
    """Return a name as it is stored. Raises Refused."""
    try:
        name = text.clean(typed)[:LONGEST_NAME]
    except text.Unreadable as unreadable:
        raise Refused(Refusal.NAME_MISSING, field) from unreadable
    if not name:
        raise Refused(Refusal.NAME_MISSING, field)
    return name


def _parse_number(parse, typed: str, reason: Refusal, field: str) -> str:
    try:
        return parse(typed)
    except identity_numbers.Impossible as impossible:
        raise Refused(reason, field) from impossible


def _find_district(code: str) -> Office:
    district = Office.objects.districts().select_related("routes_to").filter(code=code).first()
    if district is None:
        raise Refused(Refusal.NO_SUCH_DISTRICT, "district")
    return district


def _lock_photo(photo_id: UUID | None) -> Photo:
    """Return a photo that no request has yet. It is locked, so that it is not erased as unused. Raises Refused."""
    unused = Photo.objects.select_for_update(of=("self",)).filter(pk=photo_id, verification=None)
    photo = unused.first() if photo_id else None
    if photo is None:
        raise Refused(Refusal.NO_PHOTO, "photo")
    return photo


def _personal_columns(request: VerificationRequest) -> dict:
    columns = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic")
    return {name: getattr(request, name) for name in columns} | {
        "employer_phone_index": crypto.blind_index(PHONE, request.employer_phone),
        "worker_cnic_index": crypto.blind_index(WORKER, request.worker_cnic),
    }
