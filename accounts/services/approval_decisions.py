"""Decide a request of another administrator: for a role, a category's time limits or retention periods."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services.staff_refusals import StaffChangeRefused


def lock_for_decision[Asked: Model](asked: Asked, *related: str, by: Actor, at: datetime) -> Asked:
    """Return the request, locked and marked as decided by this administrator. The caller saves it.

    Call it in a transaction. `related`: relations to load with the request. Raises StaffChangeRefused if the request
    was decided before or is the administrator's own.
    """
    rows = type(asked).objects.select_for_update(of=("self",)).select_related(*related)
    asked = rows.get(pk=asked.pk)
    if asked.decided_at:
        raise StaffChangeRefused(_("This has already been decided."))
    if by.officer_id == asked.asked_by_id:
        raise StaffChangeRefused(_("Another administrator must decide on your request."))
    asked.decided_by_id, asked.decided_at = by.officer_id, at
    return asked
