"""Read the rows of a list of officers (CSV) as plain values."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.office_rows import UnreadableRow

COLUMNS = (
    *("email", "name_en", "name_ur", "rank", "belt_number", "woman", "language"),
    *("office", "role", "head", "acting", "action"),
)
REQUIRED_COLUMNS = ("email", "name_en", "office", "role")
YES_OR_NO = {"yes": True, "no": False, "": False}


class ListAction(StrEnum):
    """What a line is for: one more posting, one instead of the posting that the officer holds, or the end of one."""

    POST = ""
    MOVE = "move"
    END = "end"


class NotAnOfficerList(ValueError):
    """The file lacks required columns; the message lists them."""


@dataclass(frozen=True)
class OfficerListRow:
    """One posting of one officer in a list. `line` is the line on which the row ends. Flags are "yes", "no" or ""."""

    line: int
    email: str
    name_en: str
    office: str
    role: str
    name_ur: str = ""
    rank: str = ""
    belt_number: str = ""
    woman: str = ""
    language: str = "ur"
    head: str = ""
    acting: str = ""
    action: str = ListAction.POST
    surplus: int = 0
    """Number of cells beyond the header's columns."""


def read_officer_rows(lines: Iterable[str]) -> list[OfficerListRow]:
    """Return the rows of a CSV file with a header. Trim spaces and convert addresses to lower case.

    A missing language becomes Urdu. Raises NotAnOfficerList or UnreadableRow.
    """
    reader = csv.DictReader(lines)
    try:
        missing = [column for column in REQUIRED_COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise NotAnOfficerList(", ".join(missing))
        return [_parse_row(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UnreadableRow(reader.reader.line_num) from error


def _parse_row(line: int, cells: dict) -> OfficerListRow:
    values = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    values["email"], values["language"] = values["email"].lower(), values["language"] or "ur"
    for flag in ("woman", "head", "acting", "action"):
        values[flag] = values[flag].lower()
    return OfficerListRow(line=line, surplus=len(cells.get(None) or ()), **values)
