"""Read the pages of a scan, and take the pages of one letter out of it. Runs in the sandbox like every inspection.

Scanners write PDFs, TIFFs of several pages, and JPEGs of one page.
"""

import io
import json
import warnings
from collections.abc import Iterator
from math import hypot
from typing import BinaryIO

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from complaints.inspection import pdf_copies
from complaints.rules.accepted_files import MOST_PIXELS, FileRefusal, FileRefused

MOST_PAGES = 200
DOTS_AN_INCH = 200  # a sheet's QR code then has 8 dots for each of its modules
LONGEST_SIDE = 2400  # pixels in which a page is read: A4 at 200 dots an inch
SHEET_SIDE = 0.1
"""The smallest side of a QR code that may be a sheet's, as a share of the page's longer side: sheets have 0.12. Those
on identity cards and bills are smaller."""
DARK = 160  # of 255; paler ink is noise or shows through from the back
LEAST_INK = 0.0008
"""The share of dark squares from which a page is not blank: a signature has more, dust of a scanner less."""
QUALITY = 85
PILLOW = {"scan_jpeg": ("JPEG", "MPO"), "scan_tiff": ("TIFF",)}


def write_copy(original: BinaryIO, copy: BinaryIO, family: str, *, pages: str = "") -> str:
    """Write what the pages show (JSON), or a PDF with the pages `FIRST-LAST-TURN`, and return the media type.

    FIRST, LAST: numbers from 1. TURN: degrees by which they are turned clockwise. Raises FileRefused.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        if not pages:
            found = [_read_page(picture) for picture in _pictures(original, family)]
            copy.write(json.dumps(found).encode())
            return "application/json"
        first, last, turn = map(int, pages.split("-"))
        if family == "scan_pdf":
            _write_pdf_pages(original, copy, first, last, turn)
        else:
            _write_pictures(original, copy, family, first, last, turn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise FileRefused(FileRefusal.PIXELS) from bomb
    except pikepdf.PasswordError as locked:
        raise FileRefused(FileRefusal.LOCKED) from locked
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, RecursionError, UnidentifiedImageError) as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    return "application/pdf"


def _pictures(original: BinaryIO, family: str) -> Iterator[Image.Image]:
    """Yield each page as a grey picture. Raises FileRefused for too many pages, a password or scripts."""
    if family == "scan_pdf":
        yield from _pdf_pictures(original)
        return
    with Image.open(original, formats=PILLOW[family]) as scan:
        # A JPEG is one page; further pictures in it are previews. It is evidence as it is, so it is shown upright.
        count = getattr(scan, "n_frames", 1) if family == "scan_tiff" else 1
        _check_count(count)
        for frame in ImageSequence.Iterator(scan):
            if frame.width * frame.height > MOST_PIXELS:
                raise FileRefused(FileRefusal.PIXELS)
            frame.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            yield _as_read(ImageOps.exif_transpose(frame))
            if count == 1:
                return


def _pdf_pictures(original: BinaryIO) -> Iterator[Image.Image]:
    with pikepdf.Pdf.open(original) as pdf:
        if pdf.is_encrypted:
            raise FileRefused(FileRefusal.LOCKED)
        _check_count(len(pdf.pages))
        # A file that was cut off can be repaired, but then pages are missing and nobody would notice.
        if any("file is damaged" in str(warning) for warning in pdf.get_warnings()):
            raise FileRefused(FileRefusal.BROKEN)
    original.seek(0)
    with pypdfium2.PdfDocument(original) as pdf:
        for number in range(len(pdf)):
            page = pdf[number]
            scale = min(DOTS_AN_INCH / 72, LONGEST_SIDE / max(*page.get_size(), 1))
            bitmap = page.render(scale=scale, grayscale=True)
            yield _as_read(bitmap.to_pil())
            bitmap.close()
            page.close()


def _check_count(count: int) -> None:
    if not count:
        raise FileRefused(FileRefusal.EMPTY)
    if count > MOST_PAGES:
        raise FileRefused(FileRefusal.TOO_MANY)


def _as_read(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _read_page(picture: Image.Image) -> dict:
    """Return the texts of QR codes with their turn, whether one is large and unreadable, and whether it is blank."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, return_errors=True)
    readable = [code for code in found if code.valid]
    corners = [(code.position.top_left, code.position.top_right) for code in found]
    sides = [hypot(left.x - right.x, left.y - right.y) for left, right in corners]
    return {
        "codes": [[code.text, round(-code.orientation / 90) % 4 * 90] for code in readable],
        "doubtful": not readable and max(sides, default=0) > SHEET_SIDE * max(picture.size),
        "blank": _is_blank(picture),
    }


def _is_blank(picture: Image.Image) -> bool:
    """Return whether the page has no ink but dust. The outermost part is left out: scanners draw shadows there."""
    width, height = picture.size
    inner = picture.crop((width // 25, height // 25, width - width // 25, height - height // 25))
    squares = inner.reduce(max(1, max(inner.size) // 600))  # single dots of noise disappear in a square's mean
    histogram = squares.histogram()
    return sum(histogram[:DARK]) < LEAST_INK * squares.width * squares.height


def _write_pdf_pages(original: BinaryIO, copy: BinaryIO, first: int, last: int, turn: int) -> None:
    """Write the pages as a PDF that the inspection of uploads accepts. Raises FileRefused if it does not."""
    with pikepdf.Pdf.open(original) as pdf, pikepdf.Pdf.new() as letter:
        letter.pages.extend(pdf.pages[first - 1 : last])
        for page in letter.pages:
            if turn:
                page.rotate(turn, relative=True)
        output = io.BytesIO()
        letter.save(output)
    output.seek(0)
    pdf_copies.write_copy(output, io.BytesIO(), "pdf")
    copy.write(output.getvalue())


def _write_pictures(original: BinaryIO, copy: BinaryIO, family: str, first: int, last: int, turn: int) -> None:
    """Write pages of a TIFF, or a JPEG that is not upright, as a PDF with one picture on each page."""
    with Image.open(original, formats=PILLOW[family]) as scan, pikepdf.Pdf.new() as letter:
        for number in range(first - 1, last):
            scan.seek(number)
            frame = ImageOps.exif_transpose(scan)
            frame = frame if frame.mode in {"1", "L", "RGB"} else frame.convert("RGB")
            dots = scan.info.get("dpi", (DOTS_AN_INCH, DOTS_AN_INCH))[0]
            page = io.BytesIO()
            frame.rotate(-turn, expand=True).save(page, "PDF", resolution=float(dots) or DOTS_AN_INCH, quality=QUALITY)
            page.seek(0)
            with pikepdf.Pdf.open(page) as single:
                letter.pages.extend(single.pages)
        output = io.BytesIO()
        letter.save(output)
    copy.write(output.getvalue())
