"""Verifications: where one stands, for whoever asked; a cell's list and one request, for officers."""

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
    """What whoever asked may know from afar. `stage`: received, with_records, answered or closed."""

    number: str
    stage: str
    told: VerificationAnswer
    district: Office
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None


def verification_standing(number: str, phone: str) -> VerificationStatus | None:
    """Where a request stands, by its number and the phone it was made with, however they are typed.

    None for a number that is mistyped or unknown, for another phone, and for one whose names are erased: all alike. One
    query.
    """
    try:
        digits, reached = numbers.parse(number, numbers.Letter.VERIFICATION), identity_numbers.phone(phone)
    except (numbers.Mistyped, identity_numbers.Impossible):
        return None
    by_phone = {"number": digits, "employer_phone_index": crypto.blind_index(PHONE, reached)}
    found = Verification.objects.kept().select_related("district").filter(**by_phone).first()
    return _standing(found) if found else None


def number_made_by(key: UUID | None) -> str:
    """The number of the request that a form with this key has made already; empty where none has. One query."""
    made = Verification.objects.filter(key=key).values_list("number", flat=True) if key else []
    return next(iter(made), "")


def _standing(found: Verification) -> VerificationStatus:
    return VerificationStatus(
        number=found.spaced,
        stage=stage(found.status),
        told=told_from_afar(found.answer),
        district=found.district,
        received_at=found.received_at,
        answered_at=found.answered_at,
        closed_at=found.closed_at,
    )


@dataclass(frozen=True)
class Listed:
    """A part of a cell's list, the oldest first. `after`: the id of the last row, where more follow."""

    rows: list[Verification]
    after: int | None


SHOWN = ("number", "status", "district", "received_at", "answered_at", "version")


def listed(actor: Actor, *, status: str = "", after: int | None = None) -> Listed:
    """What is open, or of one status, closed ones too. No name is read. One query.

    Ids follow the order in which requests came.
    """
    rows = Verification.objects.seen_by(actor).select_related("district").order_by("pk")
    rows = rows.filter(status=status) if status else rows.open()
    rows = rows.only("district__name_en", "district__name_ur", *SHOWN)
    found = list((rows.filter(pk__gt=after) if after else rows)[: LENGTH + 1])
    return Listed(found[:LENGTH], found[LENGTH - 1].pk if len(found) > LENGTH else None)


@dataclass(frozen=True)
class Case:
    """One request with its record. `others`: how many more asked about the same worker within a year."""

    verification: Verification
    acts: list[VerificationAct]
    others: int
    readings: list[VerificationReading]


def seen(actor: Actor, number: str) -> Verification:
    """The request, if it exists for this posting. One query. Raises Verification.DoesNotExist."""
    return Verification.objects.seen_by(actor).select_related("district", "office", "photo").get(number=number)


def case(verification: Verification, *, with_readings: bool) -> Case:
    """What stands around it; who opened it only for who may know. Three queries, or five."""
    acts = named_then(verification.acts.select_related("note").order_by("seq"))
    return Case(verification, acts, _others(verification), _readings(verification) if with_readings else [])


def _others(verification: Verification) -> int:
    if not verification.worker_cnic_index:
        return 0
    same = Verification.objects.filter(worker_cnic_index=verification.worker_cnic_index)
    return same.filter(received_at__gt=verification.received_at - LOOKING_BACK).exclude(pk=verification.pk).count()


def _readings(verification: Verification) -> list[VerificationReading]:
    known = verification.readings.select_related("office").order_by("-pk")
    return named_then(known[:MOST_READINGS])
