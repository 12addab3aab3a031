"""The printed key, for whoever has no phone: it stands on the receipt, is shown once, opens once, within a year.

Also the way back to a complaint whose secret word is forgotten or locked: the Central Police Office's complaint cell
issues one, to the person with their document before them or in a call that the cell makes.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.rules.offices import Kind
from accounts.rules.roles import Role
from complaints.models import AccessCode, Complainant, Complaint
from complaints.queries.keys import mark_of
from complaints.services import access, history, saying
from complaints.services.moves import lock
from complaints.services.refusals import NotPermitted

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
    if by.office_kind is Kind.CENTRAL:
        return True
    has_a_way = person.phone or person.email or person.has_secret
    return by.office_kind is Kind.DISTRICT and not complaint.is_sensitive and not has_a_way


def give(complaint: Complaint, *, by: Actor, at: datetime, words: str) -> str:
    """A key for whoever is there, after `words`: how the person was known. Raises NotPermitted, Refused, Unreadable."""
    if not may_give(by, complaint, complaint.complainant):
        raise NotPermitted("give a key")
    if by.office_kind is Kind.CENTRAL and complaint.complainant.has_secret:
        return recover(complaint, by=by, at=at, words=words)
    return _issue(complaint, "key_printed", saying.required(words), by=by, at=at)


def issue(complaint: Complaint, *, by: Actor, at: datetime) -> str:
    """A new key, in fours; what was printed before opens nothing any more. Shown once: only its hash is kept.

    Whoever issued it stands in the history, which the complainant reads too.
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


def recover(complaint: Complaint, *, by: Actor, at: datetime, words: str) -> str:
    """A way back for who has lost the secret word: a printed key, with which they set a new one.

    `words`: how the person was known, which stands in the history. Only an operator of the Central Police Office may:
    the district's cell may sit next to whom the complaint is about, and never reads that a word was lost. Raises
    NotPermitted, Refused, text.Unreadable.
    """
    if by.role is not Role.COMPLAINT_OPERATOR or by.office_kind is not Kind.CENTRAL:
        raise NotPermitted("recover")
    return _issue(complaint, "key_recovered", saying.required(words), by=by, at=at)


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
    AccessCode.objects.filter(pk__in=right or [access.NOBODYS]).update(used_at=at)
    return bool(right)


def _wanted(complaint: Complaint, typed: str) -> bytes:
    return _hash(complaint.complainant, complaint.pk, re.sub(r"[\W_]", "", typed).upper()[: 2 * LENGTH])


def _unused(complaint_id: int, *, at: datetime):
    printed = AccessCode.objects.filter(complaint_id=complaint_id, kind=AccessCode.Kind.PRINTED)
    return printed.filter(used_at=None, expires_at__gt=at)


def _hash(person: Complainant, complaint_id: int, key: str) -> bytes:
    """With a mark of the secret word: a key that was printed before the word was set opens nothing past it."""
    return access.code_hash(f"{complaint_id}:{mark_of(person.secret_hash)}", key)
