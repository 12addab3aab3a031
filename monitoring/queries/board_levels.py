"""Find the offices that a board is broken down by: those of the next level below its own."""

from dataclasses import dataclass, field
from typing import Self

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind, ancestor_paths

NEXT_LEVELS = {
    OfficeKind.CENTRAL: (OfficeKind.DISTRICT,),
    OfficeKind.REGION: (OfficeKind.DISTRICT,),
    OfficeKind.DISTRICT: (OfficeKind.DIVISION, OfficeKind.CIRCLE),
    OfficeKind.DIVISION: (OfficeKind.CIRCLE,),
    OfficeKind.CIRCLE: (OfficeKind.STATION,),
}
"""The kinds of office that a board may list, by the kind of its own office. The first that exists below it is used."""
NEVER_LISTED = {
    OfficeKind.CENTRAL: (OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION),
    OfficeKind.REGION: (OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION),
    OfficeKind.DISTRICT: (OfficeKind.STATION,),
    OfficeKind.DIVISION: (OfficeKind.STATION,),
}
"""Kinds that are never needed for the board of an office, so they are not loaded."""


@dataclass(frozen=True)
class BoardLevels:
    """An office, the kind of the offices below it that its board lists (`level`), and those offices (`below`).

    `level`: None if there are none. `higher`: offices that belong to the board but to none of `below`. `regions`: for
    the province only.
    """

    own: Office
    level: OfficeKind | None = None
    below: list[Office] = field(default_factory=list)
    higher: list[Office] = field(default_factory=list)
    regions: list[Office] = field(default_factory=list)

    @classmethod
    def load(cls, path: str, kind: OfficeKind) -> Self:
        """Return the levels of the office of that path and kind. One statement."""
        below = Office.objects.filter(path__startswith=path).exclude(kind__in=NEVER_LISTED.get(kind, ()))
        offices = list(below.only("code", "kind", "path", "name_en", "name_ur").order_by("path"))
        own = offices[0]
        for level in NEXT_LEVELS.get(kind, ()):
            if below := [office for office in offices if office.kind == level]:
                paths = tuple(office.path for office in below)
                higher = [office for office in offices if not office.path.startswith(paths)]
                regions = [
                    office for office in offices if (kind, office.kind) == (OfficeKind.CENTRAL, OfficeKind.REGION)
                ]
                return cls(own, level, below, higher, regions)
        return cls(own)


def offices_above(actor: Actor, office: Office) -> list[Office]:
    """Return the offices above an office, from the actor's own office down. One statement; none for the own office."""
    paths = [path for path in ancestor_paths(office.path) if actor.is_at_or_above(path)]
    if not paths:
        return []
    return list(Office.objects.filter(path__in=paths).only("code", "path", "name_en", "name_ur").order_by("path"))
