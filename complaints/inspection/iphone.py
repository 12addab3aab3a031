"""The pictures of iPhones (HEIC), which cannot be decoded smaller: made smaller in bands, as they lie in memory.

Through Pillow a picture of 48 million pixels would lie there twice, the second time with four bytes a pixel, and take
400 MB. So it takes 250.
"""

from typing import BinaryIO

import pillow_heif
from PIL import Image

from complaints.rules.files import MOST_PIXELS, FileRefused, Reason

BAND = 256  # lines of the smaller picture at once


def opened(original: BinaryIO, side: int) -> Image.Image:
    """The main picture, upright, without metadata, its longer side at least `side` where it was. Raises Refused."""
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    came = pillow_heif.open_heif(original)
    picture = came[came.primary_index]
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise FileRefused(Reason.PIXELS)
    pixels, step, mode = _pixels(picture), picture.stride, picture.mode
    times = max(1, max(width, height) // side)
    smaller = Image.new("RGBA" if picture.has_alpha else "RGB", (-(-width // times), -(-height // times)))
    lines = BAND * times
    for top in range(0, height, lines):
        below = min(height, top + lines)
        band = Image.frombytes(mode, (width, below - top), pixels[top * step : below * step], "raw", mode, step)
        smaller.paste(band.reduce(times).convert(smaller.mode), (0, top // times))
    return smaller


def _pixels(picture: pillow_heif.HeifImage) -> memoryview:
    """Decoded. Raises Refused where that takes more memory than there is."""
    try:
        return picture.data
    except RuntimeError as trouble:
        raise FileRefused(Reason.PIXELS if "emory" in str(trouble) else Reason.BROKEN) from trouble
