"""Who had a complaint, second by second: while its holder is on leave, the cover had it (domain.md, *SLA*)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """A posting at an office (no posting: its cell) had it from `began` to `ended`; until now, where that is None."""

    posting_id: int | None
    office_id: int
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Absence:
    """From `began` to `ended` another posting acted for the holder."""

    cover_id: int
    office_id: int
    began: datetime
    ended: datetime


def credited(held: Held, absences: Iterable[Absence]) -> Iterator[Held]:
    """The same time in pieces, in order and without a gap: the cover's where one of the absences lasts, else the
    holder's. Absences of one holder never overlap."""
    since = held.began
    for absence in _within(held, absences):
        began, ended = max(absence.began, since), _earlier(absence.ended, held.ended)
        if since < began:
            yield Held(held.posting_id, held.office_id, since, began)
        yield Held(absence.cover_id, absence.office_id, began, ended)
        since = ended
    if held.ended is None or since < held.ended:
        yield Held(held.posting_id, held.office_id, since, held.ended)


def _within(held: Held, absences: Iterable[Absence]) -> Sequence[Absence]:
    """Those that share time with it, the earliest first."""
    shared = (
        one
        for one in absences
        if one.began < one.ended and one.ended > held.began and (held.ended is None or one.began < held.ended)
    )
    return sorted(shared, key=lambda one: one.began)


def _earlier(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else min(one, other)
