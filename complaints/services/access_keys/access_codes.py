"""Send and accept the six-digit codes by which complainants open their complaints.

A code goes to the phone or e-mail address of the complaint. It is valid for ten minutes and five attempts, and only its
hash is stored. A new code does not invalidate older ones. The response is the same for an unknown E-tag, a wrong phone,
a wrong code and a complaint with a secret word, so that nobody learns who complained or how they are protected.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, When

from complaints.models import AccessCode, Complainant, Complaint
from complaints.rules.access_proofs import OpenedBy, channels_to_prove
from complaints.services.access_keys.contact_proofs import record_email_proof, record_phone_proof
from ledger import field_encryption
from notifications.services import enqueue

CODE_LIFETIME = timedelta(minutes=10)
CODES_PER_HOUR = 5
CODE_SEAL_PURPOSE = "access_code"
UNUSED_ID = 2**63 - 1
"""An id that no row has: the largest bigint. With it, a miss runs the same statements as a hit."""

Kind = AccessCode.Kind


@dataclass(frozen=True)
class ComplaintOpenedByCode:
    """A complaint that a code opened, and the channel to which the code was sent."""

    complaint: Complaint
    opened_by: OpenedBy

    @property
    def pk(self) -> int:
        return self.complaint.pk


@transaction.atomic
def send_code(*, etag: str, phone_or_email: str, at: datetime, browser_digest: bytes = b"") -> bool:
    """Send a code if the complaint has this phone (E.164) or e-mail address. Return whether a code was sent.

    phone_or_email: the phone or e-mail address.
    browser_digest: a digest of the browser that requests the code. The code has separate attempts for this browser.

    At most five codes per hour and complaint are sent, and none if there is a secret word. The page shows the same in
    every case, and the work is the same: without a match the transaction is rolled back at the end, so that response
    times do not reveal who complained.
    """
    complaint = find_complaint_or_placeholder(etag)
    is_allowed = _is_complainants_contact(complaint, phone_or_email) and not complaint.complainant.has_secret
    is_below_limit = _count_recent_codes(complaint, at=at) < CODES_PER_HOUR
    _create_and_send_code(complaint, phone_or_email, at=at, asked_by=browser_digest)
    if is_allowed and is_below_limit:
        return True
    transaction.set_rollback(True)
    return False


@transaction.atomic
def open_with_code(
    *, etag: str, code: str, at: datetime, browser_digest: bytes = b"", on_filing_device: bool = False
) -> ComplaintOpenedByCode | None:
    """Return the complaint that this code opens, or None.

    A correct code proves the phone or e-mail address to which it was sent. A wrong code uses one attempt of every valid
    code (`use_up_code`).

    on_filing_device: this browser filed the complaint.
    """
    complaint = find_complaint_or_placeholder(etag)
    matching_code = _use_up_code_of_complaint(complaint, code, at=at, asked_by=browser_digest)
    if matching_code is None or complaint.complainant.has_secret:
        return None
    opened_by = _prove_channel(complaint.complainant, matching_code, at=at, on_filing_device=on_filing_device)
    return ComplaintOpenedByCode(complaint, opened_by) if opened_by else None


@transaction.atomic
def send_proof_code(
    complaint: Complaint, channel: str, *, opened_by: OpenedBy, at: datetime, browser_digest: bytes
) -> bool:
    """Send a code to the phone or e-mail address of an opened complaint. Return whether a code was sent.

    channel: "phone" or "email".

    The code lifts the limits of the visit (`lift_limits_with_code`) but opens nothing by itself, so it is also sent if
    there is a secret word.
    """
    person = complaint.complainant
    can_be_proved = channel in channels_to_prove(opened_by, person.proofs)
    if not can_be_proved or _count_recent_codes(complaint, at=at) >= CODES_PER_HOUR:
        return False
    _create_and_send_code(complaint, getattr(person, channel), at=at, asked_by=browser_digest)
    return True


@transaction.atomic
def lift_limits_with_code(
    complaint: Complaint,
    code: str,
    *,
    opened_by: OpenedBy,
    at: datetime,
    browser_digest: bytes = b"",
    on_filing_device: bool = False,
) -> OpenedBy | None:
    """Accept a code from a visitor whose access to the complaint is limited.

    Return by what the complaint is open from now on, or None for a wrong code. If a secret word was set with an
    officer-issued key, a code to a phone or address that was proved before approves the word.
    """
    person = Complainant.objects.select_for_update().get(pk=complaint.complainant_id)
    channels = channels_to_prove(opened_by, person.proofs)
    matching_code = _use_up_code_of_complaint(complaint, code, at=at, asked_by=browser_digest)
    if matching_code is None or _channel_of(person, matching_code) not in channels:
        return None
    now_opened_by = _prove_channel(person, matching_code, at=at, on_filing_device=on_filing_device)
    if not person.has_secret:
        return now_opened_by
    if person.word_by_officers_key:
        person.word_by_officers_key = False
        person.save(update_fields=["word_by_officers_key"])
    return OpenedBy.WORD


def _use_up_code_of_complaint(complaint: Complaint, code: str, *, at: datetime, asked_by: bytes) -> AccessCode | None:
    codes = AccessCode.objects.filter(complaint_id=complaint.pk, kind=Kind.CODE)
    return use_up_code(codes, wanted_hash=hash_code(complaint.pk, code), at=at, browser_digest=asked_by)


def _channel_of(person: Complainant, code: AccessCode) -> str:
    """Return the channel to which the code was sent, or "" if that phone or e-mail address was replaced since."""
    return person.channel_of(bytes(code.reached_index))


def _prove_channel(person: Complainant, code: AccessCode, *, at: datetime, on_filing_device: bool) -> OpenedBy | None:
    """Record that the phone or e-mail address of this code is proved, and return by what the complaint is open."""
    match _channel_of(person, code):
        case "phone":
            record_phone_proof(person, at=at, on_filing_device=on_filing_device)
            return OpenedBy.PHONE
        case "email":
            record_email_proof(person, at=at, on_filing_device=on_filing_device)
            return OpenedBy.EMAIL
    return None


def find_complaint_or_placeholder(etag: str) -> Complaint:
    """Return the complaint with this E-tag, or an unsaved one that no code matches. One query in both cases."""
    complaint = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant")
        .filter(etag=etag)
        .first()
    )
    return complaint or Complaint(pk=UNUSED_ID, complainant=Complainant(pk=UNUSED_ID), etag=etag)


def generate_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


def hash_code(subject: int | str, code: str) -> bytes:
    """Return the keyed digest that is stored for a code. `subject`: what the code opens."""
    return field_encryption.blind_index("access_code", f"{subject}:{code}")


def use_up_code(
    codes: QuerySet[AccessCode], *, wanted_hash: bytes, at: datetime, browser_digest: bytes = b""
) -> AccessCode | None:
    """Use up the valid code with the digest `wanted_hash` and return it. If there is none, return None.

    After a miss every valid code loses one attempt: from those of the browser that requested the code (`asked_by`), or
    from those that all other browsers share. The rows are locked, so that concurrent requests share the five attempts.

    Call it in a transaction that ends after a miss. The commit of a lost attempt does not wait for the disk: without a
    valid code nothing is written, and the difference in time would reveal that.
    """
    is_own_code = Q(asked_by=bytes(browser_digest))
    valid = codes.filter(
        (is_own_code & Q(tries_left__gt=0)) | (~is_own_code & Q(strangers_left__gt=0)), used_at=None, expires_at__gt=at
    )
    for row in valid.select_for_update():
        if field_encryption.is_same_index(row.code_hash, wanted_hash):
            AccessCode.objects.filter(pk=row.pk).update(used_at=at)
            return row
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    valid.update(
        tries_left=F("tries_left") - Case(When(is_own_code, then=1), default=0),
        strangers_left=F("strangers_left") - Case(When(is_own_code, then=0), default=1),
    )
    return None


def invalidate_codes(complaint_id: int, *, at: datetime) -> None:
    """Make all unused codes of a complaint invalid."""
    AccessCode.objects.filter(complaint=complaint_id, used_at=None, expires_at__gt=at).update(expires_at=at)


def code_message_context(code: str, *, recipient: str, phone_or_email: str, **facts) -> dict:
    """Return the context of a message with a code. It goes to the phone or address that requested it, at any hour.

    recipient: the recipient of the message. The code is bound to it and opens in no message to anybody else.
    """
    via = {"via": "email"} if "@" in phone_or_email else {}
    sealed = field_encryption.encrypt_text(code, field_encryption.purpose_in_row(CODE_SEAL_PURPOSE, recipient))
    return {"code_sealed": sealed, "asked_for": True, **via, **facts}


def unseal_code(sealed: str, *, recipient: str) -> str:
    """Return the code of a message to this recipient. Raises InvalidTag for a code from another message."""
    return field_encryption.decrypt_text(sealed, field_encryption.purpose_in_row(CODE_SEAL_PURPOSE, recipient))


def _is_complainants_contact(complaint: Complaint, reached_at: str) -> bool:
    """Return whether this phone or e-mail address is the complainant's.

    The encrypted values decide, not their blind indexes: an index that somebody copied into the row proves nothing.
    """
    person = complaint.complainant
    pairs = (person.phone, reached_at), (person.email.lower(), reached_at.lower())
    return bool(reached_at) and sum(hmac.compare_digest(*(text.encode() for text in pair)) for pair in pairs) > 0


def _create_and_send_code(complaint: Complaint, reached_at: str, *, at: datetime, asked_by: bytes) -> None:
    """Write the hash of a new code, and the message with the code."""
    code = generate_code()
    AccessCode.objects.create(
        complaint_id=complaint.pk,
        code_hash=hash_code(complaint.pk, code),
        created_at=at,
        expires_at=at + CODE_LIFETIME,
        asked_by=asked_by,
        reached_index=_contact_index_of(reached_at),
    )
    recipient = f"complainant:{complaint.complainant_id}"
    context = code_message_context(
        code, recipient=recipient, phone_or_email=reached_at, spaced_etag=complaint.spaced_etag
    )
    enqueue(recipient=recipient, template="access_code", context=context, at=at)


def _contact_index_of(reached_at: str) -> bytes:
    """Return the blind index of a phone (E.164) or an e-mail address."""
    if "@" in reached_at:
        return field_encryption.blind_index("email", reached_at.lower())
    return field_encryption.blind_index("phone", reached_at)


def _count_recent_codes(complaint: Complaint, *, at: datetime) -> int:
    """Return how many codes were sent in the last hour."""
    codes = AccessCode.objects.filter(complaint_id=complaint.pk, kind=Kind.CODE)
    return codes.filter(created_at__gt=at - timedelta(hours=1)).count()
