"""Draw the pages of a sample letter as a scanner delivers them: a PDF of grey pictures that are a little askew."""

import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

import documents

DOTS_PER_INCH = 120
PAPER = DOTS_PER_INCH * 827 // 100, DOTS_PER_INCH * 1169 // 100  # A4 in pixels
MARGIN = DOTS_PER_INCH * 4 // 5
INK, PAPER_GREY = 40, 244
DATE_AT = 2 * MARGIN, PAPER[1] * 378 // 1000
"""Where the day of receipt is written on a cover sheet."""
FONTS = Path(documents.__file__).parent / "fonts"
SIGNATURE = [
    (0, 44), (22, 2), (30, 52), (46, 14), (54, 42), (70, 24), (82, 38), (104, 0), (110, 60), (150, 26), (230, 32),
]  # fmt: skip
"""A scribble, in pixels from its left upper corner."""


def draw_scan(
    cover_sheets: bytes, number: int, pages: Sequence[Sequence[str]], *, is_urdu: bool, received: date
) -> bytes:
    """Return a PDF of pictures: the cover sheet with this number and the day of receipt, and the letter's pages."""
    with pypdfium2.PdfDocument(cover_sheets) as pdf:
        sheet = pdf[number].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L").resize(PAPER)
    ImageDraw.Draw(sheet).text(DATE_AT, f"{received:%d.%m.%Y}", fill=INK, font=_font("Inter", 34))
    drawn = [sheet, *(_draw_page(lines, is_urdu) for lines in pages)]
    grain = Image.effect_noise(PAPER, 5).point(lambda value: min(255, value + PAPER_GREY - 128))
    askew = [
        page.rotate(0.4 - 0.35 * place, resample=Image.Resampling.BILINEAR, fillcolor=255)
        for place, page in enumerate(drawn)
    ]
    first, *others = [ImageChops.multiply(page, grain) for page in askew]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS_PER_INCH)
    return out.getvalue()


def _draw_page(lines: Sequence[str], is_urdu: bool) -> Image.Image:
    """Return a page with a larger second line and, on a letter's first page, a signature."""
    page = Image.new("L", PAPER, 255)
    pen, y = ImageDraw.Draw(page), MARGIN
    x, anchor, direction = (PAPER[0] - MARGIN, "rs", "rtl") if is_urdu else (MARGIN, "ls", "ltr")
    for place, line in enumerate(lines):
        font = _font("NotoNaskhArabic" if is_urdu else "Inter", 32 if place == 1 else 25)
        pen.text((x, y), line, fill=INK, font=font, anchor=anchor, direction=direction)
        y += 54 if is_urdu else 42
    if len(lines) > 15:
        left = MARGIN if is_urdu else MARGIN + 20
        pen.line([(left + right, y + down) for right, down in SIGNATURE], fill=INK + 30, width=3, joint="curve")
    return page


@cache
def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{family}-Regular.ttf", size)
