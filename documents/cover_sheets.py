"""The PDF of cover sheets, which are laid before letters in a scanner."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import common_facts
from documents.qr_codes import qr_modules
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class CoverSheetFacts:
    """One sheet. `code`: as the QR code holds it; `spaced_code`: as people read it. `cells`: the office by language."""

    code: str
    spaced_code: str
    cells: dict[str, str]


def make_cover_sheets(sheets: Sequence[CoverSheetFacts], language: str) -> bytes:
    """Return the sheets as a tagged PDF, one A4 page for each, in both languages; `language` comes first.

    The QR codes hold only the code. There are four of them, so that a torn corner or a staple spoils no sheet. Raises
    CompilationFailed.
    """
    languages = (language, *({"en", "ur"} - {language}))
    with translation.override(language):
        facts = {
            **common_facts(),
            "title": gettext("Cover sheet for one letter"),
            "sheets": [
                {
                    "code": sheet.spaced_code,
                    "qr": qr_modules(sheet.code, error="h"),
                    "texts": [_texts(each, sheet.cells[each]) for each in languages],
                }
                for sheet in sheets
            ],
            "qr_label": gettext("QR code of the cover sheet"),
        }
        return compile_pdf("cover_sheet", facts, language=language)


def _texts(language: str, cell: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "language": language,
            "title": gettext("Cover sheet for one letter"),
            "cell": gettext("Complaint cell: %(office)s") % {"office": cell},
            "received": gettext("Letter received on"),
            "how": gettext("Lay this sheet before one letter, printed side like the letter, and scan them together."),
            "once": gettext("Good once. Use a new sheet for the next letter."),
        }
