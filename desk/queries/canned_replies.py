"""Canned replies: those offered in an officer's forms, and those in a supervisor's list."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.rules.office_tree import paths_from_root
from complaints.models import CannedReply

MOST_OFFERED = 60
MOST_LISTED = 300


def offered_replies(actor: Actor, *, category_id: int, moves: Iterable[str], language: str) -> list[CannedReply]:
    """Return the replies for these moves from the actor's office and those above it. One query.

    Sorted: those in the complainant's language first, then those for the category, then those of the nearest office. At
    most `MOST_OFFERED`, to limit the size of the page.
    """
    rows = CannedReply.objects.filter(move__in=list(moves), office__path__in=paths_from_root(actor.office_path))
    matching = rows.filter(Q(category=None) | Q(category=category_id)).select_related("office")
    return sorted(
        matching[:MOST_OFFERED],
        key=lambda row: (row.language != language, row.category_id is None, -len(row.office.path), row.title),
    )


def replies_for_supervisor(actor: Actor, *, move: str = "") -> list[CannedReply]:
    """Return the replies of the actor's office and of those above and below it, the upper offices first. One query."""
    is_in_line = Q(office__path__in=paths_from_root(actor.office_path)) | Q(office__path__startswith=actor.office_path)
    rows = CannedReply.objects.filter(is_in_line).select_related("office", "category", "changed_by__officer")
    if move:
        rows = rows.filter(move=move)
    return list(rows.order_by("office__path", "move", "language", "title")[:MOST_LISTED])


def changeable_replies(actor: Actor) -> QuerySet[CannedReply]:
    """Return the replies that this supervisor may change: those of their own office and the offices below."""
    return CannedReply.objects.filter(office__path__startswith=actor.office_path).select_related("office", "category")
