"""Find the few complaints that a reader's figures must leave out, or count in addition. Each is found by an index."""

from datetime import datetime
from typing import NamedTuple

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN
from monitoring.tallies.tally_reading import MovedAbove

LEVELS = (
    *(OfficeKind.STATION, OfficeKind.CIRCLE, OfficeKind.DIVISION),
    *(OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL),
)
"""The kinds of offices, from the bottom."""


class HeldComplaint(NamedTuple):
    """A complaint outside the reader's office that they hold for a posting on leave."""

    pk: int
    office: int
    status: str


def ids_excluded_by_conflict(actor: Actor, *, at: datetime) -> list[int]:
    """Return the ids of the complaints that conflict exclusion hides from a posting, at any office. One statement."""
    return [
        pk for (pk,) in Complaint.objects.unscoped("computes what the reader may not see").ids_hidden_from(actor, at=at)
    ]


def excluded_by_conflict_since(actor: Actor, *, at: datetime) -> dict[int, datetime | None]:
    """Return the same ids, each with the moment since when it is hidden; None for always. One statement."""
    rows = Complaint.objects.unscoped("computes what the reader may not see").hidden_from_since(actor, at=at)
    since: dict[int, datetime | None] = {}
    for pk, begins in rows:
        earlier = since.get(pk, begins)
        since[pk] = None if begins is None or earlier is None else min(earlier, begins)
    return since


def complaints_held_elsewhere(actor: Actor, *, at: datetime) -> list[HeldComplaint]:
    """Return the complaints outside its own office that a posting holds for others.

    One statement. No complaints if the actor acts for nobody, or is posted at the Central Police Office, which
    has every complaint.
    """
    if not actor.covers or actor.office_kind == OfficeKind.CENTRAL:
        return []
    held = Complaint.objects.visible_to(actor, at=at).filter(holder__in=actor.covers)
    outside = held.exclude(**{SCOPE_COLUMN[actor.office_kind]: actor.office_id})
    return [HeldComplaint(*row) for row in outside.order_by().values_list("pk", "office", "status")]


def moved_above(actor: Actor, *, at: datetime) -> MovedAbove:
    """Return which complaints are above the actor now, although an office at or below theirs is accountable for them.

    An objection can move a complaint above the office that reported. The actor cannot see it there, so their figures
    leave it out; a reader who may see both offices counts it. One statement if they act for somebody, else none.
    """
    kind = OfficeKind(actor.office_kind)
    levels = LEVELS[LEVELS.index(kind) + 1 :] if kind in LEVELS else LEVELS  # a unit is below all of them
    if not actor.covers or not levels:
        return MovedAbove(levels)
    held = Complaint.objects.visible_to(actor, at=at).filter(
        holder__in=actor.covers, reopened_line__contains=[actor.office_id]
    )
    outside = held.exclude(**{SCOPE_COLUMN[kind]: actor.office_id})
    return MovedAbove(levels, list(outside.order_by().values_list("pk", flat=True)))
