"""Split scanned pages into letters: each letter is a cover sheet and the pages after it.

A part with a problem is set aside as a whole and never divided further, because a page that nobody can attribute must
not become part of somebody else's letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from complaints.rules.scanning.sheet_code import is_sheet_code


class ScanProblem(StrEnum):
    """Why pages or a whole file are set aside."""

    BEFORE_FIRST_SHEET = "before_first_sheet"
    NO_LETTER = "no_letter"  # the next sheet, or the end, follows at once
    BLANK = "blank"
    WRONG_CODE = "wrong_code"  # the check digit is wrong, or the page shows two codes
    DOUBTFUL = "doubtful"  # a page shows a QR code as large as a sheet's that cannot be read
    UNKNOWN_SHEET = "unknown_sheet"
    USED_SHEET = "used_sheet"
    OTHER_CELL = "other_cell"
    TOO_MANY_PAGES = "too_many_pages"
    REFUSED = "refused"  # the checks of an upload refuse it


@dataclass(frozen=True)
class ScannedPage:
    """What was read on one page.

    `file`: the position of its file among those that belong together. `number`: the page of that file, from 1.
    `codes`: the different texts of QR codes in the form of a sheet's code. `is_doubtful`: there is a QR code as large
    as a sheet's that cannot be read. `turn`: by how many degrees (0, 90, 180, 270) the page has to be turned clockwise
    so that the sheet is upright; 0 for pages that are no sheet.
    """

    file: int
    number: int
    codes: tuple[str, ...] = ()
    is_doubtful: bool = False
    is_blank: bool = False
    turn: int = 0

    @property
    def is_sheet(self) -> bool:
        return bool(self.codes)


@dataclass(frozen=True)
class ScannedPart:
    """A cover sheet with its pages, or the pages before the first sheet. Without `problem` it is a letter."""

    pages: tuple[ScannedPage, ...]
    problem: ScanProblem | None = None

    @property
    def code(self) -> str:
        """Return the code of the sheet; empty for pages before the first sheet."""
        first = self.pages[0]
        return first.codes[0] if len(first.codes) == 1 else ""

    @property
    def turn(self) -> int:
        """Return by how many degrees its pages have to be turned: they lie in the scanner as their sheet does."""
        return self.pages[0].turn


def split_pages(pages: Iterable[ScannedPage]) -> list[ScannedPart]:
    """Return the parts in order. Each page is in exactly one of them."""
    groups: list[list[ScannedPage]] = []
    for page in pages:
        if page.is_sheet or not groups:
            groups.append([])
        groups[-1].append(page)
    return [ScannedPart(tuple(group), _problem_of(group)) for group in groups]


def _problem_of(group: list[ScannedPage]) -> ScanProblem | None:
    sheet, letter = group[0], group[1:]
    if not sheet.is_sheet:
        return ScanProblem.BEFORE_FIRST_SHEET
    if len(sheet.codes) > 1 or not is_sheet_code(sheet.codes[0]):
        return ScanProblem.WRONG_CODE
    if not letter:
        return ScanProblem.NO_LETTER
    if any(page.is_doubtful for page in letter):
        return ScanProblem.DOUBTFUL
    return ScanProblem.BLANK if all(page.is_blank for page in letter) else None


def describe_ranges(numbers: Iterable[int]) -> str:
    """Return ascending page numbers as text: `2–4`, or `2–4, 7`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
