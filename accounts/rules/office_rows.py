"""Read the rows of an office list (CSV) as plain values."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.rules.gps_positions import parse_degrees
from accounts.rules.office_tree import OfficeKind

COLUMNS = ("code", "kind", "parent", "name_en", "name_ur", "head_title", "routes_to", "certainty", "source")
OPTIONAL_COLUMNS = ("latitude", "longitude", "address_en", "address_ur", "address_roman", "telephone", "name_roman")
"""Optional columns. A list without a column leaves the stored value; an empty cell sets the value to unknown."""
REQUIRED_COLUMNS = ("code", "kind", "parent", "name_en", "name_ur")
LONGEST_SOURCE = 2000
"""Characters. The source of an office is a reference, not a document."""

# The title of the head if the list leaves the column empty.
USUAL_HEAD_TITLES = {
    OfficeKind.CENTRAL: "PPO",
    OfficeKind.REGION: "RPO",
    OfficeKind.DISTRICT: "DPO",
    OfficeKind.DIVISION: "SP",
    OfficeKind.CIRCLE: "SDPO",
    OfficeKind.STATION: "SHO",
    OfficeKind.UNIT: "INCHARGE",
}


class NotAnOfficeList(ValueError):
    """The file lacks required columns; `missing` lists them."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


class UnreadableRow(ValueError):
    """The CSV file cannot be read from `line` on, for example because a quotation mark is not closed."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class OfficeListRow:
    """One office in a list. `line` is the line of the file on which the row ends.

    Other offices are given by code, or "" for none. `optional_cells`: the
    cells of those OPTIONAL_COLUMNS that the list has.
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
    optional_cells: Mapping[str, str] = field(default_factory=dict)
    surplus: int = 0
    """Number of cells beyond the header's columns, usually because a cell with a comma is not quoted."""

    @property
    def is_invented(self) -> bool:
        return self.certainty.startswith("invented")

    @property
    def optional_values(self) -> dict[str, str | float | None]:
        """Return `optional_cells` as values of an Office. Raises ValueError if a degree is not a number."""
        numbers = {"latitude", "longitude"}
        return {name: parse_degrees(cell) if name in numbers else cell for name, cell in self.optional_cells.items()}


def read_office_rows(lines: Iterable[str]) -> list[OfficeListRow]:
    """Return the rows of a CSV file with a header. Trim spaces and fill in the usual titles of heads.

    Raises NotAnOfficeList or UnreadableRow.
    """
    reader = csv.DictReader(lines)
    try:
        missing = [column for column in REQUIRED_COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise NotAnOfficeList(missing)
        return [_parse_row(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UnreadableRow(reader.reader.line_num) from error


def _parse_row(line: int, cells: dict) -> OfficeListRow:
    values = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    values["head_title"] = values["head_title"] or USUAL_HEAD_TITLES.get(values["kind"], "")
    optional_cells = {column: (cells[column] or "").strip() for column in OPTIONAL_COLUMNS if column in cells}
    return OfficeListRow(line=line, surplus=len(cells.get(None, ())), optional_cells=optional_cells, **values)
