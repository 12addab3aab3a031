"""The picture of a public notice that is passed on: face, name, what is known, whom to call, where it stands now."""

from dataclasses import dataclass
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from documents.codes import modules
from documents.compiling import png
from documents.shared_notes import common

QUALITY = 85
"""Of the JPEG: what comes of it is about 100 KB, which every messenger shows beside the address of the page."""


@dataclass(frozen=True)
class ShareFacts:
    """`label`: what kind of notice it is. `facts`: label and value of each line, in the language of the picture.

    `numbers`: whom to call. `url`: the notice's page, drawn as a QR code. `picture`: a JPEG; of a person without one a
    silhouette is drawn.
    """

    label: str
    name: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    url: str
    picture: bytes | None = None
    is_of_a_person: bool = True
    is_sample: bool = False


def share(told: ShareFacts, language: str) -> bytes:
    """A JPEG of 1200 by 630 pixels, the shape that messengers show whole. Raises papers.NotMade."""
    with translation.override(language):
        shared = common()
        facts = {
            **shared,
            "say": shared["say"] | _labels(),
            "title": told.name,
            "label": told.label,
            "facts": [{"label": label, "value": value} for label, value in told.facts],
            "numbers": list(told.numbers),
            "qr": modules(told.url),
            "picture": list(told.picture or b""),
            "is_of_a_person": told.is_of_a_person,
            "is_sample": told.is_sample,
        }
        return _as_jpeg(png("share", facts, language=language))


def _labels() -> dict[str, str]:
    return {
        "call": gettext("Numbers to call"),
        "current": gettext("Is it still current? Check here before you share it."),
        "sample": gettext("SAMPLE: not a real person"),
    }


def _as_jpeg(drawn: bytes) -> bytes:
    """The drawing, a tenth as large."""
    out = BytesIO()
    with Image.open(BytesIO(drawn), formats=["PNG"]) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
