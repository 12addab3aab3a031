"""The rows of an office list (CSV), as plain values."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.rules.offices import OfficeKind
from accounts.rules.positions import degrees

COLUMNS = ("code", "kind", "parent", "name_en", "name_ur", "head_title", "routes_to", "certainty", "source")
WHERE = ("latitude", "longitude", "address_en", "address_ur", "address_roman", "telephone", "name_roman")
"""Columns that a list may have; one without them leaves what is known. An empty cell says that it is unknown."""
NEEDED = ("code", "kind", "parent", "name_en", "name_ur")
LONGEST_SOURCE = 2000
"""Characters: where an office is known from is a reference, not a document."""

# The post that heads an office where the list leaves the column empty.
USUAL_HEADS = {
    OfficeKind.CENTRAL: "PPO",
    OfficeKind.REGION: "RPO",
    OfficeKind.DISTRICT: "DPO",
    OfficeKind.DIVISION: "SP",
    OfficeKind.CIRCLE: "SDPO",
    OfficeKind.STATION: "SHO",
    OfficeKind.UNIT: "INCHARGE",
}


class NotAnOfficeList(ValueError):
    """The file lacks columns that an office list must have: `missing` names them."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


class UnreadableRow(ValueError):
    """The file is no whole CSV from `line` on: a cell longer than csv reads (a quotation mark left open), say."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class OfficeRow:
    """One office as a list states it; `line` is where its row ends in the file. Codes of other offices, "" for none.

    `where`: the cells of those columns of `WHERE` that the list has.
    """

    line: int
    code: str
    kind: str
    parent: str
    name_en: str
    name_ur: str
    head_title: str = ""
    routes_to: str = ""
    certainty: str = ""
    source: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    surplus: int = 0
    """How many cells it has beyond the header's columns: a comma that wanted quotation marks."""

    @property
    def is_invented(self) -> bool:
        return self.certainty.startswith("invented")

    @property
    def known_where(self) -> dict[str, str | float | None]:
        """The same as values of an office. Raises ValueError for degrees that are no number."""
        numbers = {"latitude", "longitude"}
        return {name: degrees(cell) if name in numbers else cell for name, cell in self.where.items()}


def read(lines: Iterable[str]) -> list[OfficeRow]:
    """The rows of a CSV file with a header, spaces trimmed, usual heads filled in.

    Raises NotAnOfficeList, UnreadableRow.
    """
    reader = csv.DictReader(lines)
    try:
        missing = [column for column in NEEDED if column not in (reader.fieldnames or [])]
        if missing:
            raise NotAnOfficeList(missing)
        return [_row(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UnreadableRow(reader.reader.line_num) from error


def _row(line: int, cells: dict) -> OfficeRow:
    values = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    values["head_title"] = values["head_title"] or USUAL_HEADS.get(values["kind"], "")
    where = {column: (cells[column] or "").strip() for column in WHERE if column in cells}
    return OfficeRow(line=line, surplus=len(cells.get(None, ())), where=where, **values)
