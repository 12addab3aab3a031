"""Save, rename, share and delete views: selections of a table with a name."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage

NAME_KEPT_FOR = timedelta(days=365)
"""After this time without a change a date replaces the typed name, which may be a person's (docs/decisions/0006)."""
DATED_NAME = r"^\d{4}-\d\d-\d\d · \d+$"
"""The pattern of such a date as a name."""
MAX_VIEWS = 20
"""The maximum for one officer, and for one role at an office. Nobody reads a longer list."""


class ViewNameTaken(Exception):
    """The list has a view with this name already."""


class TooManyViews(Exception):
    """The list has the maximum number of views."""


def may_share_views(actor: Actor) -> bool:
    """Return whether this officer may share views: only the head of an office may, with the people there."""
    return actor.is_head and actor.role is Role.SUPERVISOR


def may_change_view(view: SavedView, *, by: Actor) -> bool:
    """Return whether this officer may change the view: their own one, or as the head a shared one of the office."""
    if view.office_id is None:
        return view.officer_id == by.officer_id
    return view.office_id == by.office_id and may_share_views(by)


@transaction.atomic
def save_view(
    *,
    name: str,
    query: str,
    role: str,
    by: Actor,
    at: datetime,
    page: ViewPage = ViewPage.QUEUE,
) -> SavedView:
    """Save a selection of a page under a name.

    query: the filters, as in the address of the page.
    role: share the view with this role at the office; "" for the officer's own list.

    Raises PermissionError if the officer may not share views; ViewNameTaken; TooManyViews.
    """
    if role and not may_share_views(by):
        raise PermissionError(role)
    owner = {"office_id": by.office_id, "role": role} if role else {"office_id": None, "officer_id": by.officer_id}
    if SavedView.objects.filter(**owner).count() >= MAX_VIEWS:
        raise TooManyViews
    view = SavedView(**({"officer_id": by.officer_id} | owner), name=name, query=query, changed_at=at, page=page)
    _save_under_free_name(view)
    return view


def rename_view(view: SavedView, name: str, *, by: Actor, at: datetime) -> None:
    """Rename a view. Raises PermissionError or ViewNameTaken."""
    if not may_change_view(view, by=by):
        raise PermissionError(view.pk)
    view.name, view.changed_at = name, at
    _save_under_free_name(view)


def share_with_officer(view: SavedView, officer_id: int | None, *, by: Actor, at: datetime) -> None:
    """Share an own view with one officer, or with nobody. It runs as its reader. Raises PermissionError."""
    if view.office_id is not None or not may_change_view(view, by=by):
        raise PermissionError(view.pk)
    view.shared_with_id, view.changed_at = officer_id, at
    view.save(update_fields=["shared_with", "changed_at"])


def delete_view(view: SavedView, *, by: Actor) -> None:
    """Delete a view. Raises PermissionError."""
    if not may_change_view(view, by=by):
        raise PermissionError(view.pk)
    view.delete()


def replace_old_view_names(*, at: datetime) -> int:
    """Replace old typed names by the day on which they were typed. Return the number of views.

    The filters stay, and an officer can give the view another name.
    """
    expired = SavedView.objects.filter(changed_at__lte=at - NAME_KEPT_FOR).exclude(name__regex=DATED_NAME)
    views = list(expired.only("pk", "name", "changed_at"))
    for view in views:
        view.name = f"{localtime(view.changed_at):%Y-%m-%d} · {view.pk}"
    return SavedView.objects.bulk_update(views, ["name"], batch_size=500)


def _save_under_free_name(view: SavedView) -> None:
    """Save a view. Raises ViewNameTaken; the unique constraint also finds a name from a concurrent request."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewNameTaken(view.name) from error
