"""The rows of an office list (CSV), as plain values."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.rules.offices import Kind

COLUMNS = ("code", "kind", "parent", "name_en", "name_ur", "head_title", "routes_to", "certainty", "source")
NEEDED = ("code", "kind", "parent", "name_en", "name_ur")
LONGEST_SOURCE = 2000
"""Characters: where an office is known from is a reference, not a document."""

# The post that heads an office where the list leaves the column empty.
USUAL_HEADS = {
    Kind.CENTRAL: "PPO",
    Kind.REGION: "RPO",
    Kind.DISTRICT: "DPO",
    Kind.DIVISION: "SP",
    Kind.CIRCLE: "SDPO",
    Kind.STATION: "SHO",
    Kind.UNIT: "INCHARGE",
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
    """One office as a list states it; `line` is where its row ends in the file. Codes of other offices, "" for none."""

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
    surplus: int = 0
    """How many cells it has beyond the header's columns: a comma that wanted quotation marks."""

    @property
    def is_invented(self) -> bool:
        return self.certainty.startswith("invented")


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
    return OfficeRow(line=line, surplus=len(cells.get(None, ())), **values)
