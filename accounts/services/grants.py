"""Roles that two administrators give: one asks, a second one decides, the auditors hear of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting, RoleGrant
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import Role, sits_at, takes_two
from accounts.services.postings import post, require_compatible
from accounts.services.refusals import Refused
from accounts.services.staff_acts import note


def needs_a_second(office: Office, role: str) -> bool:
    """Whether that role at that office is not one administrator's to give (domain: Roles, administrator)."""
    return takes_two(role, office.kind)


@transaction.atomic
def ask_for(
    *,
    officer: Officer,
    office: Office,
    role: Role,
    by: Actor,
    at: datetime,
    is_head: bool = False,
    acting: bool = False,
) -> RoleGrant:
    """Ask for a role that two administrators give: at the Central Police Office, or of an operator at any cell.

    Raises Refused for another one, where the same was asked for and waits, or where the officer may not hold it beside
    what they hold.
    """
    if not needs_a_second(office, role):
        raise Refused(_("One administrator gives this role, under “Postings”."))
    if not sits_at(role, office.kind):
        raise Refused(_("Monitors, auditors and administrators sit at the Central Police Office alone."))
    require_compatible(officer=officer, role=role, at=at)
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                officer=officer,
                office=office,
                role=role,
                is_head=is_head,
                acting=acting,
                asked_by_id=by.officer_id,
                asked_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("This was asked for already and waits for a second administrator.")) from error
    note(StaffActKind.ROLE_ASKED, officer=officer, by=by, at=at, words=str(grant), tell_auditors=True)
    return grant


@transaction.atomic
def confirm(*, grant: RoleGrant, by: Actor, at: datetime) -> Posting:
    """A second administrator confirms: the posting begins now. Raises Refused, also for what postings refuse."""
    grant = _taken(grant, by=by, at=at)
    grant.posting = post(
        officer=grant.officer,
        office=grant.office,
        role=Role(grant.role),
        is_head=grant.is_head,
        acting=grant.acting,
        by=by,
        at=at,
    )
    grant.save()
    note(StaffActKind.ROLE_CONFIRMED, officer=grant.officer, by=by, at=at, words=str(grant), tell_auditors=True)
    return grant.posting


@transaction.atomic
def refuse(*, grant: RoleGrant, by: Actor, at: datetime) -> RoleGrant:
    """A second administrator refuses: nothing begins. Raises Refused."""
    grant = _taken(grant, by=by, at=at)
    grant.save()
    note(StaffActKind.ROLE_REFUSED, officer=grant.officer, by=by, at=at, words=str(grant), tell_auditors=True)
    return grant


def _taken(grant: RoleGrant, *, by: Actor, at: datetime) -> RoleGrant:
    """The grant, locked and decided by this administrator. Raises Refused where it is not theirs to decide."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("officer", "office").get(pk=grant.pk)
    if grant.decided_at:
        raise Refused(_("This has been decided already."))
    if by.officer_id == grant.asked_by_id:
        raise Refused(_("Another administrator has to decide on what you asked for."))
    if by.officer_id == grant.officer_id:
        raise Refused(_("Nobody decides on their own role."))
    grant.decided_by_id, grant.decided_at = by.officer_id, at
    return grant
