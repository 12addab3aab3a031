"""Count the published months of each district by category, for the reporting schema (docs/data-out.md).

Part of the weekly publication: the figures are stored with it, so that nobody can compare two moments of one week.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, datetime, timedelta

from accounts.models import Office
from complaints.rules.special_categories import MISSING_CHILD
from monitoring.models import CategoryFigure, Publication
from monitoring.queries.public_counts import CategoryCounts, count_by_category
from monitoring.rules.small_number_suppression import SMALLEST, smallest_group

KNOWN_NUMBERS = {"contact_known": "contact_in_time", "report_known": "report_in_time"}
"""The numbers that are hidden together with their share."""


def category_figure_rows(
    publication: Publication,
    hidden_cells: Mapping[str, Set[tuple[str, date | None]]],
    districts: Mapping[str, Office],
    months: Iterable[date],
    *,
    at: datetime,
) -> Iterator[CategoryFigure]:
    """Yield the rows of each district and month whose number received is published. One statement.

    `hidden_cells`: what the publication hides, by the name of the number. Complaints about the police, confidential
    ones and those that exclude somebody are not counted, as in the public figures of districts.
    """
    months = sorted(months)
    groups: dict[tuple[str, date], list[CategoryCounts]] = defaultdict(list)
    if months:
        for row in count_by_category(months[0], publication.last, at=at):
            groups[row.district, row.month].append(row)
    for (district, month), rows in groups.items():
        if district not in districts or month not in months or (district, month) in hidden_cells["received"]:
            continue
        hidden_names = {name for name in KNOWN_NUMBERS if (district, month) in hidden_cells[name]}
        for numbers in _publishable_rows(rows, hidden_names):
            yield CategoryFigure(publication=publication, office=districts[district], month=month, **numbers)


def _publishable_rows(rows: list[CategoryCounts], hidden_names: Set[str]) -> Iterator[dict]:
    """Yield the numbers of each category with enough complaints, and of all others together.

    Each row has at least SMALLEST complaints, and the rows add up to the district. A missing child is never a row.
    """
    received = {row.category: row.received for row in rows}
    merged = smallest_group(received, first={row.category for row in rows if row.code == MISSING_CHILD})
    classes = [[row] for row in rows if row.category not in merged]
    if others := [row for row in rows if row.category in merged]:
        classes.append(others)
    known = {
        name: {number: sum(getattr(row, name) for row in one) for number, one in enumerate(classes)}
        for name in KNOWN_NUMBERS
    }
    hidden = {name: smallest_group(numbers) for name, numbers in known.items()}
    for number, one in enumerate(classes):
        total, only = sum(row.received for row in one), one[0]
        if total < SMALLEST:
            continue
        has_median = only.category not in merged and only.reported >= SMALLEST and only.time_to_report is not None
        yield {
            "category_id": None if only.category in merged else only.category,
            "received": total,
            **_shown_shares(one, hidden_names | {name for name, cells in hidden.items() if number in cells}),
            "hours_to_report": round(only.time_to_report / timedelta(hours=1), 1) if has_median else None,
        }


def _shown_shares(rows: list[CategoryCounts], hidden_names: Set[str]) -> dict[str, int]:
    return {
        name: sum(getattr(row, name) for row in rows)
        for known, share in KNOWN_NUMBERS.items()
        if known not in hidden_names
        for name in (known, share)
    }
