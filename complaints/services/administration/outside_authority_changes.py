"""Set the authority outside the police for complaints that no police office may open.

One administrator requests it, a second one approves or rejects it, and the auditors get a message about both.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import OutsideAuthority, OutsideAuthorityChange
from ledger.public_key_encryption import NotAPublicKey, load_public_key

AUTHORITY_FIELDS = ("name_en", "name_ur", "address", "email", "public_key", "source")


@transaction.atomic
def request_outside_authority(*, by: Actor, at: datetime, **values) -> OutsideAuthorityChange:
    """Request an authority (`AUTHORITY_FIELDS`). The one in force stays until another administrator confirms.

    Raises StaffChangeRefused if the key is not an X25519 public key, or if another request waits.
    """
    try:
        load_public_key(values["public_key"])
    except NotAPublicKey as error:
        raise StaffChangeRefused(
            _("This is not an X25519 public key in PEM form. It begins with “-----BEGIN PUBLIC KEY-----”.")
        ) from error
    try:
        with transaction.atomic():
            change = OutsideAuthorityChange.objects.create(asked_by_id=by.officer_id, asked_at=at, **values)
    except IntegrityError as error:
        raise StaffChangeRefused(_("Another outside authority is already waiting for approval.")) from error
    _log_for_auditors(f"? {change.name_en}", by=by, at=at)
    return change


@transaction.atomic
def approve_outside_authority(*, change: OutsideAuthorityChange, by: Actor, at: datetime) -> OutsideAuthority:
    """Approve the request. Complaints that are sealed from now on go to this authority.

    Raises StaffChangeRefused if this administrator may not decide it.
    """
    change = lock_for_decision(change, "asked_by", by=by, at=at)
    values = {name: getattr(change, name) for name in AUTHORITY_FIELDS}
    change.authority = OutsideAuthority.objects.create(**values, since=at)
    change.save()
    _log_for_auditors(change.name_en, by=by, at=at)
    return change.authority


@transaction.atomic
def reject_outside_authority(*, change: OutsideAuthorityChange, by: Actor, at: datetime) -> OutsideAuthorityChange:
    """Reject the request. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "asked_by", by=by, at=at)
    change.save()
    _log_for_auditors(f"– {change.name_en}", by=by, at=at)
    return change


def _log_for_auditors(words: str, *, by: Actor, at: datetime) -> None:
    log_staff_act(StaffActKind.OUTSIDE, officer=None, by=by, at=at, words=words, tell_auditors=True)
