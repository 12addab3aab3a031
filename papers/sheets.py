"""Rows as a file for a spreadsheet program, written while they come: CSV, and XLSX without a temporary file.

Neither holds more than one batch of rows at a time. Cells are written as they come: who fills them sees to it that none
is taken for a formula (complaints.rules.cells). XLSX is written by hand: the libraries for it need the whole book, or
a file on the disk, before the first byte leaves, and whatever stands in front cuts a line that is silent for a minute.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from papers import workbook

Row = Sequence[str | datetime]
"""A moment has no zone: it is that of the wall clock that its reader goes by."""

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_000_000  # Excel reads 1,048,576
ROWS_AT_ONCE = 500
FIRST_DAY = datetime(1899, 12, 30)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_csv(heads: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a mark at the beginning, without which Excel takes Urdu for something else. In pieces."""
    yield b"\xef\xbb\xbf"
    for some in _batches(chain([heads], rows)):
        piece = io.StringIO(newline="")
        csv.writer(piece).writerows([_words(cell) for cell in row] for row in some)
        yield piece.getvalue().encode()


def as_xlsx(heads: Row, rows: Iterable[Row], *, title: str, right_to_left: bool = False) -> Iterator[bytes]:
    """A workbook of text cells and dates, a sheet for every million rows, each under the same bold heads. In pieces."""
    pipe, rows, sheets = _Pipe(), iter(rows), 0
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        following = next(rows, None)
        while following is not None or not sheets:
            sheets += 1
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                sheet.write(_beginning(heads, right_to_left=right_to_left).encode())
                first = [following] if following is not None else []
                for some in _batches(islice(chain(first, rows), ROWS_OF_A_SHEET)):
                    sheet.write("".join(_row(row) for row in some).encode())
                    if piece := pipe.taken():  # nothing, while the packing still waits for more
                        yield piece
                sheet.write(b"</sheetData></worksheet>")
            following = next(rows, None)
        for name, words in workbook.parts(title, sheets).items():
            book.writestr(name, workbook.HEAD + words)
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """Where the archive is written to, and from where its bytes are taken: it knows no way back."""

    def __init__(self):
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self):
        return True

    def write(self, data):
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some


def _beginning(heads: Row, *, right_to_left: bool) -> str:
    """The sheet until its first row: it reads from the reader's side, the heads stay while the rows move."""
    side = ' rightToLeft="1"' if right_to_left else ""
    return (
        f'{workbook.HEAD}<worksheet xmlns="{workbook.MAIN}"><sheetViews><sheetView workbookViewId="0"{side}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(heads)}" width="22" customWidth="1"/></cols><sheetData>{_row(heads, style=1)}'
    )


def _row(row: Row, *, style: int = 0) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in row)}</row>"


def _words(cell: str | datetime) -> str:
    """`2026-11-24 14:05`, as every spreadsheet reads and sorts it."""
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell


def _cell(cell: str | datetime, style: int) -> str:
    if isinstance(cell, datetime):
        return f'<c s="{workbook.DATE}"><v>{(cell - FIRST_DAY) / timedelta(days=1):.10f}</v></c>'
    words = escape(_NOT_XML.sub("", cell))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{words}</t></is></c>'
