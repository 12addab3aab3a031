"""Inspect photos: write a new JPEG from the pixels, so that nothing else of the file remains."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from complaints.inspection import heic_decoding
from complaints.rules.accepted_files import MOST_PIXELS, FileRefusal, FileRefused

LONGEST_SIDE = 2560  # pixels of the shown copy
QUALITY = 85
PILLOW = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}


def write_copy(original: BinaryIO, copy: BinaryIO, family: str, *, side: int = LONGEST_SIDE) -> str:
    """Write the picture's copy as an upright, smaller JPEG without metadata, and return its media type.

    `side`: the largest width and height in pixels. Raises FileRefused.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with _open_picture(original, family, side) as picture:
            _redraw(picture, side).save(copy, "JPEG", quality=QUALITY, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise FileRefused(FileRefusal.PIXELS) from bomb
    except MemoryError as full:
        raise FileRefused(FileRefusal.PIXELS) from full
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, UnidentifiedImageError) as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    return "image/jpeg"


@contextmanager
def _open_picture(original: BinaryIO, family: str, side: int) -> Iterator[Image.Image]:
    if family == "heif":
        yield heic_decoding.open_heic(original, side)
        return
    with Image.open(original, formats=PILLOW[family]) as picture:
        yield picture


def _redraw(picture: Image.Image, side: int) -> Image.Image:
    """Return the first frame, upright, on a white background, at most `side` pixels wide and high."""
    if picture.width * picture.height > MOST_PIXELS:
        raise FileRefused(FileRefusal.PIXELS)
    picture.draft("RGB", (side, side))  # decodes a large JPEG at a smaller size, which needs little memory
    picture.thumbnail((side, side))
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        picture = Image.new("RGB", layered.size, "white")
        picture.paste(layered, mask=layered.getchannel("A"))
    redrawn = picture.convert("RGB")
    redrawn.info.clear()  # otherwise a JPEG's comment would be saved too
    return redrawn
