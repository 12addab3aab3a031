"""The complainant's key: a six-digit code to the phone (or e-mail) that the complaint was filed with.

Ten minutes, five tries, hashed; a new code leaves the older ones valid. The answer is the same for an unknown E-tag, a
wrong phone and a wrong code, so that nobody learns who complained.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from complaints import crypto
from complaints.models import AccessCode, Complainant, Complaint
from notifications.services import enqueue

CODE_LIVES = timedelta(minutes=10)
CODES_AN_HOUR = 5
SEALED_CODE = "access_code"
NOBODYS = 2**63 - 1  # no row has this id, the last of a bigint


@transaction.atomic
def send_code(*, etag: str, reached_at: str, at: datetime) -> bool:
    """Send a code, if the complaint was filed with this phone (E.164) or e-mail. Whether one went out.

    The door says the same either way, and the work is the same: for a stranger it is undone at the end, so that
    no clock tells who complained. Five an hour and complaint at most.
    """
    complaint = _complaint(etag)
    theirs = _was_filed_with(complaint, reached_at)
    few = _recent(complaint, at=at) < CODES_AN_HOUR
    _write_code(complaint, at=at)
    if theirs and few:
        return True
    transaction.set_rollback(True)
    return False


@transaction.atomic
def open_with_code(*, etag: str, code: str, at: datetime) -> Complaint | None:
    """The complaint that the code opens, or None. A wrong code costs one try of every code that is still valid."""
    complaint = _complaint(etag)
    valid = AccessCode.objects.filter(complaint_id=complaint.pk, used_at=None, expires_at__gt=at, tries_left__gt=0)
    wanted = _hash(complaint, code)
    for row in valid.select_for_update():
        if hmac.compare_digest(bytes(row.code_hash), wanted):
            AccessCode.objects.filter(pk=row.pk).update(used_at=at)
            _verify_phone(complaint, at=at)
            return complaint
    valid.update(tries_left=F("tries_left") - 1)
    return None


def _complaint(etag: str) -> Complaint:
    """The complaint of that number; for a number that nobody has, one that nothing fits."""
    found = Complaint.objects.for_service().select_related("complainant").filter(etag=etag).first()
    return found or Complaint(pk=NOBODYS, complainant=Complainant(pk=NOBODYS), etag=etag)


def _was_filed_with(complaint: Complaint, reached_at: str) -> bool:
    """Whether this phone or e-mail is its complainant's."""
    person = complaint.complainant
    known = bytes(person.phone_index), bytes(person.email_index)
    given = crypto.blind_index("phone", reached_at), crypto.blind_index("email", reached_at.lower())
    return bool(reached_at) and any(hmac.compare_digest(k, g) for k, g in zip(known, given, strict=True))


def _write_code(complaint: Complaint, *, at: datetime) -> None:
    """A code, hashed, and the message that carries it."""
    code = f"{secrets.randbelow(10**6):06d}"
    AccessCode.objects.create(
        complaint_id=complaint.pk, code_hash=_hash(complaint, code), created_at=at, expires_at=at + CODE_LIVES
    )
    enqueue(
        recipient=f"complainant:{complaint.complainant_id}",
        template="access_code",
        context={
            "code_sealed": crypto.seal(code, SEALED_CODE),
            "spaced_etag": complaint.spaced_etag,
            "asked_for": True,
        },
        at=at,
    )


def _verify_phone(complaint: Complaint, *, at: datetime) -> None:
    person = complaint.complainant
    if person.phone and person.phone_verified_at is None:
        person.phone_verified_at = at
        person.save(update_fields=["phone_verified_at"])


def _recent(complaint: Complaint, *, at: datetime) -> int:
    return AccessCode.objects.filter(complaint_id=complaint.pk, created_at__gt=at - timedelta(hours=1)).count()


def _hash(complaint: Complaint, code: str) -> bytes:
    return crypto.blind_index("access_code", f"{complaint.pk}:{code}")
