"""Pictures of billions of pixels, and metadata that expand to gigabytes."""

import io
import struct
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image

from tests.evidence import samples
from tests.evidence.corpus.case import REFUSED, SHOWN, Case, case
from tests.evidence.corpus.parts import chunk, good, png, segment, with_chunk, with_segments

HUGE = 200_000_000  # bytes that a metadata chunk expands to


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    yield from _sizes()
    yield from _remarks()
    yield from _many()
    yield from _large()


def _sizes() -> Iterator[Case]:
    for side in ((60_000, 60_000), (2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 64_000_001), (0, 0), (9_000, 9_000)):
        yield case(f"png of {side[0]} x {side[1]}", "a.png", png(*side), REFUSED)
    yield case("png of 8,000 x 8,000 and 16 bits", "a.png", png(8_000, 8_000, depth=16, colours=6), REFUSED)
    yield case("png whose pixels unfold without end", "a.png", png(64, 64, body=_zeros(HUGE)))
    for width, height in ((65_535, 65_535), (65_500, 1_000), (0, 9)):
        yield case(f"jpg of {width} x {height}", "a.jpg", _jpeg_of(width, height), REFUSED)
    yield case("webp of 16,383 x 16,383", "a.webp", _webp_of(16_383, 16_383), REFUSED)
    yield case("webp of 2^24 x 2^24", "a.webp", _webp_of(2**24 - 1, 2**24 - 1, kind=b"VP8X"), REFUSED)
    for side in (8_000, 20_000, 2**31 - 1):
        yield case(f"heic of {side} x {side}", "a.heic", _heic_of(side), REFUSED)


def _remarks() -> Iterator[Case]:
    pressed = _zeros(HUGE)
    yield case("png with a bomb of a profile", "a.png", with_chunk(good("png"), chunk(b"iCCP", b"p\0\0" + pressed)))
    yield case("png with a bomb of a text", "a.png", with_chunk(good("png"), chunk(b"zTXt", b"p\0\0" + pressed)))
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + pressed
    yield case("png with a bomb of XMP", "a.png", with_chunk(good("png"), chunk(b"iTXt", text)))
    yield case("png with 20,000 texts", "a.png", with_chunk(good("png"), chunk(b"tEXt", b"k\0" + b"v" * 90) * 20_000))
    yield case("png whose chunk says 2 GB", "a.png", with_chunk(good("png"), chunk(b"tEXt", b"k\0v", says=2**31 - 1)))
    parts = [segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 255]) + bytes(65_000)) for n in range(1, 256)]
    yield case("jpg with a profile of 16 MB", "a.jpg", with_segments(good("jpg"), *parts))
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<x>" * 20_000)
    yield case("jpg with 20 MB of XMP", "a.jpg", with_segments(good("jpg"), *([xmp] * 300)))
    for what, tags in (
        ("in a circle", _tags_in_a_circle()),
        ("of 4 GB", _tags_of(2**32 - 1)),
        ("by thousands", _many_tags()),
    ):
        yield case(f"jpg with Exif {what}", "a.jpg", with_segments(_bare(), segment(0xE1, b"Exif\0\0" + tags)))
        yield case(f"png with Exif {what}", "a.png", with_chunk(good("png"), chunk(b"eXIf", tags)))


def _many() -> Iterator[Case]:
    yield case("webp of 600 frames", "a.webp", lambda: _frames("WEBP", 600), SHOWN)
    yield case("png of 600 frames", "a.png", lambda: _frames("PNG", 600), SHOWN)
    yield case("jpg of 400 scans", "a.jpg", _scans, SHOWN)


def _large() -> Iterator[Case]:
    """Yield pictures of the largest accepted size, and slightly larger ones."""
    yield case("png of 64 million pixels", "a.png", lambda: _plain("PNG", 8_000), dear=True)
    yield case("png of noise, 25 million pixels", "a.png", lambda: _noise("PNG", 2_600), SHOWN, dear=True)
    yield case("jpg of 64 million pixels", "a.jpg", lambda: _plain("JPEG", 8_000), SHOWN, dear=True)
    yield case(
        "jpg of noise, in passes", "a.jpg", lambda: _noise("JPEG", 5_000, progressive=True, quality=80), dear=True
    )
    yield case("webp of 64 million pixels", "a.webp", lambda: _plain("WEBP", 8_000, method=0), dear=True)
    yield case(
        "webp of noise, without loss", "a.webp", lambda: _noise("WEBP", 2_500, lossless=True, method=0), dear=True
    )
    yield case("heic of 48 million pixels", "a.heic", lambda: _heic(8_064, 6_048), SHOWN, dear=True)
    yield case("heic of 24 million pixels", "a.heic", lambda: _heic(5_712, 4_284), SHOWN, dear=True)


def _zeros(length: int) -> bytes:
    """Return so many compressed zeros."""
    press, million = zlib.compressobj(9), bytes(1_000_000)
    return b"".join(press.compress(million) for _ in range(length // 1_000_000)) + press.flush()


def _jpeg_of(width: int, height: int) -> bytes:
    contents = _bare()
    at = next(contents.find(bytes([0xFF, marker])) for marker in (0xC0, 0xC2) if bytes([0xFF, marker]) in contents)
    return contents[: at + 5] + struct.pack(">HH", height, width) + contents[at + 9 :]


def _bare() -> bytes:
    """Return a photo without Exif."""
    out = io.BytesIO()
    samples.picture().save(out, "JPEG")
    return out.getvalue()


def _webp_of(width: int, height: int, kind: bytes = b"VP8L") -> bytes:
    if kind == b"VP8X":
        body = b"\x10\0\0\0" + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    else:
        body = b"\x2f" + (width - 1 | (height - 1) << 14).to_bytes(4, "little") + bytes(100)
    inside = b"WEBP" + kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _heic_of(side: int) -> bytes:
    contents, mark = good("heic"), b"ispe\0\0\0\0"
    at = contents.index(mark) + len(mark)
    return contents[:at] + struct.pack(">II", side, side) + contents[at + 8 :]


def _tags_in_a_circle() -> bytes:
    """Return a directory that points to itself as the next one."""
    return b"MM\0\x2a\0\0\0\x08" + struct.pack(">HHHII", 1, 0x8769, 4, 1, 8) + struct.pack(">I", 8)


def _tags_of(length: int) -> bytes:
    return b"MM\0\x2a\0\0\0\x08" + struct.pack(">HHHII", 1, 0x0112, 3, length, 8) + bytes(4)


def _many_tags() -> bytes:
    tags = b"".join(struct.pack(">HHII", 0x9000 + n, 1, 4, n) for n in range(5_000))
    return b"MM\0\x2a\0\0\0\x08" + struct.pack(">H", 5_000) + tags + bytes(4)


def _frames(form: str, number: int) -> bytes:
    out, frames = io.BytesIO(), [Image.new("RGB", (160, 120), (n % 256, n // 256, 0)) for n in range(number)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=10)
    return out.getvalue()


def _scans() -> bytes:
    """Return a progressive JPEG that repeats its last pass many times."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 50).save(out, "JPEG", progressive=True)
    contents = out.getvalue()
    at = contents.rindex(b"\xff\xda")
    return contents[:-2] + contents[at:-2] * 400 + contents[-2:]


def _plain(form: str, side: int, **how) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, form, **how)
    return out.getvalue()


def _noise(form: str, side: int, **how) -> bytes:
    out, noise = io.BytesIO(), Image.effect_noise((side, side), 90)
    Image.merge("RGB", [noise, noise.transpose(Image.Transpose.ROTATE_90), noise]).save(out, form, **how)
    return out.getvalue()


def _heic(width: int, height: int) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "HEIF", quality=30)
    return out.getvalue()
