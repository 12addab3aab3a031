"""Read a PDF as its readers do: the text that a program selects, the tags that are read aloud, and the picture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import zxingcpp

SHOTS = Path(__file__).parent.parent / "browser" / "shots" / "papers"
SIGNS = "\u064b\u064d\u064e\u064f\u0650\u0651\u0670"


def words(paper: bytes) -> str:
    """Return the text that a reader can select (with PDFium, as in Chrome), in one line, with plain spaces.

    PDFium reverses the letters of one glyph, so that a vowel sign comes before its letter. This function reverses them
    again.
    """
    document = pypdfium2.PdfDocument(paper)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    text = re.sub(rf"([{SIGNS}])([\u0621-\u06d3])", r"\2\1", text.replace("\u00a0", " "))
    return " ".join(text.split())


def words_by_page(paper: bytes) -> list[str]:
    """Return the text of each page as PDFium gives it."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(paper)]


@dataclass(frozen=True)
class Inside:
    """What a program finds in a PDF besides its text."""

    marked: bool
    ua_part: str
    language: str
    direction: str
    shows_title: bool
    title: str
    author: str
    roles: list[str]
    """Every element of the structure tree in reading order: Title, H1, P, L, TH, Figure."""
    descriptions: list[str]
    """The texts that describe pictures."""
    fonts: dict[str, bool]
    """Every font by its name without the prefix of a subset, and whether it is embedded."""


def inside(paper: bytes) -> Inside:
    """Open the PDF and return its properties."""
    with pikepdf.open(BytesIO(paper)) as document:
        root, elements = document.Root, list(_elements(document.Root.StructTreeRoot.K))
        return Inside(
            marked=bool(root.MarkInfo.Marked),
            ua_part=document.open_metadata()["pdfuaid:part"],
            language=str(root.Lang),
            direction=str(root.ViewerPreferences.get("/Direction", "/L2R")),
            shows_title=bool(root.ViewerPreferences.DisplayDocTitle),
            title=str(document.docinfo["/Title"]),
            author=str(document.docinfo["/Author"]),
            roles=[str(element.S).lstrip("/") for element in elements],
            descriptions=[str(element.Alt) for element in elements if element.S == "/Figure"],
            fonts=_fonts(document),
        )


def scanned(paper: bytes) -> list[str]:
    """Return what a camera reads from the codes on all pages."""
    pictures = [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(paper)]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


def picture(paper: bytes, name: str) -> int:
    """Save every page as a PNG for a look. Return the number of pages."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(paper)
    for number, page in enumerate(document, 1):
        page.render(scale=1.6).to_pil().save(SHOTS / f"{name}-{number}.png")
    return len(document)


def _fonts(document: pikepdf.Pdf) -> dict[str, bool]:
    found = {}
    for page in document.pages:
        for font in page.Resources.get("/Font", {}).values():
            for part in font.get("/DescendantFonts", [font]):
                found[str(part.BaseFont).split("+")[-1]] = "/FontFile2" in part.FontDescriptor
    return found


def _elements(found) -> Iterator[pikepdf.Dictionary]:
    for element in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            yield from _elements(element.get("/K", pikepdf.Array()))
