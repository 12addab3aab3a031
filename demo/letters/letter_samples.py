"""Scanned letters that wait for the complaint cell of Lahore. Each says that it is a SAMPLE."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

import documents
from accounts.models import Office
from complaints.services.scanning.cover_sheets import create_cover_sheets
from complaints.services.scanning.letter_taking import LetterFile, take_letter
from demo.letters.letter_drawing import draw_scan
from demo.sample_selection import actor_by_address


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
        scan = draw_scan(
            printed, number, letter.pages, is_urdu=letter.is_urdu, received=localdate(scanned_at) - timedelta(days=2)
        )
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
