"""Scanned letters that wait for the complaint cell of Lahore. Their pages are drawn here, like those of a scanner."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pypdfium2
from django.utils.timezone import localdate
from PIL import Image, ImageChops, ImageDraw, ImageFont

import documents
from accounts.models import Office
from complaints.services.scanning.cover_sheets import create_cover_sheets
from complaints.services.scanning.letter_taking import LetterFile, take_letter
from demo.sample_selection import actor_by_address

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


@dataclass(frozen=True)
class Letter:
    """A letter: its pages as lines of text, whether it is written from right to left, and when it was scanned."""

    pages: tuple[tuple[str, ...], ...]
    is_urdu: bool
    hours_ago: int


LETTERS = (
    Letter(
        (
            (
                "SAMPLE نمونہ",
                "بخدمت جناب ڈی آئی جی آپریشنز، لاہور",
                "",
                "عنوان: موٹر سائیکل چوری کی رپورٹ درج نہیں کی جا رہی",
                "",
                "جناب عالی،",
                "گزارش ہے کہ میں اچھرہ میں کریانے کی دکان چلاتا ہوں۔ جمعرات کی شام",
                "سات بجے میری موٹر سائیکل دکان کے سامنے سے چوری ہو گئی۔ میں اسی",
                "رات تھانے گیا۔ مجھے کہا گیا کہ کل آئیں۔ اس کے بعد میں تین بار گیا،",
                "مگر نہ رپورٹ درج ہوئی اور نہ کوئی رسید دی گئی۔",
                "",
                "میرے پاس ساتھ والی دکان کے کیمرے کی ویڈیو ہے۔ موٹر سائیکل کے",
                "کاغذات کی تفصیل دوسرے صفحے پر ہے۔",
                "",
                "درخواست ہے کہ میری رپورٹ درج کی جائے اور مجھے بتایا جائے کہ",
                "کون سا افسر یہ کام کر رہا ہے۔ مہربانی ہو گی۔",
                "",
                "العارض",
                "محمد نمونہ ولد عبدالنمونہ",
                "فون: 03000000101",
            ),
            (
                "SAMPLE نمونہ",
                "موٹر سائیکل کی تفصیل",
                "",
                "قسم: 70 سی سی، رنگ سرخ، سال 2021",
                "نمبر: LEN-00-0000",
                "انجن نمبر: 0000000",
                "خریداری: جون 2021، رسید میرے پاس ہے",
                "",
                "گواہ: ساتھ والی دکان کے مالک، جن کا نام میں خود بتاؤں گا",
            ),
        ),
        is_urdu=True,
        hours_ago=20,
    ),
    Letter(
        (
            (
                "SAMPLE",
                "To: The Complaint Cell, District Police, Lahore",
                "",
                "Subject: Loud work at night beside my house",
                "",
                "Dear Sir or Madam,",
                "",
                "I am 71 years old and live in Garden Town. For three weeks now",
                "a workshop beside my house has been running its machines until",
                "two or three in the morning. I have asked the owner twice to stop",
                "at ten. He says that he has an arrangement with the police station.",
                "",
                "I called the station on two evenings. Each time I was told",
                "that a car would come. None came.",
                "",
                "I cannot come to an office because of my knee. Please write to me",
                "or call me after ten in the morning.",
                "",
                "Yours faithfully,",
                "Mrs. Sample Begum",
                "House 00, Block S, Garden Town. Telephone 03000000102",
            ),
        ),
        is_urdu=False,
        hours_ago=18,
    ),
    Letter(
        (
            (
                "SAMPLE نمونہ",
                "خصوصی رعایت!",
                "",
                "دفتروں کے لیے پرنٹر اور کاغذ",
                "اس مہینے 20 فیصد رعایت، سامان دفتر تک مفت پہنچایا جائے گا",
                "",
                "نمونہ ٹریڈرز، مال روڈ، لاہور",
                "فون: 03000000103",
            ),
        ),
        is_urdu=True,
        hours_ago=18,
    ),
)
"""Two complaints and an advertisement, which the operator closes."""


def take_sample_letters(at: datetime) -> None:
    """Print a cover sheet for each letter and take the letters as an import of scans does."""
    operator = actor_by_address("operator")
    sheets = create_cover_sheets(len(LETTERS), by=operator, at=at - timedelta(days=3))
    office = Office.objects.get(pk=operator.office_id)
    cells = {"en": office.name_en, "ur": office.name_ur}
    printed = documents.make_cover_sheets(
        [documents.CoverSheetFacts(sheet.code, sheet.spaced_code, cells) for sheet in sheets], "ur"
    )
    for number, letter in enumerate(LETTERS):
        scanned_at = at - timedelta(hours=letter.hours_ago)
        scan = draw_scan(printed, number, letter, received=localdate(scanned_at) - timedelta(days=2))
        pages = 1 + len(letter.pages)
        source = {"file": hashlib.sha256(scan).hexdigest(), "pages": f"1–{pages}"}
        take_letter(
            sheets[number].code,
            [LetterFile("letter.pdf", "application/pdf", scan)],
            pages=pages,
            sources=[source],
            by=None,
            at=scanned_at,
        )


def draw_scan(cover_sheets: bytes, number: int, letter: Letter, *, received: date) -> bytes:
    """Return a PDF of pictures: the cover sheet with this number and the day of receipt, and the letter's pages."""
    with pypdfium2.PdfDocument(cover_sheets) as pdf:
        sheet = pdf[number].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L").resize(PAPER)
    ImageDraw.Draw(sheet).text(DATE_AT, f"{received:%d.%m.%Y}", fill=INK, font=_font("Inter", 34))
    pages = [sheet, *(_draw_page(lines, letter.is_urdu) for lines in letter.pages)]
    first, *others = [_as_scanned(page, turn=0.4 - 0.35 * place) for place, page in enumerate(pages)]
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


def _as_scanned(page: Image.Image, *, turn: float) -> Image.Image:
    """Return the page a little askew, grey and grainy. `turn`: degrees."""
    askew = page.rotate(turn, resample=Image.Resampling.BILINEAR, fillcolor=255)
    grain = Image.effect_noise(PAPER, 6).point(lambda value: min(255, value + PAPER_GREY - 128))
    return ImageChops.multiply(askew, grain)
