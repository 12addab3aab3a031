"""The saved views that an officer finds beside the queue, and how much is in each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, IntegerField, Q, QuerySet, Value

from accounts.actors import Actor
from accounts.rules.offices import Kind
from complaints.models import Complaint, SavedView
from complaints.queries.narrowing import narrow
from complaints.queries.walking import LOOKED_AT, LOOKED_AT_ALONE, EachMoment, asks_clocks, each_exists, way

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


@dataclass(frozen=True)
class Size:
    """How many complaints a view holds; `or_more`: no further were counted, or looked through."""

    number: int
    or_more: bool


def sizes(narrowings: Sequence[dict], *, actor: Actor, at: datetime) -> list[Size]:
    """How much each of these narrowings lets through, at most ENOUGH. One statement for all of them."""
    if not narrowings:
        return []
    parts = [part for number, one in enumerate(narrowings) for part in _parts(number, one, actor=actor, at=at)]
    counted = Counter(parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True))
    return [_size(counted[(number, False)], counted[(number, True)]) for number in range(len(narrowings))]


def _size(number: int, further: int) -> Size:
    return Size(min(number, ENOUGH - 1), number >= ENOUGH or bool(further))


def _parts(number: int, narrowing: dict, *, actor: Actor, at: datetime) -> Iterator[QuerySet]:
    """What is counted of one narrowing, marked by its number; and whether there is more than is looked through."""
    seen = Complaint.objects.visible_to(actor)
    found = narrow(seen, at=at, exists=each_exists, moment=EachMoment, **narrowing)
    through = way(seen, scope=Kind(actor.office_kind), at=at, **narrowing)
    if through is not None:
        ordered = through.order_by("due_at", "id")
        most = LOOKED_AT if asks_clocks(**narrowing) else LOOKED_AT_ALONE
        found = found.filter(pk__in=ordered.values("pk")[:most])
        yield _marked(ordered, number, further=True)[most : most + 1]
    yield _marked(found, number, further=False)[:ENOUGH]


def _marked(complaints: QuerySet, number: int, *, further: bool) -> QuerySet:
    marks = {"part": Value(number, output_field=IntegerField()), "further": Value(further, output_field=BooleanField())}
    return complaints.annotate(**marks).values_list("part", "further")
