"""Cover sheets: what the scanner reads on them, and what people do."""

import pypdfium2
import zxingcpp

from documents import CoverSheetFacts, make_cover_sheets
from tests.citizen.test_receipt import text_of
from tests.documents.reading import inside

CELLS = {"en": "Lahore", "ur": "لاہور"}
FIRST = CoverSheetFacts("CS2648190735550127", "CS 2648 1907 3555 0127", CELLS)
SECOND = CoverSheetFacts("CS0359097873148503", "CS 0359 0978 7314 8503", CELLS)


def test_each_sheet_has_its_code_and_nothing_else_in_all_four_corners():
    with pypdfium2.PdfDocument(make_cover_sheets([FIRST, SECOND], "en")) as pdf:
        pictures = [page.render(scale=100 / 72, grayscale=True).to_pil() for page in pdf]
    read = [zxingcpp.read_barcodes(picture) for picture in pictures]
    assert [[code.text for code in codes] for codes in read] == [[FIRST.code] * 4, [SECOND.code] * 4]
    width, height = pictures[0].size
    corners = [(code.position.top_left.x > width / 2, code.position.top_left.y > height / 2) for code in read[0]]
    assert sorted(corners) == [(False, False), (False, True), (True, False), (True, True)]


def test_a_sheet_is_in_both_languages_and_is_tagged_for_a_reader():
    words = text_of(make_cover_sheets([FIRST], "en"))
    assert "Letter received on" in words
    assert "Good once. Use a new sheet for the next letter." in words
    assert {"سرورق", "لاہور"} <= set(words.split())
    assert FIRST.spaced_code in words
    found = inside(make_cover_sheets([FIRST], "ur"))
    assert (found.ua_part, found.language) == ("1", "ur-PK")
    assert found.roles.count("Figure") == 4
    assert all(found.descriptions)
