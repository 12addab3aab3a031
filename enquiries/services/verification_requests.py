"""Register requests for a verification, from the page or the chat."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Office
from complaints.rules.statuses import Channel
from enquiries.models import Photo, Verification
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.verification_workflow import PHONE_INDEX_DOMAIN, WORKER_INDEX_DOMAIN
from enquiries.services import enquiry_notifications
from enquiries.services.enquiry_acts import record_verification_act
from enquiries.services.randomly_numbered_rows import create_numbered_row
from ledger import field_encryption
from ledger.service_exceptions import Refused
from web import identity_numbers, text_cleaning

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
    request = validate_request(typed)
    district, photo = _find_district(request.district), _lock_photo(request.photo)
    verification, is_new = create_numbered_row(
        Verification, key=key, at=at, channel=channel, language=request.language, district=district,
        office=district.handling_office(), photo=photo, **_personal_data_columns(request),
    )  # fmt: skip
    if is_new:
        record_verification_act(verification, "received", by=None, at=at)
        enquiry_notifications.notify_of_receipt(verification, at=at)
    return verification


def validate_request(typed: VerificationRequest) -> VerificationRequest:
    """Return the request with cleaned names and numbers. Raises Refused for the first invalid field."""
    request = replace(
        typed,
        employer_name=clean_name(typed.employer_name, "employer_name"),
        employer_cnic=_parse_or_refuse(
            identity_numbers.normalise_cnic, typed.employer_cnic, EnquiryRefusal.NO_CNIC, "employer_cnic"
        ),
        employer_phone=_parse_or_refuse(
            identity_numbers.normalise_phone, typed.employer_phone, EnquiryRefusal.NO_PHONE, "employer_phone"
        ),
        worker_name=clean_name(typed.worker_name, "worker_name"),
        worker_cnic=_parse_or_refuse(
            identity_numbers.normalise_cnic, typed.worker_cnic, EnquiryRefusal.NO_CNIC, "worker_cnic"
        ),
    )
    if request.worker_cnic == request.employer_cnic:
        raise Refused(EnquiryRefusal.SAME_PERSON, "worker_cnic")
    if not request.agreed:
        raise Refused(EnquiryRefusal.AGREEMENT_MISSING, "agreed")
    return request


def clean_name(typed: str, field: str) -> str:
    """Return a name as it is stored. Raises Refused."""
    try:
        name = text_cleaning.clean_text(typed)[:LONGEST_NAME]
    except text_cleaning.UnreadableText as unreadable:
        raise Refused(EnquiryRefusal.NAME_MISSING, field) from unreadable
    if not name:
        raise Refused(EnquiryRefusal.NAME_MISSING, field)
    return name


def _parse_or_refuse(parse, typed: str, reason: EnquiryRefusal, field: str) -> str:
    try:
        return parse(typed)
    except identity_numbers.ImpossibleNumber as impossible:
        raise Refused(reason, field) from impossible


def _find_district(code: str) -> Office:
    district = Office.objects.districts().select_related("routes_to").filter(code=code).first()
    if district is None:
        raise Refused(EnquiryRefusal.NO_SUCH_DISTRICT, "district")
    return district


def _lock_photo(photo_id: UUID | None) -> Photo:
    """Return an inspected photo that no request has yet, locked so that it is not erased as unused. Raises Refused."""
    shown = Photo.objects.select_for_update(of=("self",)).filter(state=Photo.State.SHOWN)
    unused = shown.filter(pk=photo_id, verification=None)
    photo = unused.first() if photo_id else None
    if photo is None:
        raise Refused(EnquiryRefusal.NO_PHOTO, "photo")
    return photo


def _personal_data_columns(request: VerificationRequest) -> dict:
    columns = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic")
    return {name: getattr(request, name) for name in columns} | {
        "employer_phone_index": field_encryption.blind_index(PHONE_INDEX_DOMAIN, request.employer_phone),
        "worker_cnic_index": field_encryption.blind_index(WORKER_INDEX_DOMAIN, request.worker_cnic),
    }
