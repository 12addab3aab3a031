"""Read scanned files in the sandbox: which pages are cover sheets, and the pages of one letter as a file."""

import json
import os
from pathlib import Path
from typing import BinaryIO

from complaints.evidence import sandbox
from complaints.rules.accepted_files import FileRefusal, FileRefused
from complaints.rules.scanning.page_splitting import ScannedPage
from complaints.rules.scanning.sheet_code import looks_like_sheet_code

PDF, TIFF, JPEG = "scan_pdf", "scan_tiff", "scan_jpeg"
FAMILIES = {".pdf": PDF, ".tif": TIFF, ".tiff": TIFF, ".jpg": JPEG, ".jpeg": JPEG}
LARGEST_SCAN = 300 * 1024 * 1024
"""Bytes of the largest file: 200 pages in colour at 200 dots an inch have about 100 MB."""


def family_of_scan(path: Path) -> str:
    """Return how a file is read, by the ending of its name. Raises FileRefused(KIND)."""
    if family := FAMILIES.get(path.suffix.lower()):
        return family
    raise FileRefused(FileRefusal.KIND)


def read_scanned_pages(scan: BinaryIO, family: str, *, position: int = 0) -> list[ScannedPage]:
    """Return what each page of an open file shows. `position`: of the file among those that belong together.

    Raises FileRefused, SandboxUnavailable or InspectionInterrupted.
    """
    if os.fstat(scan.fileno()).st_size > LARGEST_SCAN:
        raise FileRefused(FileRefusal.TOO_LARGE)
    scan.seek(0)
    with sandbox.copy_in_sandbox(scan, family=family) as found:
        pages = json.load(found.file)
    return [_page(position, number, page) for number, page in enumerate(pages, 1)]


def _page(position: int, number: int, found: dict) -> ScannedPage:
    """Return one page. QR codes that are no sheets' are part of a letter: bills and identity cards have them."""
    turns = {text: turn for text, turn in found["codes"] if looks_like_sheet_code(text)}
    return ScannedPage(
        file=position,
        number=number,
        codes=tuple(turns),
        is_doubtful=bool(found["doubtful"]),
        is_blank=bool(found["blank"]),
        turn=next(iter(turns.values()), 0),
    )


def copy_scanned_pages(scan: BinaryIO, family: str, *, first: int, last: int, turn: int) -> bytes:
    """Return the pages as a PDF, turned clockwise by `turn` degrees. Raises what `read_scanned_pages` raises."""
    scan.seek(0)
    with sandbox.copy_in_sandbox(scan, family=family, pages=f"{first}-{last}-{turn}") as copy:
        return copy.file.read()
