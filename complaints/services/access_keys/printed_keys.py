"""Printed codes: twelve letters on paper that open a complaint once, within a year.

A complainant without a phone gets one on the receipt. A complainant who has forgotten the secret word gets one from the
complaint cell of the Central Police Office. An operator requests it after checking the person's document or in a call
that the cell makes; a second officer approves it; then it is shown once to the operator who requested it. What can be
done with such a code is limited, and events record its use (`rules.access_proofs`).
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import AccessCode, Complainant, Complaint
from complaints.queries.access_key_facts import pending_key_request, secret_word_digest
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.key_approval import is_permitted_approver
from complaints.rules.printed_key_format import KEY_LENGTH, KEY_LETTERS, normalise_printed_key
from complaints.services import history, required_text
from complaints.services.access_keys import access_codes
from complaints.services.exclusion.message_recall import may_be_notified
from complaints.services.moves import lock_complaint
from ledger.service_exceptions import NotPermitted
from notifications.message_channels import MESSAGE_CHANNELS
from notifications.services import NewMessage, enqueue, enqueue_many

KEY_LIFETIME = timedelta(days=365)


def may_issue_key(by: Actor, complaint: Complaint, person: Complainant) -> bool:
    """Return whether this officer, who sees the complaint, may issue a printed code at the counter or after a call.

    Operators of the Central Police Office always may. Operators of a district may if the complaint is not sensitive and
    the complainant has no phone, e-mail address or secret word, so that the code opens nothing that the district may
    not open.
    """
    if by.role is not Role.COMPLAINT_OPERATOR:
        return False
    if by.office_kind is OfficeKind.CENTRAL:
        return True
    has_own_access = person.phone or person.email or person.has_secret
    return by.office_kind is OfficeKind.DISTRICT and not complaint.is_sensitive and not has_own_access


@transaction.atomic
def request_printed_key(complaint: Complaint, *, by: Actor, at: datetime, words: str) -> None:
    """Request a printed code for a complainant, and notify the monitors of the CPO, one of whom has to approve it.

    `words`: how the operator identified the complainant. Raises NotPermitted, Refused or text_cleaning.UnreadableText.
    """
    if not may_issue_key(by, complaint, complaint.complainant):
        raise NotPermitted("request a printed code")
    _record_key_event(complaint, "key_asked", required_text.require_text(words), by=by, at=at)
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    messages = [NewMessage(f"posting:{pk}", "key_asked", context) for pk in _monitor_posting_ids(complaint, at=at)]
    enqueue_many(messages, at=at)


@transaction.atomic
def approve_printed_key(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Approve a requested code as the second officer, and notify the operator who requested it.

    Raises NotPermitted if no request waits for this officer.
    """
    lock_complaint(complaint.pk)
    if not may_approve_key(by, complaint, at=at):
        raise NotPermitted("approve a printed code")
    request = pending_key_request(complaint.pk, at=at)
    _record_key_event(complaint, "key_approved", "", by=by, at=at)
    if may_be_notified(request.posting_id, complaint, at=at):  # The operator may have been named since.
        context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
        enqueue(recipient=f"posting:{request.posting_id}", template="key_approved", context=context, at=at)


@transaction.atomic
def issue_approved_key(complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """Issue the approved code and return it. It cannot be shown again.

    The complainant gets a message on every channel. Raises NotPermitted if the code was not approved, or if another
    officer requested it.
    """
    _, complaint = lock_complaint(complaint.pk)
    request = pending_key_request(complaint.pk, at=at)
    is_approved = request is not None and request.is_approved and request.asked_by == by.officer_id
    if not is_approved or not may_issue_key(by, complaint, complaint.complainant):
        raise NotPermitted("issue a printed code")
    replaces_word = by.office_kind is OfficeKind.CENTRAL and complaint.complainant.has_secret
    key = _create_key(complaint, "key_recovered" if replaces_word else "key_printed", by=by, at=at)
    _notify_every_channel(complaint, at=at)
    return key


def may_approve_key(by: Actor, complaint: Complaint, *, at: datetime) -> bool:
    """Return whether a requested code waits for this officer's approval. At most one query."""
    if by.role is not Role.MONITOR:
        return False
    request = pending_key_request(complaint.pk, at=at)
    return (
        request is not None and not request.is_approved and is_permitted_approver(by, first_officer_id=request.asked_by)
    )


def _monitor_posting_ids(complaint: Complaint, *, at: datetime) -> list[int]:
    """Return the postings of the CPO's monitors who are not excluded from the complaint."""
    central, exclusion = Office.objects.central(), conflict_exclusion_of(complaint, at=at)
    monitors = Posting.objects.current(at).filter(office=central, role=str(Role.MONITOR)).order_by("pk")
    return [
        posting.pk
        for posting in monitors
        if not exclusion.excludes_posting(posting.pk, posting.officer_id, central.path)
    ]


def _notify_every_channel(complaint: Complaint, *, at: datetime) -> None:
    """Write a message for each channel, so that a person who controls one of them cannot hide it from the complainant.

    If there is a secret word, no message is sent unless the complainant wants messages
    (`complaints.complainant_addresses`).
    """
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    recipient = f"complainant:{complaint.complainant_id}"
    enqueue_many(
        [NewMessage(recipient, "key_issued", context | {"via": channel}) for channel in MESSAGE_CHANNELS],
        at=at,
    )


def _record_key_event(complaint: Complaint, kind: str, words: str, *, by: Actor, at: datetime) -> None:
    head, complaint = lock_complaint(complaint.pk)
    entry = history.EventEntry(
        kind, complaint.cycle, {"state": history.event_state_of(complaint)}, words, for_citizen=False
    )
    history.append(head, entry, by=by, at=max(at, head.at or at))


def issue_first_key(complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """Issue the first code, without a second officer, to a complainant who is present and has no other access.

    It has the limits of every officer-issued key. Return the code in groups of four letters. It is shown once; only its
    hash is stored. The history, which the complainant can read, records who issued it. Codes that were printed before
    become invalid.
    """
    return _create_key(complaint, "first_key_printed", by=by, at=at)


@transaction.atomic
def _create_key(complaint: Complaint, kind: str, *, by: Actor, at: datetime) -> str:
    head, complaint = lock_complaint(complaint.pk)
    at = max(at, head.at or at)
    key = "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))
    _unused_keys(complaint.pk, at=at).update(expires_at=at)
    AccessCode.objects.create(
        kind=AccessCode.Kind.PRINTED,
        complaint=complaint,
        code_hash=_hash_key(complaint.complainant, complaint.pk, key),
        created_at=at,
        expires_at=at + KEY_LIFETIME,
    )
    entry = history.EventEntry(kind, complaint.cycle, {"state": history.event_state_of(complaint)}, for_citizen=False)
    history.append(head, entry, by=by, at=at)
    return "-".join(key[start : start + 4] for start in range(0, KEY_LENGTH, 4))


def printed_key_expiry(complaint: Complaint, typed: str, *, at: datetime) -> datetime | None:
    """Return until when this code opens the complaint, or None for a wrong code. The code is not used up. One query."""
    typed_hash = _hash_typed_key(complaint, typed)
    rows = _unused_keys(complaint.pk, at=at)
    return next((row.expires_at for row in rows if hmac.compare_digest(bytes(row.code_hash), typed_hash)), None)


def use_up_printed_key(complaint: Complaint, typed: str, *, at: datetime) -> bool:
    """Use up the printed code if it is correct; return whether it was. Two statements in both cases."""
    typed_hash = _hash_typed_key(complaint, typed)
    rows = list(_unused_keys(complaint.pk, at=at).select_for_update())
    matching = [row.pk for row in rows if hmac.compare_digest(bytes(row.code_hash), typed_hash)]
    AccessCode.objects.filter(pk__in=matching or [access_codes.UNUSED_ID]).update(used_at=at)
    return bool(matching)


def _hash_typed_key(complaint: Complaint, typed: str) -> bytes:
    """Return the hash of a typed code in its normalised form."""
    return _hash_key(complaint.complainant, complaint.pk, normalise_printed_key(typed))


def _unused_keys(complaint_id: int, *, at: datetime):
    printed = AccessCode.objects.filter(complaint_id=complaint_id, kind=AccessCode.Kind.PRINTED)
    return printed.filter(used_at=None, expires_at__gt=at)


def _hash_key(person: Complainant, complaint_id: int, key: str) -> bytes:
    """Hash a code together with the secret word's digest, so that a code from before a new word does not open it."""
    return access_codes.hash_code(f"{complaint_id}:{secret_word_digest(person.secret_hash)}", key)
