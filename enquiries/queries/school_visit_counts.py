"""Queries of school visits: a district's list, and counts for the board and the public page."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.choice_labels import localized_name
from accounts.rules.office_tree import paths_from_root
from enquiries.models import Talk
from enquiries.models.school_visit import TalkQuerySet
from enquiries.rules.school_visit_rules import last_month_starts

VISITS_PER_PAGE = 50
BOARD_MONTHS, PUBLIC_MONTHS = 3, 12


def district_of_actor(actor: Actor) -> Office | None:
    """Return the district that has the actor's office; None for a region or the CPO. One query."""
    return Office.objects.districts().filter(path__in=paths_from_root(actor.office_path)).first()


@dataclass(frozen=True)
class SchoolVisitPage:
    """One page of the list. `before`: the id of the last row, None on the last page."""

    rows: list[Talk]
    before: int | None


def load_school_visit_page(path: str, *, month: date | None = None, before: int | None = None) -> SchoolVisitPage:
    """Return one page of the visits in an office's districts, the latest first, with struck-out ones. One query.

    With a month, return only the visits that the board counts in it (visits_of_month).
    """
    visits = visits_of_month(path, month) if month else Talk.objects.within(path)
    rows = visits.select_related("district", "entered_by__officer").order_by("-pk")
    page_and_next = list((rows.filter(pk__lt=before) if before else rows)[: VISITS_PER_PAGE + 1])
    has_more = len(page_and_next) > VISITS_PER_PAGE
    return SchoolVisitPage(page_and_next[:VISITS_PER_PAGE], page_and_next[VISITS_PER_PAGE - 1].pk if has_more else None)


def visits_of_month(path: str, month: date) -> TalkQuerySet:
    """Return the visits of a month in an office's districts, without struck-out ones. `month`: its first day."""
    of_month = {"held_on__year": month.year, "held_on__month": month.month}
    return Talk.objects.not_struck_out().within(path).filter(**of_month)


def count_visits_of_month(path: str, month: date) -> dict[str, int]:
    """Return how many visits of a month the board counts in an office's districts, and their pupils. One query."""
    return visits_of_month(path, month).aggregate(talks=Count("pk"), pupils=Sum("pupils", default=0))


@dataclass(frozen=True)
class DistrictVisits:
    """The visits of a district by month, and the total number of pupils."""

    code: str
    name_en: str
    name_ur: str
    by_month: dict[date, int] = field(default_factory=dict)
    pupils: int = 0

    @property
    def name(self) -> str:
        return localized_name(self.name_en, self.name_ur)

    @property
    def talks(self) -> int:
        return sum(self.by_month.values())


@dataclass(frozen=True)
class SchoolVisitCounts:
    """Visits by district and month. `months`: the first day of each. Districts without a visit have no row."""

    months: list[date]
    rows: list[DistrictVisits]

    @property
    def talks(self) -> int:
        return sum(row.talks for row in self.rows)

    @property
    def pupils(self) -> int:
        return sum(row.pupils for row in self.rows)


DISTRICT_COLUMNS = ("district__code", "district__name_en", "district__name_ur")


def count_school_visits(*, today: date, months: int, path: str = "") -> SchoolVisitCounts:
    """Count visits and pupils by district and month, in the districts of an office or in all. One query."""
    month_starts = last_month_starts(today, months)
    visits = Talk.objects.not_struck_out().within(path).filter(held_on__gte=month_starts[0], held_on__lte=today)
    rows = visits.annotate(month=TruncMonth("held_on")).values_list(*DISTRICT_COLUMNS, "month")
    grouped = groupby(
        rows.annotate(talks=Count("pk"), together=Sum("pupils")).order_by("district__name_en", "district__code"),
        key=lambda row: row[:3],
    )
    return SchoolVisitCounts(
        month_starts, [_district_row(district, list(group), month_starts) for district, group in grouped]
    )


def _district_row(district: tuple, rows: list[tuple], month_starts: list[date]) -> DistrictVisits:
    talks = {month: number for *_, month, number, _pupils in rows}
    by_month = {month: talks.get(month, 0) for month in month_starts}
    return DistrictVisits(*district, by_month=by_month, pupils=sum(row[-1] for row in rows))
