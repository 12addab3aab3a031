"""Link an officer to their identity at the identity provider, and unlink them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import DeskSession, LinkedIdentity, Officer
from accounts.models.desk_session import SessionEnding
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.sessions import end_session_rows
from accounts.services.staff_refusals import StaffChangeRefused
from notifications.services import enqueue


@transaction.atomic
def link_identity(*, officer: Officer, issuer: str, subject: str, at: datetime) -> LinkedIdentity:
    """Link an identity that this officer has just proved, and notify them.

    Only the officer does it, after their own password and second factor: an administrator who could name the subject
    could sign in as anybody. Raises StaffChangeRefused if the officer or the identity is linked already.
    """
    try:
        with transaction.atomic():
            identity = LinkedIdentity.objects.create(officer=officer, issuer=issuer, subject=subject, linked_at=at)
    except IntegrityError as error:
        raise StaffChangeRefused(
            _("You are linked to an identity already, or this identity is linked to another officer.")
        ) from error
    log_staff_act(StaffActKind.IDENTITY_LINKED, officer=officer, by=None, by_officer=officer, at=at)
    enqueue(recipient=f"officer:{officer.pk}", template="identity_changed", context={"linked": True}, at=at)
    return identity


@transaction.atomic
def unlink_identity(*, officer: Officer, by: Actor | None, at: datetime) -> None:
    """Unlink an officer's identity, end the sessions that it began, and notify the officer.

    `by`: an administrator, of whom the auditors are notified; None for the officer. Raises StaffChangeRefused if there
    is no link.
    """
    identity = LinkedIdentity.objects.select_for_update(no_key=True).filter(officer=officer, unlinked_at=None).first()
    if identity is None:
        raise StaffChangeRefused(_("This officer is not linked to the single sign-on."))
    identity.unlinked_at = at
    identity.save()
    rows = DeskSession.objects.filter(identity=identity, ended_at=None)
    end_session_rows(rows, ending=SessionEnding.PROVIDER, at=at)
    by_officer = None if by else officer
    kind = StaffActKind.IDENTITY_UNLINKED
    log_staff_act(kind, officer=officer, by=by, by_officer=by_officer, at=at, tell_auditors=by is not None)
    enqueue(recipient=f"officer:{officer.pk}", template="identity_changed", context={"linked": False}, at=at)
