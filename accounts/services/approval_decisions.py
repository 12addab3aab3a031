"""Decide a request of another administrator: for a role, an office's place, time limits or retention periods."""

from datetime import datetime

from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.two_administrators import TwoAdministrators
from accounts.rules.roles import COOLING_OFF
from accounts.services.staff_refusals import StaffChangeRefused


def lock_for_decision[Request: Model](change_request: Request, *related: str, by: Actor, at: datetime) -> Request:
    """Return the request, locked and marked as decided by this administrator. The caller saves it.

    Call it in a transaction. `related`: relations to load with the request. Raises StaffChangeRefused if the request
    was decided before or is the administrator's own.
    """
    rows = type(change_request).objects.select_for_update(of=("self",)).select_related(*related)
    change_request = rows.get(pk=change_request.pk)
    if change_request.decided_at:
        raise StaffChangeRefused(_("This has already been decided."))
    if by.officer_id == change_request.asked_by_id:
        raise StaffChangeRefused(_("Another administrator must decide on your request."))
    change_request.decided_by_id, change_request.decided_at = by.officer_id, at
    return change_request


def require_cooling_off_over(change_request: TwoAdministrators, *, at: datetime) -> None:
    """Raise StaffChangeRefused if the request is too young to be confirmed (`rules.roles.COOLING_OFF`)."""
    possible_from = change_request.asked_at + COOLING_OFF
    if at < possible_from:
        raise StaffChangeRefused(
            _("A day must pass first, so that the auditors can object. You can confirm this from %(time)s.")
            % {"time": f"{localtime(possible_from):%Y-%m-%d %H:%M}"}
        )
