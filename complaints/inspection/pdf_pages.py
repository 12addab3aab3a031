"""Draw one page of an inspected PDF as a picture, so that it can be read in place without a PDF viewer."""

from typing import BinaryIO

import pypdfium2

from complaints.rules.accepted_files import FileRefusal, FileRefused

LONGEST_SIDE = 1600  # pixels: an A4 page at about 140 dots an inch
JPEG_QUALITY = 85


def write_copy(original: BinaryIO, copy: BinaryIO, family: str, *, side: int = 1) -> str:
    """Write the picture of a page and return its media type. Raises FileRefused.

    `side`: the number of the page, from 1; FileRefusal.EMPTY if there is none with that number.
    """
    try:
        with pypdfium2.PdfDocument(original.read()) as pdf:
            if not 1 <= side <= len(pdf):
                raise FileRefused(FileRefusal.EMPTY)
            page = pdf[side - 1]
            picture = page.render(scale=LONGEST_SIDE / max(*page.get_size(), 1)).to_pil()
            picture.convert("RGB").save(copy, "JPEG", quality=JPEG_QUALITY)
    except pypdfium2.PdfiumError as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    return "image/jpeg"
