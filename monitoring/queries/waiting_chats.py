"""The chats that wait for an operator of a complaint cell, as an app above this one counts them."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind


def load_waiting_chats(actor: Actor, office: Office, *, at: datetime):
    """Return the number of waiting chats and since when the oldest waits; None but for the CPO's own board.

    Chats that are hidden from the actor are not counted. Two statements.
    """
    if actor.office_kind != OfficeKind.CENTRAL or office.kind != OfficeKind.CENTRAL:
        return None
    return import_string(settings.WAITING_CHATS_BY)(actor, at=at)
