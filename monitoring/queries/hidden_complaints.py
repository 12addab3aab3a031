"""Find the few complaints that a reader's figures must leave out, or count in addition. Each is found by an index."""

from datetime import date, datetime
from typing import NamedTuple

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN
from web.calendar_days import start_of_day


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


def ids_to_subtract_from_sums(actor: Actor, *, since: date, at: datetime) -> list[int]:
    """Return the ids of all complaints to subtract from the sums of any office. At most two statements.

    `since`: the first day of the sums.
    """
    return [*ids_excluded_by_conflict(actor, at=at), *accountable_but_invisible_ids(actor, since=since)]


def accountable_but_invisible_ids(actor: Actor, *, since: date) -> list[int]:
    """Return the ids of complaints for which the actor's office is accountable although they are at another office now.

    Only those that were received on the day `since` or later: over the years an office has very many, and they count in
    the sums of their own days, in none of the measures but ACCOUNTABLE_MEASURES.

    An objection can move a complaint above the office that reported. The actor cannot see it there, so their figures
    leave it out; a reader who may see both offices counts it. One statement; none for the Central Police Office, which
    sees everything.
    """
    if actor.office_kind == OfficeKind.CENTRAL:
        return []
    charged = Complaint.objects.unscoped("computes what the reader may not see").filter(
        reopened_line__contains=[actor.office_id], received_at__gte=start_of_day(since)
    )
    outside = charged.exclude(**{SCOPE_COLUMN[OfficeKind(actor.office_kind)]: actor.office_id})
    if actor.covers:
        outside = outside.exclude(holder__in=actor.covers)
    return list(outside.order_by().values_list("pk", flat=True))
