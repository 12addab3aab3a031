"""School talks: a district's list, and counts for the board and for everybody."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.choices import in_language
from accounts.rules.offices import lineage
from enquiries.models import Talk
from enquiries.rules.school_visits import last_months

LENGTH = 50
BOARD_MONTHS, PUBLIC_MONTHS = 3, 12


def district_of(actor: Actor) -> Office | None:
    """The district that a posting's office is or stands in; None for a region's and the CPO's. One query."""
    return Office.objects.districts().filter(path__in=lineage(actor.office_path)).first()


@dataclass(frozen=True)
class Listed:
    """A part of the list, the latest entry first. `before`: the id of the last row, where more follow."""

    rows: list[Talk]
    before: int | None


def listed(path: str, *, before: int | None = None) -> Listed:
    """The talks of the districts within an office, struck ones too. One query."""
    rows = Talk.objects.within(path).select_related("district", "entered_by__officer").order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: LENGTH + 1])
    return Listed(found[:LENGTH], found[LENGTH - 1].pk if len(found) > LENGTH else None)


@dataclass(frozen=True)
class DistrictTalks:
    """A district's talks: how many in each month of the table, and pupils in all of them together."""

    code: str
    name_en: str
    name_ur: str
    by_month: dict[date, int] = field(default_factory=dict)
    pupils: int = 0

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_ur)

    @property
    def talks(self) -> int:
        return sum(self.by_month.values())


@dataclass(frozen=True)
class Counts:
    """`months`: the first day of each, the oldest first. Districts without a talk have no row."""

    months: list[date]
    rows: list[DistrictTalks]

    @property
    def talks(self) -> int:
        return sum(row.talks for row in self.rows)

    @property
    def pupils(self) -> int:
        return sum(row.pupils for row in self.rows)


DISTRICT = ("district__code", "district__name_en", "district__name_ur")


def counts(*, today: date, months: int, path: str = "") -> Counts:
    """Talks and pupils by district and month, of the districts within an office or of all. One query."""
    firsts = last_months(today, months)
    held = Talk.objects.held().within(path).filter(held_on__gte=firsts[0], held_on__lte=today)
    found = held.annotate(month=TruncMonth("held_on")).values_list(*DISTRICT, "month")
    grouped = groupby(
        found.annotate(talks=Count("pk"), together=Sum("pupils")).order_by("district__name_en", "district__code"),
        key=lambda row: row[:3],
    )
    return Counts(firsts, [_row(district, list(of_it), firsts) for district, of_it in grouped])


def _row(district: tuple, of_it: list[tuple], firsts: list[date]) -> DistrictTalks:
    talks = {month: number for *_, month, number, _pupils in of_it}
    by_month = {month: talks.get(month, 0) for month in firsts}
    return DistrictTalks(*district, by_month=by_month, pupils=sum(row[-1] for row in of_it))
