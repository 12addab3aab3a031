"""Publish the public figures: count once a week, leave out small numbers, replace the week before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localdate

from accounts.models import Office
from monitoring.models import CategoryFigure, Publication, PublicFigure, ReviewsOfQuarter
from monitoring.queries import public_counts
from monitoring.queries.public_counts import ELSEWHERE, PROVINCE, PublicCounts
from monitoring.rules.small_number_suppression import (
    SMALLEST,
    TableLine,
    find_hidden_cells,
    reveals_hidden_cells,
    suppress_line,
)
from monitoring.services.category_figures import category_figure_rows
from reviews.rules import publication_periods
from reviews.rules.decision_kinds import Decision
from reviews.rules.publication_periods import PublicationPeriods

TableCell = tuple[str, date | None]
"""A district (or PROVINCE or ELSEWHERE), and a month (None: the window)."""

SHARES = {
    "contact_known": ("contact_in_time",),
    "report_known": ("report_in_time",),
    "word_known": ("confirmed", "objected"),
    "reported": (),
}
"""The numbers that are hidden together with the number that they are a share of."""


@transaction.atomic
def publish_week(*, at: datetime, replace_existing: bool = False) -> Publication | None:
    """Publish the figures of the last week, unless they exist. With `replace_existing`, replace them.

    Return None if they exist, or if nothing was received yet. Safe to repeat and to run twice at once. At most
    twenty-two statements, whatever the data; seven of them count.
    """
    periods_shown = publication_periods.periods_published_on(localdate(at))
    before = Publication.objects.order_by("-last").first()
    if replace_existing:
        Publication.objects.filter(last=periods_shown.last).delete()
    if Publication.objects.filter(last=periods_shown.last).exists():
        return None
    counts = [
        *public_counts.count_window(periods_shown.first, periods_shown.last, at=at),
        *public_counts.count_months(periods_shown.months[0], periods_shown.last, at=at),
    ]
    if not counts[0].received:
        return None
    districts = {office.code: office for office in Office.objects.districts()}
    table = CountTable(
        {(row.district, row.month): row for row in counts},
        list(districts),
        periods_shown,
        protecting=before.protecting_cells if before else {},
    )
    hidden_cells = table.hidden()
    publication, is_new = Publication.objects.get_or_create(
        last=periods_shown.last,
        defaults={
            "first": periods_shown.first,
            "made_at": at,
            "protecting": [
                [name, district, month.isoformat()] for name, district, month in table.protecting_in(hidden_cells)
            ],
        },
    )
    if is_new:
        PublicFigure.objects.bulk_create(_publishable_figure_rows(publication, table, hidden_cells, districts))
        months = [month for month in table.columns if month]
        by_category = category_figure_rows(publication, hidden_cells, districts, months, at=at)
        CategoryFigure.objects.bulk_create(by_category)
        Publication.objects.exclude(pk=publication.pk).delete()
    return publication


@transaction.atomic
def publish_quarter_reviews(*, at: datetime) -> bool:
    """Count the decisions of reviews that were closed in the last quarter, unless they are counted. Return whether.

    Safe to repeat and to run twice at once: existing rows stay. Three statements.
    """
    first, last = publication_periods.last_quarter_before(localdate(at))
    if ReviewsOfQuarter.objects.filter(first=first).exists():
        return False
    decisions = public_counts.closed_reviews(first, last, at=at).order_by().values_list("decision")
    counts = dict(decisions.annotate(number=Count("pk")))
    numbers, total = suppress_line({decision.value: counts.get(decision.value, 0) for decision in Decision})
    rows = numbers | {"": total}
    ReviewsOfQuarter.objects.bulk_create(
        [ReviewsOfQuarter(first=first, decision=name, number=number, made_at=at) for name, number in rows.items()],
        ignore_conflicts=True,
    )
    return True


def _publishable_figure_rows(
    publication: Publication,
    table: "CountTable",
    hidden_cells: dict[str, set[TableCell]],
    districts: dict[str, Office],
) -> list[PublicFigure]:
    """Return the rows to store, with the numbers that may be shown."""
    return [
        PublicFigure(
            publication=publication,
            office=districts.get(district),
            is_elsewhere=district == ELSEWHERE,
            month=month,
            **_shown_numbers(row, {name for name, cells in hidden_cells.items() if (district, month) in cells}),
        )
        for (district, month), row in table.cells()
    ]


def _shown_numbers(row: PublicCounts, hidden_names: set[str]) -> dict:
    """Return the numbers of a row without the hidden ones."""
    numbers = {} if "received" in hidden_names else {"received": row.received}
    for known, shares in SHARES.items():
        if known not in hidden_names:
            numbers |= {name: getattr(row, name) for name in (known, *shares) if name != "reported"}
    if "reported" not in hidden_names and row.time_to_report is not None:
        numbers["hours_to_report"] = round(row.time_to_report / timedelta(hours=1), 1)
    return numbers


@dataclass(frozen=True)
class CountTable:
    """All counts by district and period. A district that received nothing has zeros.

    ELSEWHERE is a row like a district, because the districts and ELSEWHERE add up to the province.
    `protecting`: the cells that stay hidden since the weeks before (Publication.protecting).
    """

    counts: dict[TableCell, PublicCounts]
    districts: list[str]
    periods: PublicationPeriods
    protecting: dict[str, set[TableCell]] = field(default_factory=dict)

    @property
    def columns(self) -> list[date | None]:
        """The window (None), and the months in which the province received enough complaints to show."""
        months = [month for month in self.periods.months if (PROVINCE, month) in self.counts]
        return [None, *(month for month in months if self.counts[PROVINCE, month].received >= SMALLEST)]

    @property
    def rows(self) -> list[str]:
        return [*self.districts, ELSEWHERE]

    def cells(self):
        """Yield each cell with its counts: the districts first, then ELSEWHERE and PROVINCE."""
        for name in (*self.rows, PROVINCE):
            for column in self.columns:
                yield (name, column), self.at(name, column)

    def at(self, name: str, column: date | None) -> PublicCounts:
        return self.counts.get((name, column)) or PublicCounts(name, column, *[0] * 9, time_to_report=None)

    def hidden(self) -> dict[str, set[TableCell]]:
        """Return, for each counted number, the cells that must not be shown, including those of the province.

        If the number received is hidden, everything in the cell is. Subtracting the shown rows from the total of the
        province always leaves at least two cells, and at least SMALLEST complaints.
        """
        received = self._hidden("received", already=frozenset())
        return {"received": received} | {name: self._hidden(name, already=received) for name in SHARES}

    def _hidden(self, name: str, *, already: frozenset | set) -> set[TableCell]:
        numbers = {cell: getattr(counts, name) for cell, counts in self.cells() if cell[0] != PROVINCE}
        totals = {column: TableLine(tuple((code, column) for code in self.rows)) for column in self.columns}
        overlapping = [None, *(month for month in self.periods.overlapping if month in totals)]
        rows = [TableLine(tuple((code, column) for column in overlapping), has_total=False) for code in self.rows]
        lines = [*totals.values(), *(rows if len(overlapping) > 1 else [])]
        kept = set(already) | self.protecting.get(name, set())
        hidden_cells = find_hidden_cells(numbers, lines, already=kept & set(numbers))
        unsafe = {
            (PROVINCE, column)
            for column, line in totals.items()
            if getattr(self.at(PROVINCE, column), name) < SMALLEST or reveals_hidden_cells(numbers, line, hidden_cells)
        }
        return hidden_cells | unsafe | set(already)

    def protecting_in(self, hidden_cells: dict[str, set[TableCell]]) -> Iterator[tuple[str, str, date]]:
        """Yield the hidden cells of months that are not small themselves: number, district and month."""
        for name, cells in hidden_cells.items():
            for district, month in sorted(cells, key=str):
                if month and district != PROVINCE and getattr(self.at(district, month), name) >= SMALLEST:
                    yield name, district, month
