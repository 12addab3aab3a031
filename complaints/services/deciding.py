"""What one administrator has asked for is taken up by another one, once: limits of a category, how long it is kept."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.services.refusals import Refused


def taken[Change: Model](change: Change, *, by: Actor, at: datetime) -> Change:
    """The change, locked and decided by this administrator; the caller saves it in the same transaction.

    Raises Refused where it has been decided, or is their own.
    """
    change = type(change).objects.select_for_update(of=("self",)).select_related("category").get(pk=change.pk)
    if change.decided_at:
        raise Refused(_("This has been decided already."))
    if by.officer_id == change.asked_by_id:
        raise Refused(_("Another administrator has to decide on what you asked for."))
    change.decided_by_id, change.decided_at = by.officer_id, at
    return change
