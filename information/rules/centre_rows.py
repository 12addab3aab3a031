"""Rows of a CSV file with Khidmat Markaz centres."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.rules.gps_positions import parse_degrees

REQUIRED_COLUMNS = ("code", "district", "name_en", "name_ur", "certainty", "source")
OPTIONAL_COLUMNS = (
    *("name_roman", "address_en", "address_ur", "address_roman", "telephone"),
    *("hours_en", "hours_ur", "hours_roman", "latitude", "longitude", "as_of"),
)


class NotACentreList(ValueError):
    """Raised if the file lacks required columns. `missing`: their names."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class CentreRow:
    """One centre. `line`: the line where its row ends. `district` is an office's code."""

    line: int
    cells: dict[str, str]

    @property
    def values(self) -> dict:
        """Return the values of a centre's columns, without its district. Raises ValueError for an invalid number."""
        texts = {name: cell for name, cell in self.cells.items() if name != "district"}
        numbers = {name: parse_degrees(texts.pop(name, "")) for name in ("latitude", "longitude")}
        year = texts.pop("as_of", "")
        return texts | numbers | {"as_of": int(year) if year else None}


def read_centre_rows(lines: Iterable[str]) -> list[CentreRow]:
    """Parse a CSV file with a header. Spaces are trimmed. Raises NotACentreList."""
    reader = csv.DictReader(lines)
    missing = [column for column in REQUIRED_COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise NotACentreList(missing)
    columns = [column for column in (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS) if column in reader.fieldnames]
    return [CentreRow(reader.line_num, {name: (cells[name] or "").strip() for name in columns}) for cells in reader]
