"""Scanned letters without a scanner: a small PDF that was taken with a sheet."""

from functools import cache
from io import BytesIO

from pikepdf import Pdf

from complaints.models import ScannedLetter
from complaints.services.scanning.cover_sheets import create_cover_sheets
from complaints.services.scanning.letter_taking import LetterFile, Taken, take_letter
from tests.world import Person, clock

SOURCE = {"file": "ab" * 32, "pages": "1–2"}


@cache
def small_pdf(pages: int = 2) -> bytes:
    """Return a PDF of empty pages."""
    out = BytesIO()
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(200, 280))
        pdf.save(out)
    return out.getvalue()


def scanned_letter(of: Person, *, at: str = "09:00", by: Person | None = None, sources=(SOURCE,)) -> ScannedLetter:
    """Return a letter of two pages that waits for this operator's cell. `by`: who imported it; else the folder."""
    (sheet,) = create_cover_sheets(1, by=of.actor, at=clock("08:00"))
    files = [LetterFile("letter.pdf", "application/pdf", small_pdf())]
    importer = by and by.actor
    taken = take_letter(sheet.code, files, pages=2, sources=list(sources), by=importer, at=clock(at))
    assert taken is Taken.NOW
    return ScannedLetter.objects.get(sheet=sheet)
