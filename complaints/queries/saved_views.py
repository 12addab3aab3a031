"""The saved views that an officer finds beside the queue, and how much is in each."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from django.db.models import IntegerField, Q, QuerySet, Value

from accounts.actors import Actor
from complaints.models import Complaint, SavedView
from complaints.queries.narrowing import narrow

ENOUGH = 100
"""Beyond 99 a number is not counted further: "99+"."""


def offered(actor: Actor) -> QuerySet:
    """The officer's own views, and those shared with their role at their office, by name. One statement."""
    shared = Q(office=actor.office_id, role=str(actor.role))
    own = Q(office=None, officer=actor.officer_id)
    return SavedView.objects.filter(own | shared).order_by("name", "id")


def reachable(actor: Actor) -> QuerySet:
    """Those, and everything that is shared at the office: its head looks after them. One statement."""
    of_the_office = Q(office=actor.office_id) if actor.is_head else Q(office=actor.office_id, role=str(actor.role))
    return SavedView.objects.filter(of_the_office | Q(office=None, officer=actor.officer_id)).order_by("name", "id")


def sizes(narrowings: Sequence[dict], *, actor: Actor, at: datetime) -> list[int]:
    """How many complaints each of these narrowings lets through, at most ENOUGH. One statement for all of them."""
    if not narrowings:
        return []
    seen = Complaint.objects.visible_to(actor)
    parts = [
        narrow(seen, at=at, **narrowing)
        .annotate(part=Value(number, output_field=IntegerField()))
        .values_list("part", flat=True)[:ENOUGH]
        for number, narrowing in enumerate(narrowings)
    ]
    counted = Counter(parts[0] if len(parts) == 1 else reduce(lambda all_, one: all_.union(one, all=True), parts))
    return [counted[number] for number in range(len(parts))]
