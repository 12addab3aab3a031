"""Scans as a scanner makes them: grey, noisy and not quite straight, by default coarse so that tests are quick."""

import io
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from documents import CoverSheetFacts, make_cover_sheets

DOTS = 200
A4 = (1654, 2339)
FONT = Path(__file__).parents[3] / "documents/fonts/Inter-Regular.ttf"
HOUR_AGO = 3600


@cache
def sheet_page(code: str) -> Image.Image:
    """Return a printed cover sheet with this code."""
    facts = CoverSheetFacts(code, code, {"en": "Lahore", "ur": "لاہور"})
    with pypdfium2.PdfDocument(make_cover_sheets([facts], "en")) as pdf:
        return pdf[0].render(scale=DOTS / 72, grayscale=True).to_pil().resize(A4)


def letter_page(text: str = "My shop in Gulberg was broken into and nobody came.") -> Image.Image:
    """Return a typed page of a letter."""
    page = Image.new("L", A4, 255)
    ImageDraw.Draw(page).multiline_text(
        (200, 240), "\n".join(wrap(text * 6, 60)), fill=25, font=ImageFont.truetype(str(FONT), 34)
    )
    return page


def blank_page() -> Image.Image:
    return Image.new("L", A4, 252)


def scanned(page: Image.Image, *, slant: float = 1.2, turn: int = 0, noise: int = 45, dots: int = 100) -> Image.Image:
    """Return a page as it comes out of a scanner. `turn`: degrees by which it lay wrongly (anticlockwise)."""
    page = page.resize((A4[0] * dots // DOTS, A4[1] * dots // DOTS))
    crooked = page.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=250)
    crooked = crooked.rotate(turn, expand=True)
    return Image.blend(crooked, Image.effect_noise(crooked.size, noise), 0.12)


def _dots(page: Image.Image) -> int:
    return round(min(page.size) / A4[0] * DOTS)


def jpeg(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=75, dpi=(_dots(page), _dots(page)))
    return out.getvalue()


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=_dots(pages[0]), quality=75)
    return out.getvalue()


def as_tiff(pages: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    dots = _dots(pages[0])
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(dots, dots))
    return out.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file that the scanner finished an hour ago."""
    path = folder / name
    path.write_bytes(content)
    done = path.stat().st_mtime - HOUR_AGO
    os.utime(path, (done, done))
    return path
