"""Queries of verifications: the status for the employer, and the list and one request for officers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.former_names import named_then
from enquiries.models import Verification, VerificationAct, VerificationReading
from enquiries.rules import numbers
from enquiries.rules.verification import PHONE, VerificationAnswer, stage, told_from_afar
from ledger import crypto
from web import identity_numbers

LENGTH = 50
LOOKING_BACK = timedelta(days=365)
MOST_READINGS = 50


@dataclass(frozen=True)
class VerificationStatus:
    """The status that the employer may see. `stage`: received, with_records, answered or closed."""

    number: str
    stage: str
    told: VerificationAnswer
    district: Office
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


def verification_standing(number: str, phone: str) -> VerificationStatus | None:
    """Return the status of a request, by its number and phone as typed. One query.

    None for a mistyped or unknown number, for another phone, and after the personal data was erased; the caller cannot
    tell these apart.
    """
    try:
        digits, parsed_phone = numbers.parse(number, numbers.Letter.VERIFICATION), identity_numbers.phone(phone)
    except (numbers.Mistyped, identity_numbers.Impossible):
        return None
    by_phone = {"number": digits, "employer_phone_index": crypto.blind_index(PHONE, parsed_phone)}
    verification = Verification.objects.kept().select_related("district").filter(**by_phone).first()
    return _public_status(verification) if verification else None


def number_made_by(key: UUID | None) -> str:
    """Return the number of the request that a form with this key has already made; empty if none. One query."""
    existing = Verification.objects.filter(key=key).values_list("number", flat=True) if key else []
    return next(iter(existing), "")


def _public_status(verification: Verification) -> VerificationStatus:
    return VerificationStatus(
        number=verification.spaced,
        stage=stage(verification.status),
        told=told_from_afar(verification.answer),
        district=verification.district,
        received_at=verification.received_at,
        answered_at=verification.answered_at,
        closed_at=verification.closed_at,
    )


@dataclass(frozen=True)
class Listed:
    """One page of a cell's list. `after`: the id of the last row, None on the last page."""

    rows: list[Verification]
    after: int | None


SHOWN = ("number", "status", "district", "received_at", "answered_at", "version")


def listed(actor: Actor, *, status: str = "", after: int | None = None) -> Listed:
    """Return one page of the open requests, or of those with a status. Names are not loaded. One query.

    The oldest come first: ids follow the order of arrival.
    """
    rows = Verification.objects.visible_to(actor).select_related("district").order_by("pk")
    rows = rows.filter(status=status) if status else rows.open()
    rows = rows.only("district__name_en", "district__name_ur", *SHOWN)
    page_and_next = list((rows.filter(pk__gt=after) if after else rows)[: LENGTH + 1])
    has_more = len(page_and_next) > LENGTH
    return Listed(page_and_next[:LENGTH], page_and_next[LENGTH - 1].pk if has_more else None)


@dataclass(frozen=True)
class Case:
    """One request with its record. `others`: the number of other requests about the same worker within a year."""

    verification: Verification
    acts: list[VerificationAct]
    others: int
    readings: list[VerificationReading]


def seen(actor: Actor, number: str) -> Verification:
    """Return a request that this posting may see. One query. Raises Verification.DoesNotExist."""
    return Verification.objects.visible_to(actor).select_related("district", "office", "photo").get(number=number)


def case(verification: Verification, *, with_readings: bool) -> Case:
    """Return a request with its acts and, if wanted, its readings. Three queries, or five with readings."""
    acts = named_then(verification.acts.select_related("note").order_by("seq"))
    others, readings = _count_others(verification), []
    if with_readings:
        readings = named_then(verification.readings.select_related("office").order_by("-pk")[:MOST_READINGS])
    return Case(verification, acts, others, readings)


def _count_others(verification: Verification) -> int:
    if not verification.worker_cnic_index:
        return 0
    same_worker = Verification.objects.filter(worker_cnic_index=verification.worker_cnic_index)
    since = verification.received_at - LOOKING_BACK
    return same_worker.filter(received_at__gt=since).exclude(pk=verification.pk).count()
