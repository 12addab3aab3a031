"""Names for sets of filters: kept, renamed and taken away by whose they are."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import SavedView

NAMED_FOR = timedelta(days=365)
"""A name is typed, and may be somebody's: after so long without a change a date stands there (docs/decisions/0006)."""
DATED = r"^\d{4}-\d\d-\d\d · \d+$"
MOST = 20
"""Of one officer, and of one role at an office: more than that is a list that nobody reads."""


class NameTaken(Exception):
    """There is a view of that name in the same list."""


class TooMany(Exception):
    """The list is full."""


def may_share(actor: Actor) -> bool:
    """A view is shared with the people of an office by whoever heads it."""
    return actor.is_head and actor.role is Role.SUPERVISOR


def may_change(view: SavedView, *, by: Actor) -> bool:
    """One's own; one that is shared at an office is its head's, whoever made it."""
    if view.office_id is None:
        return view.officer_id == by.officer_id
    return view.office_id == by.office_id and may_share(by)


@transaction.atomic
def keep(*, name: str, query: str, role: str, by: Actor, at: datetime) -> SavedView:
    """Keep filters (as they stand in the address) under a name: the officer's own, or with `role` shared at the office.

    Raises PermissionError for one who may not share; NameTaken; TooMany.
    """
    if role and not may_share(by):
        raise PermissionError(role)
    whose = {"office_id": by.office_id, "role": role} if role else {"office_id": None, "officer_id": by.officer_id}
    if SavedView.objects.filter(**whose).count() >= MOST:
        raise TooMany
    view = SavedView(**({"officer_id": by.officer_id} | whose), name=name, query=query, changed_at=at)
    _save(view)
    return view


def rename(view: SavedView, name: str, *, by: Actor, at: datetime) -> None:
    """Raises PermissionError, NameTaken."""
    if not may_change(view, by=by):
        raise PermissionError(view.pk)
    view.name, view.changed_at = name, at
    _save(view)


def remove(view: SavedView, *, by: Actor) -> None:
    """Raises PermissionError."""
    if not may_change(view, by=by):
        raise PermissionError(view.pk)
    view.delete()


def forget_names(*, at: datetime) -> int:
    """The filters stay, under the day on which the name was typed; an officer may give it another. Returns how many."""
    old = SavedView.objects.filter(changed_at__lte=at - NAMED_FOR).exclude(name__regex=DATED)
    views = list(old.only("pk", "name", "changed_at"))
    for view in views:
        view.name = f"{localtime(view.changed_at):%Y-%m-%d} · {view.pk}"
    return SavedView.objects.bulk_update(views, ["name"], batch_size=500)


def _save(view: SavedView) -> None:
    """The database is asked whether the name is free, so that two at once never have the same."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise NameTaken(view.name) from taken
