"""Queries of the list of notifications and of the bell."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from complaints.models import Complaint, Notification

LISTED = 100
"""The newest notifications that the page shows."""
MOST_COUNTED = 99
"""The bell shows "99+" from here on, so that counting never reads more rows."""


def unread_notifications(officer_id: int, actors: Sequence[Actor], *, at: datetime) -> QuerySet:
    """Return the unread notifications that the officer may read now, under any of these postings.

    An unread one about a complaint that they may no longer see is treated as if it did not exist.
    """
    return Notification.objects.of_officer(officer_id).unread().available_to(actors, at=at)


def count_unread(officer_id: int, actors: Sequence[Actor], *, at: datetime) -> int:
    """Return how many notifications are unread, at most MOST_COUNTED + 1. One statement."""
    return unread_notifications(officer_id, actors, at=at)[: MOST_COUNTED + 1].count()


def load_notifications(
    officer_id: int, actors: Sequence[Actor], *, at: datetime
) -> list[tuple[Notification, Complaint | None, bool]]:
    """Return the newest notifications, each with its complaint and whether the officer may read it now.

    Two statements. One about a complaint that they may no longer see has no complaint; if it is unread, it is left out.
    """
    newest = (
        Notification.objects.of_officer(officer_id)
        .order_by("-pk")
        .select_related("leave__posting__officer", "leave__posting__office", "event__posting__officer")
    )
    rows = list(newest[:LISTED])
    complaints = load_available_complaints({row.complaint_id for row in rows if row.complaint_id}, actors, at=at)
    listed = [
        (row, complaints.get(row.complaint_id), row.complaint_id is None or row.complaint_id in complaints)
        for row in rows
    ]
    return [(row, complaint, is_available) for row, complaint, is_available in listed if is_available or row.read_at]


def load_available_complaints(ids: set[int], actors: Sequence[Actor], *, at: datetime) -> dict[int, Complaint]:
    """Return those of the complaints that any of these actors may see, with category and office. One statement."""
    visible = [Complaint.objects.visible_to(actor, at=at).filter(pk__in=ids).order_by() for actor in actors]
    if not (ids and visible):
        return {}
    either = visible[0].values("pk").union(*(one.values("pk") for one in visible[1:]))
    rows = Complaint.objects.unscoped("only those that the actors may see").filter(pk__in=either)
    return {one.pk: one for one in rows.select_related("category", "office")}
