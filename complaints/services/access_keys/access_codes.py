"""The complainant's key: a six-digit code to the phone (or e-mail) that the complaint was filed with.

Ten minutes, five tries, hashed; a new code leaves the older ones valid. The answer is the same for an unknown E-tag, a
wrong phone, a wrong code and a complaint that has a secret word, so that nobody learns who complained, or how they are
protected.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, When

from complaints.models import AccessCode, Complainant, Complaint
from complaints.rules.opened_by import OpenedBy, channels_to_prove
from complaints.services.access_keys.verified_phones import verify_email, verify_phone
from ledger import crypto
from notifications.services import enqueue

CODE_LIVES = timedelta(minutes=10)
CODES_AN_HOUR = 5
SEALED_CODE = "access_code"
NOBODYS = 2**63 - 1  # no row has this id, the last of a bigint

Kind = AccessCode.Kind


@dataclass(frozen=True)
class ByCode:
    """A complaint that a code has opened, and where that code had been sent."""

    complaint: Complaint
    opened_by: OpenedBy

    @property
    def pk(self) -> int:
        return self.complaint.pk


@transaction.atomic
def send_code(*, etag: str, reached_at: str, at: datetime, asked_by: bytes = b"") -> bool:
    """Send a code, if the complaint was filed with this phone (E.164) or e-mail. Whether one went out.

    The door says the same either way, and the work is the same: for a stranger it is undone at the end, so that
    no clock tells who complained. Five an hour and complaint at most; none where there is a secret word. `asked_by`: a
    digest of the browser, whose own tries the code then has.
    """
    complaint = find(etag)
    theirs = _was_filed_with(complaint, reached_at) and not complaint.complainant.has_secret
    few = _recent(complaint, at=at) < CODES_AN_HOUR
    _write_code(complaint, reached_at, at=at, asked_by=asked_by)
    if theirs and few:
        return True
    transaction.set_rollback(True)
    return False


@transaction.atomic
def open_with_code(
    *, etag: str, code: str, at: datetime, asked_by: bytes = b"", on_filing_device: bool = False
) -> ByCode | None:
    """The complaint that the code opens, or None. A wrong code costs one try of every code that is still valid: of the
    browser's own where it asked for the code, else of those that all others have together. The right one proves where
    it was sent. `on_filing_device`: this browser filed the complaint."""
    complaint = find(etag)
    right = _spend_code(complaint, code, at=at, asked_by=asked_by)
    if right is None or complaint.complainant.has_secret:
        return None
    opened_by = _prove(complaint.complainant, right, at=at, on_filing_device=on_filing_device)
    return ByCode(complaint, opened_by) if opened_by else None


@transaction.atomic
def send_proof(complaint: Complaint, channel: str, *, opened_by: OpenedBy, at: datetime, asked_by: bytes) -> bool:
    """Send a code to a phone or address of this complaint, for somebody who has it open already; whether one went out.

    With a secret word too: the code opens nothing by itself, it lifts the limits of what is open (`lift_limits`).
    """
    person = complaint.complainant
    is_asked = channel in channels_to_prove(opened_by, person.proofs)
    if not is_asked or _recent(complaint, at=at) >= CODES_AN_HOUR:
        return False
    _write_code(complaint, getattr(person, channel), at=at, asked_by=asked_by)
    return True


@transaction.atomic
def lift_limits(
    complaint: Complaint,
    code: str,
    *,
    opened_by: OpenedBy,
    at: datetime,
    asked_by: bytes = b"",
    on_filing_device: bool = False,
) -> OpenedBy | None:
    """Take a code from somebody who has the complaint open with limits; by what they have it open then, or None.

    A phone or address that was proved before approves what was set with a key that an officer issued.
    """
    person = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    before = channels_to_prove(opened_by, person.proofs)
    right = _spend_code(complaint, code, at=at, asked_by=asked_by)
    if right is None or _channel_of(person, right) not in before:
        return None
    now_by = _prove(person, right, at=at, on_filing_device=on_filing_device)
    if not person.has_secret:
        return now_by
    if person.word_by_officers_key:
        person.word_by_officers_key = False
        person.save(update_fields=["word_by_officers_key"])
    return OpenedBy.WORD


def _spend_code(complaint: Complaint, code: str, *, at: datetime, asked_by: bytes) -> AccessCode | None:
    codes = AccessCode.objects.filter(complaint_id=complaint.pk, kind=Kind.CODE)
    return spend(codes, wanted=code_hash(complaint.pk, code), at=at, asked_by=asked_by)


def _channel_of(person: Complainant, code: AccessCode) -> str:
    """Whether it was sent to the phone or the e-mail address as they are now; empty for one that has gone."""
    sent_to = bytes(code.reached_index)
    if sent_to and crypto.is_same(sent_to, bytes(person.phone_index)):
        return "phone"
    return "email" if sent_to and crypto.is_same(sent_to, bytes(person.email_index)) else ""


def _prove(person: Complainant, code: AccessCode, *, at: datetime, on_filing_device: bool) -> OpenedBy | None:
    match _channel_of(person, code):
        case "phone":
            verify_phone(person, at=at, on_filing_device=on_filing_device)
            return OpenedBy.PHONE
        case "email":
            verify_email(person, at=at, on_filing_device=on_filing_device)
            return OpenedBy.EMAIL
    return None


def find(etag: str) -> Complaint:
    """The complaint of that number; for a number that nobody has, one that nothing fits. One query either way."""
    found = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant")
        .filter(etag=etag)
        .first()
    )
    return found or Complaint(pk=NOBODYS, complainant=Complainant(pk=NOBODYS), etag=etag)


def draw_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def code_hash(whose: int | str, code: str) -> bytes:
    """What is kept of a code: with what it opens, under the index key."""
    return crypto.blind_index("access_code", f"{whose}:{code}")


def spend(codes: QuerySet[AccessCode], *, wanted: bytes, at: datetime, asked_by: bytes = b"") -> AccessCode | None:
    """The wanted one of these codes: it is used up then. Else None, and every valid one of them loses a try.

    The rows are locked, so that five tries are five, however many come at once. In a transaction of the caller, which
    ends with it where none was right: that a try is lost is not waited for until it is on the disk, because where
    nobody has such a code there is nothing to wait for, and the wait would tell.
    """
    own = Q(asked_by=bytes(asked_by))
    valid = codes.filter(
        (own & Q(tries_left__gt=0)) | (~own & Q(strangers_left__gt=0)), used_at=None, expires_at__gt=at
    )
    for row in valid.select_for_update():
        if crypto.is_same(row.code_hash, wanted):
            AccessCode.objects.filter(pk=row.pk).update(used_at=at)
            return row
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    valid.update(
        tries_left=F("tries_left") - Case(When(own, then=1), default=0),
        strangers_left=F("strangers_left") - Case(When(own, then=0), default=1),
    )
    return None


def end_codes(complaint_id: int, *, at: datetime) -> None:
    """The codes that are under way open nothing any more."""
    AccessCode.objects.filter(complaint=complaint_id, used_at=None, expires_at__gt=at).update(expires_at=at)


def code_message(code: str, *, reached_at: str, **facts) -> dict:
    """The context of a message with a code: it goes to where it was asked for, at any hour."""
    via = {"via": "email"} if "@" in reached_at else {}
    return {"code_sealed": crypto.seal(code, SEALED_CODE), "asked_for": True, **via, **facts}


def _was_filed_with(complaint: Complaint, reached_at: str) -> bool:
    """Whether this phone or e-mail is its complainant's."""
    person = complaint.complainant
    known = bytes(person.phone_index), bytes(person.email_index)
    given = crypto.blind_index("phone", reached_at), crypto.blind_index("email", reached_at.lower())
    return bool(reached_at) and any(crypto.is_same(k, g) for k, g in zip(known, given, strict=True))


def _write_code(complaint: Complaint, reached_at: str, *, at: datetime, asked_by: bytes) -> None:
    """A code, hashed, and the message that carries it."""
    code = draw_code()
    AccessCode.objects.create(
        complaint_id=complaint.pk,
        code_hash=code_hash(complaint.pk, code),
        created_at=at,
        expires_at=at + CODE_LIVES,
        asked_by=asked_by,
        reached_index=_index_of(reached_at),
    )
    enqueue(
        recipient=f"complainant:{complaint.complainant_id}",
        template="access_code",
        context=code_message(code, reached_at=reached_at, spaced_etag=complaint.spaced_etag),
        at=at,
    )


def _index_of(reached_at: str) -> bytes:
    """The blind index under which a complainant has this phone (E.164) or e-mail address."""
    if "@" in reached_at:
        return crypto.blind_index("email", reached_at.lower())
    return crypto.blind_index("phone", reached_at)


def _recent(complaint: Complaint, *, at: datetime) -> int:
    codes = AccessCode.objects.filter(complaint_id=complaint.pk, kind=Kind.CODE)
    return codes.filter(created_at__gt=at - timedelta(hours=1)).count()
