"""The picture of a public notice for sharing in messengers: face, name, facts, numbers to call and a QR code."""

from dataclasses import dataclass
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from documents.common_layout_facts import common_facts
from documents.qr_codes import qr_modules
from documents.typst_compiler import compile_png

JPEG_QUALITY = 85
"""JPEG quality. The file is about 100 KB, which every messenger shows with the link to the page."""


@dataclass(frozen=True)
class NoticePictureFacts:
    """The content of the picture. `label`: the kind of notice. `facts`: label and value of each line, in its language.

    `numbers`: telephone numbers to call. `url`: the notice's page, shown as a QR code. `picture`: a JPEG; for a person
    without one, a silhouette is drawn.
    """

    label: str
    name: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    url: str
    picture: bytes | None = None
    is_of_a_person: bool = True
    is_sample: bool = False


def make_notice_picture(facts: NoticePictureFacts, language: str) -> bytes:
    """Return a JPEG of 1200 by 630 pixels, which messengers show completely. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        data = {
            **shared,
            "labels": shared["labels"] | _printed_labels(),
            "title": facts.name,
            "label": facts.label,
            "facts": [{"label": label, "value": value} for label, value in facts.facts],
            "numbers": list(facts.numbers),
            "qr": qr_modules(facts.url),
            "picture": list(facts.picture or b""),
            "is_of_a_person": facts.is_of_a_person,
            "is_sample": facts.is_sample,
        }
        png = compile_png("share", data, language=language)
    jpeg = BytesIO()  # a tenth of the size of the PNG
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        picture.convert("RGB").save(jpeg, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return jpeg.getvalue()


def _printed_labels() -> dict[str, str]:
    return {
        "call": gettext("Numbers to call"),
        "current": gettext("Is it still current? Check here before you share it."),
        "sample": gettext("SAMPLE: not a real person"),
    }
