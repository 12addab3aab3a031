"""Replies written beforehand, as an officer's forms offer them and as a supervisor's list shows them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.rules.offices import lineage
from complaints.models import CannedReply

MOST_OFFERED = 60
MOST_LISTED = 300


def offered(actor: Actor, *, category_id: int, moves: Iterable[str], language: str) -> list[CannedReply]:
    """For these moves, written at the actor's office or above it. One query.

    The complainant's language first; within it those for the category, then the nearest office's. Not more than
    `MOST_OFFERED`, so that no page grows with them.
    """
    rows = CannedReply.objects.filter(move__in=list(moves), office__path__in=lineage(actor.office_path))
    fits = rows.filter(Q(category=None) | Q(category=category_id)).select_related("office")
    return sorted(fits[:MOST_OFFERED], key=lambda row: _order(row, language))


def _order(reply: CannedReply, language: str) -> tuple:
    return reply.language != language, reply.category_id is None, -len(reply.office.path), reply.title


def listed(actor: Actor, *, move: str = "") -> list[CannedReply]:
    """Those of the actor's own line and of the offices below, the upper offices first. One query."""
    own = Q(office__path__in=lineage(actor.office_path)) | Q(office__path__startswith=actor.office_path)
    rows = CannedReply.objects.filter(own).select_related("office", "category", "changed_by__officer")
    if move:
        rows = rows.filter(move=move)
    return list(rows.order_by("office__path", "move", "language", "title")[:MOST_LISTED])


def changeable(actor: Actor) -> QuerySet[CannedReply]:
    """Those that this supervisor may change: of their own office and below."""
    return CannedReply.objects.filter(office__path__startswith=actor.office_path).select_related("office", "category")
