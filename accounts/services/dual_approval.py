"""What one administrator asks for another one takes up, once: a role, limits of a category, times of keeping."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services.refusals import StaffChangeRefused


def taken[Asked: Model](asked: Asked, *related: str, by: Actor, at: datetime) -> Asked:
    """It, locked, with what it is related to, and decided by this administrator; saved by the caller, in the same
    transaction.

    Raises Refused where it has been decided, or is their own.
    """
    rows = type(asked).objects.select_for_update(of=("self",)).select_related(*related)
    asked = rows.get(pk=asked.pk)
    if asked.decided_at:
        raise StaffChangeRefused(_("This has already been decided."))
    if by.officer_id == asked.asked_by_id:
        raise StaffChangeRefused(_("Another administrator must decide on your request."))
    asked.decided_by_id, asked.decided_at = by.officer_id, at
    return asked
