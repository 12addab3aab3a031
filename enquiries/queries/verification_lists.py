"""Queries of verifications: the status for the employer, and the list and one request for officers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.historical_names import set_historical_postings
from enquiries.models import Verification, VerificationAct, VerificationReading
from enquiries.rules import enquiry_numbers
from enquiries.rules.verification_workflow import PHONE_INDEX_DOMAIN, VerificationAnswer, public_answer, public_stage
from ledger import field_encryption
from web import identity_numbers

VERIFICATIONS_PER_PAGE = 50
OTHERS_WITHIN = timedelta(days=365)
MOST_READINGS = 50


@dataclass(frozen=True)
class VerificationStatus:
    """The status that the employer may see. `stage`: received, with_records, answered or closed."""

    number: str
    stage: str
    answer: VerificationAnswer
    district: Office
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


def find_verification_status(number: str, phone: str) -> VerificationStatus | None:
    """Return the status of a request, by its number and phone as typed. One query.

    None for a mistyped or unknown number, for another phone, and after the personal data was erased; the caller cannot
    tell these apart.
    """
    try:
        digits, parsed_phone = (
            enquiry_numbers.parse_number(number, enquiry_numbers.RegisterLetter.VERIFICATION),
            identity_numbers.normalise_phone(phone),
        )
    except (enquiry_numbers.MistypedNumber, identity_numbers.ImpossibleNumber):
        return None
    by_phone = {
        "number": digits,
        "employer_phone_index": field_encryption.blind_index(PHONE_INDEX_DOMAIN, parsed_phone),
    }
    verification = Verification.objects.not_erased().select_related("district").filter(**by_phone).first()
    return _public_status(verification) if verification else None


def find_number_of_submitted_form(key: UUID | None) -> str:
    """Return the number of the request that a form with this key has already made; empty if none. One query."""
    existing = Verification.objects.filter(key=key).values_list("number", flat=True) if key else []
    return next(iter(existing), "")


def _public_status(verification: Verification) -> VerificationStatus:
    return VerificationStatus(
        number=verification.spaced,
        stage=public_stage(verification.status),
        answer=public_answer(verification.answer),
        district=verification.district,
        received_at=verification.received_at,
        answered_at=verification.answered_at,
        closed_at=verification.closed_at,
    )


@dataclass(frozen=True)
class VerificationPage:
    """One page of a cell's list. `after`: the id of the last row, None on the last page."""

    rows: list[Verification]
    after: int | None


LIST_COLUMNS = ("number", "status", "district", "received_at", "answered_at", "version")


def load_verification_page(actor: Actor, *, status: str = "", after: int | None = None) -> VerificationPage:
    """Return one page of the open requests, or of those with a status. Names are not loaded. One query.

    The oldest come first: ids follow the order of arrival.
    """
    rows = Verification.objects.visible_to(actor).select_related("district").order_by("pk")
    rows = rows.filter(status=status) if status else rows.open()
    rows = rows.only("district__name_en", "district__name_ur", *LIST_COLUMNS)
    page_and_next = list((rows.filter(pk__gt=after) if after else rows)[: VERIFICATIONS_PER_PAGE + 1])
    has_more = len(page_and_next) > VERIFICATIONS_PER_PAGE
    return VerificationPage(
        page_and_next[:VERIFICATIONS_PER_PAGE], page_and_next[VERIFICATIONS_PER_PAGE - 1].pk if has_more else None
    )


@dataclass(frozen=True)
class VerificationCase:
    """One request with its record. `other_requests`: how many others there are about the worker within a year."""

    verification: Verification
    acts: list[VerificationAct]
    other_requests: int
    readings: list[VerificationReading]


def get_visible_verification(actor: Actor, number: str) -> Verification:
    """Return a request that this posting may see. One query. Raises Verification.DoesNotExist."""
    return Verification.objects.visible_to(actor).select_related("district", "office", "photo").get(number=number)


def load_verification_case(verification: Verification, *, with_readings: bool) -> VerificationCase:
    """Return a request with its acts and, if wanted, its readings. Three queries, or five with readings."""
    acts = set_historical_postings(verification.acts.select_related("note").order_by("seq"))
    other_requests, readings = _count_other_requests_for_worker(verification), []
    if with_readings:
        readings = set_historical_postings(
            verification.readings.select_related("office").order_by("-pk")[:MOST_READINGS]
        )
    return VerificationCase(verification, acts, other_requests, readings)


def _count_other_requests_for_worker(verification: Verification) -> int:
    if not verification.worker_cnic_index:
        return 0
    same_worker = Verification.objects.filter(worker_cnic_index=verification.worker_cnic_index)
    earliest = verification.received_at - OTHERS_WITHIN
    return same_worker.filter(received_at__gt=earliest).exclude(pk=verification.pk).count()
