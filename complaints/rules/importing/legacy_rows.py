"""Read the rows of another system's CSV file, and check what a row shows by itself. No database."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.rules.importing.import_mapping import (
    COLUMNS,
    REQUIRED_COLUMNS,
    URDU_LETTERS,
    ImportMapping,
    fold_value,
)
from complaints.rules.statuses import Outcome

OPEN_THERE, CLOSED_THERE = "open", "closed"
YES_OR_NO = {"yes": True, "no": False, "": False}
FLAGS = ("anonymous", "under_18", "protected", "woman_officer")
DATES = ("received_on", "closed_on", "happened_on")
CHOICES: Mapping[str, frozenset[str]] = {
    "state": frozenset({OPEN_THERE, CLOSED_THERE}),
    "outcome": frozenset({"", *map(str, Outcome)}),
    "language": frozenset({"", "en", "ur"}),
    "accused_post": frozenset({"", *map(str, StatedPost)}),
    **dict.fromkeys(FLAGS, frozenset(YES_OR_NO)),
}
"""The values that a column may have after the mapping."""
REFERENCE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_. -]{0,59}")
FIRST_DAY = date(1990, 1, 1)
"""An older date is taken for a mistake."""


class MissingHeadings(ValueError):
    """The file lacks headings that the mapping names."""


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell. `problem`: a key of `services.importing.import_problems`."""

    column: str
    problem: str
    value: str = ""


@dataclass(frozen=True)
class LegacyRow:
    """One row in the portal's format. `line`: the file's line on which it ends. `dates`: those that could be read."""

    line: int
    cells: Mapping[str, str]
    dates: Mapping[str, date] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()

    @property
    def reference(self) -> str:
        return self.cells["reference"]

    @property
    def is_closed(self) -> bool:
        return self.cells["state"] == CLOSED_THERE

    @property
    def accused_officers(self) -> list[str]:
        """The e-mail addresses of the accused officers."""
        return [address.strip().lower() for address in self.cells["accused_officers"].split(";") if address.strip()]

    def flag(self, name: str) -> bool:
        return YES_OR_NO[self.cells[name]]


def read_legacy_rows(lines: Iterable[str], mapping: ImportMapping, *, today: date) -> Iterator[LegacyRow]:
    """Yield the rows of a CSV file, one at a time. Empty lines are skipped.

    Raises MissingHeadings, csv.Error (an unclosed quotation mark) or UnicodeDecodeError.
    """
    reader = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    headings = [fold_value(cell) for cell in next(reader, [])]
    # In the portal's own format, the headings of optional columns may be left out.
    needed = [heading for name, heading in mapping.columns.items() if name in REQUIRED_COLUMNS or heading != name]
    if missing := [heading for heading in needed if fold_value(heading) not in headings]:
        raise MissingHeadings(", ".join(missing))
    positions = {
        name: headings.index(fold_value(heading))
        for name, heading in mapping.columns.items()
        if fold_value(heading) in headings
    }
    for row in reader:
        if any(cell.strip() for cell in row):
            yield _parse_row(reader.line_num, row, positions, len(headings), mapping, today=today)


def _parse_row(
    line: int, row: list[str], positions: Mapping[str, int], width: int, mapping: ImportMapping, *, today: date
) -> LegacyRow:
    cells, errors = {}, []
    if len(row) != width:
        errors.append(RowError("", "wrong_width", f"{len(row)}/{width}"))
    for name in COLUMNS:
        position = positions.get(name)
        value = row[position].strip() if position is not None and position < len(row) else ""
        value = value.translate(URDU_LETTERS)
        theirs = mapping.values.get(name, {})
        cells[name] = theirs.get(fold_value(value), value) or mapping.defaults.get(name, "")
    dates = {}
    for name in DATES:
        if not cells[name]:
            continue
        if day := parse_day(cells[name], mapping.date_formats):
            dates[name] = day
        else:
            errors.append(RowError(name, "bad_date", cells[name]))
    errors += _cell_errors(cells) if len(row) == width else []
    errors += _date_errors(cells, dates, today=today)
    return LegacyRow(line, cells, dates, tuple(errors))


def parse_day(text: str, formats: Iterable[str]) -> date | None:
    """Return the day in the first format that fits, or None."""
    for one in formats:
        try:
            return datetime.strptime(text, one).date()
        except ValueError:
            continue
    return None


def _cell_errors(cells: Mapping[str, str]) -> Iterator[RowError]:
    for name in REQUIRED_COLUMNS:
        if not cells[name]:
            yield RowError(name, "missing")
    if cells["reference"] and not REFERENCE_PATTERN.fullmatch(cells["reference"]):
        yield RowError("reference", "bad_reference", cells["reference"])
    for name, allowed in CHOICES.items():
        if cells[name] not in allowed and (cells[name] or name not in REQUIRED_COLUMNS):
            yield RowError(name, "not_a_choice", cells[name])


def _date_errors(cells: Mapping[str, str], dates: Mapping[str, date], *, today: date) -> Iterator[RowError]:
    for name, day in dates.items():
        if not FIRST_DAY <= day <= today:
            yield RowError(name, "impossible_date", cells[name])
    received, closed, happened = (dates.get(name) for name in ("received_on", "closed_on", "happened_on"))
    if cells["state"] == CLOSED_THERE and not cells["closed_on"]:
        yield RowError("closed_on", "missing")
    if cells["state"] == OPEN_THERE and cells["closed_on"]:
        yield RowError("closed_on", "closed_but_open", cells["closed_on"])
    if received and closed and closed < received:
        yield RowError("closed_on", "before_received", cells["closed_on"])
    if received and happened and happened > received:
        yield RowError("happened_on", "after_received", cells["happened_on"])
