"""Files that open as two formats: a photo and an archive, a document and a web page, a song and a script."""

import io
import tarfile
from collections.abc import Iterator

from tests.evidence import samples
from tests.evidence.corpus.case import REFUSED, SHOWN, Case, case
from tests.evidence.corpus.parts import (
    ELF,
    MZ,
    PAGE,
    PHP,
    SVG,
    box,
    chunk,
    good,
    id3,
    riff,
    segment,
    with_chunk,
    with_segments,
)

RAR, SEVEN, GZIP = b"Rar!\x1a\x07\x01\x00" + bytes(60), b"7z\xbc\xaf\x27\x1c" + bytes(60), b"\x1f\x8b\x08" + bytes(60)


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    yield from _behind()
    yield from _before()
    yield from _within()


def _behind() -> Iterator[Case]:
    """Yield valid files with something appended. Archives are found by their end; nothing else may be copied."""
    archive = samples.archive("META-INF/MANIFEST.MF")
    for form in ("jpg", "png", "webp", "heic", "pdf", "mp4", "mp3", "wav", "opus"):
        yield case(f"{form} + zip", f"a.{form}", good(form) + archive, REFUSED)
    for what, tail in (("rar", RAR), ("7z", SEVEN), ("gzip", GZIP), ("program", MZ), ("elf", ELF), ("page", PAGE)):
        yield case(f"jpg + {what}", "a.jpg", good("jpg") + tail, SHOWN)
        yield case(f"png + {what}", "a.png", good("png") + bytes(1024) + tail, SHOWN)
    yield case("jpg + php", "a.jpg", good("jpg") + PHP, SHOWN)
    yield case("jpg + pdf", "a.jpg", good("jpg") + good("pdf"))
    yield case("jpg + film", "a.jpg", good("jpg") + good("mp4"), SHOWN)
    yield case("pdf + page", "a.pdf", good("pdf") + PAGE)
    yield case("pdf + tar", "a.pdf", good("pdf") + _tar())
    yield case("mp4 + page", "a.mp4", good("mp4") + box(b"free", PAGE))


def _before() -> Iterator[Case]:
    """Yield valid files with something before them, which some readers skip."""
    for what, head in (("page", PAGE), ("php", PHP), ("program", MZ), ("gif", b"GIF89a/*" + bytes(20) + b"*/=1;")):
        yield case(f"{what} before pdf", "a.pdf", head + b"\n" + good("pdf"), REFUSED)
        yield case(f"{what} before jpg", "a.jpg", head + good("jpg"), REFUSED)
    yield case("jpg before pdf", "a.jpg", with_segments(good("jpg"), segment(0xFE, good("pdf")[:900])), REFUSED)
    yield case("jpg before pdf, called pdf", "a.pdf", b"\xff\xd8\xff\xe0" + bytes(16) + good("pdf"), REFUSED)
    yield case("gif and script", "a.jpg", b"GIF89a=1;alert(1)//" + bytes(200), REFUSED)
    yield case("gif and script, as gif", "a.gif", b"GIF89a=1;alert(1)//" + bytes(200), REFUSED)
    yield case("bmp and script", "a.png", b"BM=1;alert(1)//" + bytes(200), REFUSED)


def _within() -> Iterator[Case]:
    """Yield files with foreign content where their format stores metadata."""
    for what, words in (("page", PAGE), ("php", PHP), ("svg", SVG)):
        yield case(f"{what} in a jpg's comment", "a.jpg", with_segments(good("jpg"), segment(0xFE, words)), REFUSED)
        yield case(
            f"{what} in a png's remark", "a.png", with_chunk(good("png"), chunk(b"tEXt", b"C\0" + words)), REFUSED
        )
        yield case(f"{what} in a webp's chunk", "a.webp", riff(good("webp"), b"XMP ", words))
        yield case(f"{what} in a wav's chunk", "a.wav", riff(good("wav"), b"LIST", b"INFOICMT" + words))
        yield case(f"{what} in an mp3's tag", "a.mp3", id3(b"COMM", b"\0eng\0" + words) + good("mp3"), REFUSED)
        yield case(f"{what} in an mp4's box", "a.mp4", good("mp4")[:32] + box(b"free", words) + good("mp4")[32:])
    far = segment(0xFE, bytes(2000) + PAGE)
    yield case("page far in a jpg's comment", "a.jpg", with_segments(good("jpg"), far), SHOWN)
    yield case("php in a png's pixels", "a.png", _php_in_pixels(), SHOWN)


def _php_in_pixels() -> bytes:
    """Return a picture whose uncompressed pixels read as PHP."""
    out, side = io.BytesIO(), 16
    picture = samples.picture(side, side)
    picture.putdata([tuple(PHP[3 * n % len(PHP) :][:3].ljust(3, b" ")) for n in range(side * side)])
    picture.save(out, "PNG", compress_level=0)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        entry = tarfile.TarInfo("../../etc/cron.d/job")
        entry.size = 3
        made.addfile(entry, io.BytesIO(b"* *"))
    return out.getvalue()
