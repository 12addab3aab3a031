"""Decode the pictures of iPhones (HEIC) and scale them down in bands.

HEIC cannot be decoded at a smaller size. Through Pillow, a picture of 48 million pixels would be in memory twice, the
second time with four bytes for each pixel, and take 400 MB. In bands it takes 250 MB.
"""

from typing import BinaryIO

import pillow_heif
from PIL import Image

from complaints.rules.accepted_files import MOST_PIXELS, FileRefusal, FileRefused

BAND = 256  # lines of the smaller picture in each band


def open_heic(original: BinaryIO, side: int) -> Image.Image:
    """Return the main picture, upright and without metadata. Raises FileRefused.

    It is scaled down by a whole number, so that its longer side stays at least `side` pixels if it was so.
    """
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    container = pillow_heif.open_heif(original)
    picture = container[container.primary_index]
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise FileRefused(FileRefusal.PIXELS)
    pixels, stride, mode = _decode_pixels(picture), picture.stride, picture.mode
    factor = max(1, max(width, height) // side)
    smaller = Image.new("RGBA" if picture.has_alpha else "RGB", (-(-width // factor), -(-height // factor)))
    lines = BAND * factor
    for top in range(0, height, lines):
        bottom = min(height, top + lines)
        band = Image.frombytes(mode, (width, bottom - top), pixels[top * stride : bottom * stride], "raw", mode, stride)
        smaller.paste(band.reduce(factor).convert(smaller.mode), (0, top // factor))
    return smaller


def _decode_pixels(picture: pillow_heif.HeifImage) -> memoryview:
    """Return the decoded pixels. Raises FileRefused if there is not enough memory or the file is broken."""
    try:
        return picture.data
    except RuntimeError as trouble:
        raise FileRefused(FileRefusal.PIXELS if "emory" in str(trouble) else FileRefusal.BROKEN) from trouble
