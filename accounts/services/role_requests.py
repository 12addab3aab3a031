"""Roles that need two administrators: one requests, another decides, and the auditors are notified of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting, RoleGrant
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import Role, needs_cooling_off, needs_two_administrators, role_exists_at
from accounts.services.admin_log import describe_posting, log_staff_act
from accounts.services.approval_decisions import lock_for_decision, require_cooling_off_over
from accounts.services.postings import create_posting, end_posting, require_compatible_roles, schedule_end
from accounts.services.staff_refusals import StaffChangeRefused


@transaction.atomic
def request_role(
    *,
    officer: Officer,
    office: Office,
    role: Role,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    transfers: Posting | None = None,
    is_head: bool = False,
    acting: bool = False,
) -> RoleGrant:
    """Request a role that needs two administrators. For the arguments see models.RoleGrant.

    Raises StaffChangeRefused if the role needs only one administrator, if the same request is waiting, if the officer
    holds an incompatible role, or if the times or the transfer are not possible.
    """
    if not needs_two_administrators(role, office.kind, is_head=is_head):
        raise StaffChangeRefused(_("This role needs only one administrator. Give it under “Postings”."))
    if not role_exists_at(role, office.kind):
        raise StaffChangeRefused(_("Offices of this kind do not have this role."))
    if reason := _refusal_of_times(officer, transfers, starts_at, ends_at, at=at):
        raise StaffChangeRefused(reason)
    require_compatible_roles(officer=officer, role=role, at=at)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                officer=officer,
                office=office,
                role=role,
                is_head=is_head,
                acting=acting,
                starts_at=starts_at,
                ends_at=ends_at,
                transfers=transfers,
                asked_by_id=by.officer_id,
                asked_at=at,
            )
    except IntegrityError as error:
        raise StaffChangeRefused(
            _("This has already been requested and is waiting for a second administrator.")
        ) from error
    _log_role_act(StaffActKind.ROLE_ASKED, grant, by=by, at=at)
    return grant


def _refusal_of_times(
    officer: Officer, transfers: Posting | None, starts_at: datetime | None, ends_at: datetime | None, *, at: datetime
) -> str:
    """Return why the posting cannot begin, end or replace another one as requested; "" if it can."""
    if starts_at and starts_at < at:
        return _("A posting cannot begin in the past.")
    if ends_at and ends_at <= (starts_at or at):
        return _("A posting must end after it begins.")
    if transfers is None:
        return ""
    if transfers.officer_id != officer.pk or not transfers.is_current(at):
        return _("You can only transfer an officer from a posting that they hold now.")
    return ""


@transaction.atomic
def confirm_role(*, grant: RoleGrant, by: Actor, at: datetime) -> Posting:
    """Confirm a request and create its posting.

    Raises StaffChangeRefused, also if the posting is refused, or if a head's post was requested less than a day ago.
    """
    grant = _lock_for_decision(grant, by=by, at=at)
    if needs_cooling_off(grant.office.kind, is_head=grant.is_head):
        require_cooling_off_over(grant, at=at)
    starts_at = max(at, grant.starts_at or at)
    if (old := grant.transfers) and old.is_current(at):
        if starts_at == at:
            end_posting(posting=old, by=by, at=at)
        elif old.ends_at is None or old.ends_at > starts_at:  # an earlier end stays
            schedule_end(posting=old, ends_at=starts_at, by=by, at=at)
    grant.posting = create_posting(
        officer=grant.officer,
        office=grant.office,
        role=Role(grant.role),
        is_head=grant.is_head,
        acting=grant.acting,
        by=by,
        at=at,
        starts_at=starts_at,
        ends_at=grant.ends_at,
        is_approved=True,
    )
    grant.save()
    _log_role_act(StaffActKind.ROLE_CONFIRMED, grant, by=by, at=at)
    return grant.posting


@transaction.atomic
def refuse_role(*, grant: RoleGrant, by: Actor, at: datetime) -> RoleGrant:
    """Refuse a request. Raises StaffChangeRefused if this administrator may not decide it."""
    grant = _lock_for_decision(grant, by=by, at=at)
    grant.save()
    _log_role_act(StaffActKind.ROLE_REFUSED, grant, by=by, at=at)
    return grant


def _lock_for_decision(grant: RoleGrant, *, by: Actor, at: datetime) -> RoleGrant:
    """Return the grant, locked and marked as decided by this administrator.

    Raises StaffChangeRefused if they may not decide it.
    """
    grant = lock_for_decision(grant, "officer", "office", "transfers", by=by, at=at)
    if by.officer_id == grant.officer_id:
        raise StaffChangeRefused(_("You cannot decide on your own role."))
    return grant


def _log_role_act(kind: StaffActKind, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    log_staff_act(kind, officer=grant.officer, by=by, at=at, words=describe_posting(grant, at=at), tell_auditors=True)
