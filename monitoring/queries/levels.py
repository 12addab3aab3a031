"""By which offices a board is broken down: those of the next level below its own."""

from dataclasses import dataclass, field
from typing import Self

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries.remembered import remembered
from accounts.rules.offices import Kind, ancestors

NEXT = {
    Kind.CENTRAL: (Kind.DISTRICT,),
    Kind.REGION: (Kind.DISTRICT,),
    Kind.DISTRICT: (Kind.DIVISION, Kind.CIRCLE),
    Kind.DIVISION: (Kind.CIRCLE,),
    Kind.CIRCLE: (Kind.STATION,),
}
"""The first of these kinds that stands below an office."""
LEFT_OUT = {
    Kind.CENTRAL: (Kind.DIVISION, Kind.CIRCLE, Kind.STATION),
    Kind.REGION: (Kind.DIVISION, Kind.CIRCLE, Kind.STATION),
    Kind.DISTRICT: (Kind.STATION,),
    Kind.DIVISION: (Kind.STATION,),
}
"""What stands below these in any case."""


@dataclass(frozen=True)
class Levels:
    """An office, by which kind its table is, the offices of that kind, and those above or beside them.

    `level` None: it has none below it. `regions`: the province's.
    """

    own: Office
    level: Kind | None = None
    below: list[Office] = field(default_factory=list)
    higher: list[Office] = field(default_factory=list)
    regions: list[Office] = field(default_factory=list)

    @classmethod
    def of(cls, path: str, kind: Kind) -> Self:
        """Of the office of that path and kind. One statement, or none within a minute (accounts.queries.remembered)."""
        within = remembered(Within(path, kind))
        own = within[0]
        for level in NEXT.get(kind, ()):
            if below := [office for office in within if office.kind == level]:
                paths = tuple(office.path for office in below)
                higher = [office for office in within if not office.path.startswith(paths)]
                regions = [office for office in within if (kind, office.kind) == (Kind.CENTRAL, Kind.REGION)]
                return cls(own, level, below, higher, regions)
        return cls(own)


@dataclass(frozen=True)
class Within:
    """Writes the query of an office and of those below it that its board may show, in the order of the tree."""

    path: str
    kind: Kind

    def __call__(self, **given) -> QuerySet:
        below = Office.objects.filter(path__startswith=self.path).exclude(kind__in=LEFT_OUT.get(self.kind, ()))
        return below.only("code", "kind", "path", "name_en", "name_ur").order_by("path")


def above(actor: Actor, office: Office) -> list[Office]:
    """The offices above one, from the actor's own down; none for their own. One statement, or none within a minute."""
    paths = [path for path in reversed(ancestors(office.path)) if actor.has_within(path)]
    return list(remembered(Named(tuple(paths)))) if paths else []


@dataclass(frozen=True)
class Named:
    """Writes the query of some offices, by their paths."""

    paths: tuple[str, ...]

    def __call__(self, **given) -> QuerySet:
        return Office.objects.filter(path__in=self.paths).only("code", "path", "name_en", "name_ur").order_by("path")
