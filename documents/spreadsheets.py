"""Write rows as CSV and XLSX files for spreadsheet programs.

Both keep at most one batch of rows in memory. Cells are written unchanged: the caller has to make sure that none is
interpreted as a formula (documents.formula_escaping).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import batched, chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

SheetRow = Sequence[str | float | date | datetime]
"""Times are naive, in the reader's local time."""

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_000_001  # a million, and a last line that says that more are left out; Excel reads 1,048,576
ROWS_AT_ONCE = 500
LONGEST_TITLE = 25  # of 31 characters; the rest is for the number of a further sheet
WIDTH = 22  # characters
MOMENT, DAY = "yyyy\\-mm\\-dd\\ hh:mm", "yyyy\\-mm\\-dd"
CHUNK = 64 * 1024  # bytes
_NOT_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def csv_chunks(heads: SheetRow, rows: Iterable[SheetRow]) -> Iterator[bytes]:
    """Yield a CSV file in chunks, as UTF-8 with a byte order mark, without which Excel does not read Urdu correctly."""
    yield b"\xef\xbb\xbf"
    for batch in batched(chain([heads], rows), ROWS_AT_ONCE):
        chunk = io.StringIO(newline="")
        csv.writer(chunk).writerows(
            # every spreadsheet program can read and sort `2026-11-24 14:05`
            [f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell for cell in row]
            for row in batch
        )
        yield chunk.getvalue().encode()


def xlsx_chunks(
    heads: SheetRow, rows: Iterable[SheetRow], *, title: str, right_to_left: bool = False
) -> Iterator[bytes]:
    """Yield a workbook of text, numbers, days and times, with a sheet for every million rows.

    Each sheet has the same bold headings.
    The rows are written to temporary files first, so the first chunk comes after the last row.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        with Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book:
            styles = _CellFormats(
                bold=book.add_format({"bold": True}),
                moment=book.add_format({"num_format": MOMENT}),
                day=book.add_format({"num_format": DAY}),
            )
            rows, name = iter(rows), _NOT_A_TITLE.sub(" ", title)[:LONGEST_TITLE]
            for number in count(1):
                sheet = book.add_worksheet(f"{name} {number}" if number > 1 else name)
                if right_to_left:
                    sheet.right_to_left()
                _fill_sheet(sheet, heads, islice(rows, ROWS_OF_A_SHEET), styles)
                if (following := next(rows, None)) is None:
                    break
                rows = chain([following], rows)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


class _CellFormats(NamedTuple):
    bold: Format
    moment: Format
    day: Format


def _fill_sheet(sheet: Worksheet, heads: SheetRow, rows: Iterable[SheetRow], styles: _CellFormats) -> None:
    """Write the headings, which stay visible when scrolling, and the rows."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, WIDTH)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles.bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, styles.moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, styles.day)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, _NOT_XML.sub("", cell))
