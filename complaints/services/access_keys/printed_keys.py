"""The printed key, for whoever has no phone: it stands on the receipt, is shown once, opens once, within a year.

Also the way back to a complaint whose secret word is forgotten: the Central Police Office's complaint cell asks for
one, for the person with their document before them or in a call that the cell makes; a second officer approves it; then
it is shown to the officer who asked. What is done with it is limited and marked (rules.opened_by).
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.models import AccessCode, Complainant, Complaint
from complaints.queries.access_keys import key_request, mark_of
from complaints.queries.conflict_exclusion import wall_of
from complaints.rules.key_requests import may_approve
from complaints.services import history, required_words
from complaints.services.access_keys import access_codes
from complaints.services.moves import lock
from ledger.exceptions import NotPermitted
from notifications.services import NewMessage, enqueue_many

LIVES = timedelta(days=365)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what is taken for one another: 0 and O, 1, I and L."""
LENGTH = 12


def may_give(by: Actor, complaint: Complaint, person: Complainant) -> bool:
    """Whether this officer, who sees the complaint, may give its complainant a key at the counter or after a call.

    The Central Police Office's operators, always; a district's where the matter is an ordinary one and its complainant
    has neither phone nor e-mail nor secret word, so that nothing that is locked to the district is opened by it.
    """
    if by.role is not Role.COMPLAINT_OPERATOR:
        return False
    if by.office_kind is OfficeKind.CENTRAL:
        return True
    has_a_way = person.phone or person.email or person.has_secret
    return by.office_kind is OfficeKind.DISTRICT and not complaint.is_sensitive and not has_a_way


@transaction.atomic
def ask(complaint: Complaint, *, by: Actor, at: datetime, words: str) -> None:
    """Ask for a key for somebody who is there, or was rung; `words`: how the person was known.

    The monitors of the Central Police Office are told: one of them has to approve it. Raises NotPermitted, Refused,
    text.Unreadable.
    """
    if not may_give(by, complaint, complaint.complainant):
        raise NotPermitted("ask for a key")
    _note(complaint, "key_asked", required_words.required(words), by=by, at=at)
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    enqueue_many([NewMessage(f"posting:{one}", "key_asked", context) for one in _monitors(complaint, at=at)], at=at)


@transaction.atomic
def approve(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Approve the key that waits, as the second officer. Raises NotPermitted where none waits for this one."""
    lock(complaint.pk)
    if not may_approve_key(by, complaint, at=at):
        raise NotPermitted("approve a key")
    _note(complaint, "key_approved", "", by=by, at=at)


@transaction.atomic
def give(complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """The approved key, shown this once, to the officer who asked for it. Every known channel is told of it.

    Raises NotPermitted where it was not approved, or somebody else asked.
    """
    _, complaint = lock(complaint.pk)
    request = key_request(complaint.pk, at=at)
    is_theirs = request is not None and request.is_approved and request.asked_by == by.officer_id
    if not is_theirs or not may_give(by, complaint, complaint.complainant):
        raise NotPermitted("give a key")
    lost_word = by.office_kind is OfficeKind.CENTRAL and complaint.complainant.has_secret
    key = _issue(complaint, "key_recovered" if lost_word else "key_printed", "", by=by, at=at)
    _tell_every_channel(complaint, at=at)
    return key


def may_approve_key(by: Actor, complaint: Complaint, *, at: datetime) -> bool:
    """Whether a key waits for this officer's approval. One query at most."""
    if by.role is not Role.MONITOR:
        return False
    request = key_request(complaint.pk, at=at)
    return request is not None and not request.is_approved and may_approve(by, first_officer_id=request.asked_by)


def _monitors(complaint: Complaint, *, at: datetime) -> list[int]:
    """The Central Police Office's monitors, without whom the firewall keeps from the complaint."""
    central, wall = Office.objects.central(), wall_of(complaint, at=at)
    theirs = Posting.objects.current(at).filter(office=central, role=str(Role.MONITOR)).order_by("pk")
    return [one.pk for one in theirs if not wall.keeps_from(one.pk, one.officer_id, central.path)]


def _tell_every_channel(complaint: Complaint, *, at: datetime) -> None:
    """Send a message on each channel, so that somebody who holds one of them cannot hide it from the complainant.

    Where there is a secret word, none goes out unless the complainant wants messages (complaints.recipients).
    """
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    recipient = f"complainant:{complaint.complainant_id}"
    enqueue_many(
        [NewMessage(recipient, "key_issued", context | {"via": channel}) for channel in ("whatsapp", "sms", "email")],
        at=at,
    )


def _note(complaint: Complaint, kind: str, words: str, *, by: Actor, at: datetime) -> None:
    head, complaint = lock(complaint.pk)
    entry = history.Entry(kind, complaint.cycle, {"state": history.state_of(complaint)}, words, for_citizen=False)
    history.append(head, entry, by=by, at=max(at, head.at or at))


def issue(complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """The first key of somebody who is there and has no other way in, in fours (services.intake.hand_a_key).

    What was printed before opens nothing any more. Shown once: only its hash is kept. Whoever issued it stands in the
    history, which the complainant reads too.
    """
    return _issue(complaint, "key_printed", "", by=by, at=at)


@transaction.atomic
def _issue(complaint: Complaint, kind: str, words: str, *, by: Actor, at: datetime) -> str:
    head, complaint = lock(complaint.pk)
    at = max(at, head.at or at)
    key = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    _unused(complaint.pk, at=at).update(expires_at=at)
    AccessCode.objects.create(
        kind=AccessCode.Kind.PRINTED,
        complaint=complaint,
        code_hash=_hash(complaint.complainant, complaint.pk, key),
        created_at=at,
        expires_at=at + LIVES,
    )
    entry = history.Entry(kind, complaint.cycle, {"state": history.state_of(complaint)}, words, for_citizen=False)
    history.append(head, entry, by=by, at=at)
    return "-".join(key[start : start + 4] for start in range(0, LENGTH, 4))


def ends_at(complaint: Complaint, typed: str, *, at: datetime) -> datetime | None:
    """Until when this key opens the complaint; None for what is not its key now. It is not used up. One statement."""
    wanted = _wanted(complaint, typed)
    rows = _unused(complaint.pk, at=at)
    return next((row.expires_at for row in rows if hmac.compare_digest(bytes(row.code_hash), wanted)), None)


def take(complaint: Complaint, typed: str, *, at: datetime) -> bool:
    """Whether this is the complaint's printed key, which is used up by it. Two statements, whatever was typed."""
    wanted = _wanted(complaint, typed)
    rows = list(_unused(complaint.pk, at=at).select_for_update())
    right = [row.pk for row in rows if hmac.compare_digest(bytes(row.code_hash), wanted)]
    AccessCode.objects.filter(pk__in=right or [access_codes.NOBODYS]).update(used_at=at)
    return bool(right)


def _wanted(complaint: Complaint, typed: str) -> bytes:
    return _hash(complaint.complainant, complaint.pk, re.sub(r"[\W_]", "", typed).upper()[: 2 * LENGTH])


def _unused(complaint_id: int, *, at: datetime):
    printed = AccessCode.objects.filter(complaint_id=complaint_id, kind=AccessCode.Kind.PRINTED)
    return printed.filter(used_at=None, expires_at__gt=at)


def _hash(person: Complainant, complaint_id: int, key: str) -> bytes:
    """With a mark of the secret word: a key that was printed before the word was set opens nothing past it."""
    return access_codes.code_hash(f"{complaint_id}:{mark_of(person.secret_hash)}", key)
