"""Find the offices that a board is broken down by: those of the next level below its own."""

from dataclasses import dataclass, field
from typing import Self

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.offices import OfficeKind, ancestors

NEXT = {
    OfficeKind.CENTRAL: (OfficeKind.DISTRICT,),
    OfficeKind.REGION: (OfficeKind.DISTRICT,),
    OfficeKind.DISTRICT: (OfficeKind.DIVISION, OfficeKind.CIRCLE),
    OfficeKind.DIVISION: (OfficeKind.CIRCLE,),
    OfficeKind.CIRCLE: (OfficeKind.STATION,),
}
"""The first of these kinds that stands below an office."""
LEFT_OUT = {
    OfficeKind.CENTRAL: (OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION),
    OfficeKind.REGION: (OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION),
    OfficeKind.DISTRICT: (OfficeKind.STATION,),
    OfficeKind.DIVISION: (OfficeKind.STATION,),
}
"""What stands below these in any case."""


@dataclass(frozen=True)
class Levels:
    """An office, the kind of office that its table lists, the offices of that kind, and those above or beside them.

    `level` None: there are none below it. `regions`: of the province alone.
    """

    own: Office
    level: OfficeKind | None = None
    below: list[Office] = field(default_factory=list)
    higher: list[Office] = field(default_factory=list)
    regions: list[Office] = field(default_factory=list)

    @classmethod
    def of(cls, path: str, kind: OfficeKind) -> Self:
        """Return the levels of the office of that path and kind. One statement."""
        below = Office.objects.filter(path__startswith=path).exclude(kind__in=LEFT_OUT.get(kind, ()))
        within = list(below.only("code", "kind", "path", "name_en", "name_ur").order_by("path"))
        own = within[0]
        for level in NEXT.get(kind, ()):
            if below := [office for office in within if office.kind == level]:
                paths = tuple(office.path for office in below)
                higher = [office for office in within if not office.path.startswith(paths)]
                regions = [
                    office for office in within if (kind, office.kind) == (OfficeKind.CENTRAL, OfficeKind.REGION)
                ]
                return cls(own, level, below, higher, regions)
        return cls(own)


def above(actor: Actor, office: Office) -> list[Office]:
    """Return the offices above one, from the actor's own down. One statement; none for the actor's own office."""
    paths = [path for path in ancestors(office.path) if actor.has_within(path)]
    if not paths:
        return []
    return list(Office.objects.filter(path__in=paths).only("code", "path", "name_en", "name_ur").order_by("path"))
