"""Sound and film with absurd headers, or of extreme length."""

import random
import struct
from collections.abc import Iterator

from tests.evidence import samples
from tests.evidence.corpus.case import REFUSED, SHOWN, Case, case
from tests.evidence.corpus.parts import box, good

MB = 1024 * 1024
MOST = 2**32 - 1


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    yield from _tables()
    yield from _heads()
    yield from _long()


def _tables() -> Iterator[Case]:
    """Yield tables of an MP4 that claim more than the file contains."""
    for kind, skip in ((b"stsz", 8), (b"stts", 4), (b"stsc", 4), (b"stco", 4), (b"ctts", 4), (b"elst", 4)):
        yield case(f"mp4 whose {kind.decode()} counts to 2^32", "a.mp4", _patched(kind, skip, MOST))
    yield case("mp4 of 4,000 million equal samples", "a.mp4", _patched(b"stsz", 4, 1, MOST))
    yield case("mp4 of 50 million equal samples", "a.mp4", _patched(b"stsz", 4, 1, 50_000_000))
    yield case("mp4 of 65,535 x 65,535", "a.mp4", _patched(b"avc1", 24, MOST))
    yield case("mp4 that lasts 100 years", "a.mp4", _patched(b"mdhd", 12, 1, MOST))
    yield case("mp4 with an hour of nothing first", "a.mp4", _patched(b"elst", 8, MOST, MOST))
    deep = b""
    for _ in range(5_000):
        deep = box(b"moov", deep)
    yield case("mp4 nested 5,000 times", "a.mp4", good("mp4")[:32] + deep)
    yield case("mp4 of 500,000 boxes", "a.mp4", good("mp4") + box(b"moov") * 500_000)
    yield case("mp4 of 100,000 tracks", "a.mp4", good("mp4")[:32] + box(b"moov", box(b"trak") * 100_000), REFUSED)
    yield case(
        "mp4 whose box is longer than the file",
        "a.mp4",
        good("mp4")[:32] + box(b"moov", bytes(50), says=2**31),
        REFUSED,
    )
    yield case("mp4 whose boxes have no length", "a.mp4", good("mp4")[:32] + box(b"moov", bytes(50), says=1) * 9)
    reference = box(b"dref", b"\0\0\0\0\0\0\0\1", box(b"url ", b"\0\0\0\0file:///etc/passwd\0"))
    yield case("mp4 that refers to another file", "a.mp4", _replaced(b"dref", reference))


def _heads() -> Iterator[Case]:
    head = good("webm")[:4]
    yield case("webm of an unknown length", "a.webm", head + b"\x01" + b"\xff" * 7 + bytes(2000), REFUSED)
    yield case(
        "webm nested 20,000 times",
        "a.webm",
        good("webm")[:40] + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" * 20_000,
    )
    pressed = b"\x1a\x45\xdf\xa3\x84\x42\x82\x81w" + bytes(200)
    yield case("webm of another kind", "a.webm", pressed, REFUSED)
    absurd = {"4 GB": {"size": MOST}, "2^32 samples a second": {"rate": MOST}, "65,535 channels": {"channels": 65_535}}
    for what, says in absurd.items():
        yield case(f"wav of {what}", "a.wav", _wav(**says))
    yield case("ogg of one page again and again", "a.opus", good("opus")[:47] * 20_000)
    yield case("mp3 whose tag is 256 MB", "a.mp3", b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + good("mp3"))
    yield case("mp3 of heads", "a.mp3", b"\xff\xfb\x90\x64" * 200_000)
    yield case("aac of heads", "a.aac", good("aac")[:7] * 300_000)
    yield case("amr of empty frames", "a.amr", b"#!AMR\n" + b"\x7c" * 500_000)


def _long() -> Iterator[Case]:
    """Yield files as long as 25 MB can be."""
    yield case("amr of four hours", "a.amr", lambda: samples.old_voice(14_400), SHOWN, dear=True)
    yield case("amr of 19 minutes", "a.amr", lambda: _spoken(1_140), SHOWN, dear=True)
    yield case("amr of ten hours", "a.amr", lambda: b"#!AMR\n" + (b"\x04" + bytes(12)) * 1_800_000, dear=True)
    yield case("mp3 of 25 MB", "a.mp3", lambda: _again("mp3", 24 * MB), SHOWN, dear=True)
    yield case("aac of 25 MB", "a.aac", lambda: _again("aac", 24 * MB), SHOWN, dear=True)
    yield case(
        "mp3 of noise, 25 MB", "a.mp3", lambda: good("mp3")[:2000] + random.Random(2).randbytes(24 * MB), dear=True
    )
    yield case("wav of 25 MB", "a.wav", lambda: _wav(bytes(24 * MB)), SHOWN, dear=True)
    yield case("mp4 of 25 MB", "a.mp4", lambda: samples.film("mp4") + box(b"free", bytes(24 * MB)), SHOWN, dear=True)


def _spoken(seconds: int) -> bytes:
    """Return AMR of a changing sound, which takes longer to decode than silence."""
    chance = random.Random(3)
    return b"#!AMR\n" + b"".join(b"\x3c" + chance.randbytes(31) for _ in range(50 * seconds))


def _again(form: str, length: int) -> bytes:
    return good(form) * (length // len(good(form)))


def _patched(kind: bytes, skip: int, *numbers: int) -> bytes:
    """Return a good MP4 with other numbers at an offset in its first box of a kind, or with such a box appended."""
    contents, body = good("mp4"), struct.pack(f">{len(numbers)}I", *numbers)
    at = contents.find(kind)
    if at < 0:
        return contents + box(kind, bytes(skip) + body + bytes(40))
    at += 4 + skip
    return contents[:at] + body + contents[at + len(body) :]


def _replaced(kind: bytes, instead: bytes) -> bytes:
    """Return a good MP4 whose first box of a kind is replaced by another one of the same length."""
    contents = good("mp4")
    at = contents.index(kind) - 4
    length = struct.unpack(">I", contents[at : at + 4])[0]
    return contents[:at] + instead[:length].ljust(length, b"\0") + contents[at + length :]


def _wav(sound: bytes = bytes(9_600), *, size: int = 0, rate: int = 48_000, channels: int = 1) -> bytes:
    """Return a WAV. `size`: the length that it claims."""
    head = struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * 2 % 2**32, 2, 16)
    data = b"data" + struct.pack("<I", size or len(sound)) + sound
    return b"RIFF" + struct.pack("<I", size or len(data) + 28) + b"WAVEfmt " + head + data
