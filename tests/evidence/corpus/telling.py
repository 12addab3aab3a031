"""Files that record where and by whom they were made, in every place where a format allows it. Copies must not."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Pdf
from PIL import Image

from tests.evidence import samples
from tests.evidence.corpus.case import SHOWN, Case, case
from tests.evidence.corpus.parts import FORMS, box, chunk, good, id3, riff, segment, with_chunk, with_segments
from tests.evidence.samples import PLACE, SECRET

WORDS = f"{SECRET} {PLACE}".encode()
XMP = (
    b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<exif:GPSLatitude>31,32.98N " + WORDS + b"</exif:GPSLatitude></x:xmpmeta><?xpacket end='w'?>"
)
TELLING = (SECRET.encode(), PLACE.encode(), SECRET.encode("utf-16-le"), b"Exif\0", b"GPSLatitude", b"adobe.com/xap")


def tells(copy: bytes) -> list[bytes]:
    """The parts of it that reveal the place or the maker."""
    return [word for word in TELLING if word in copy]


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    for form in FORMS:
        yield case(f"{form} that tells", f"a.{form}", good(form), SHOWN)
    yield from _pictures()
    yield from _papers()
    yield from _sound_and_film()


def _pictures() -> Iterator[Case]:
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x30\x1c\x02\x5a\0\x28" + WORDS
    for what, body, marker in (("XMP", xmp, 0xE1), ("IPTC", iptc, 0xED), ("maker's notes", WORDS, 0xE5)):
        yield case(f"jpg with {what}", "a.jpg", with_segments(good("jpg"), segment(marker, body)), SHOWN)
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + XMP.replace(b"<?xpacket", b"<!--")
    yield case("png with far XMP", "a.png", _far(chunk(b"iTXt", text)), SHOWN)
    yield case(
        "png with Exif behind its pixels", "a.png", good("png")[:-12] + chunk(b"eXIf", WORDS) + good("png")[-12:]
    )
    yield case("webp with XMP", "a.webp", riff(good("webp"), b"XMP ", XMP), SHOWN)
    yield case("jpg whose small picture tells", "a.jpg", _small_picture(), SHOWN)
    yield case("jpg with a second picture", "a.jpg", _two_pictures(), SHOWN)
    yield case("jpg with a film behind it", "a.jpg", good("jpg") + good("mp4"), SHOWN)
    yield case("animated webp", "a.webp", _animated("WEBP"), SHOWN)
    yield case("animated png", "a.png", _animated("PNG"), SHOWN)


def _far(extra: bytes) -> bytes:
    """Return a PNG whose first kilobyte is harmless."""
    return with_chunk(good("png"), chunk(b"tEXt", b"C\0" + b" " * 1500) + extra)


def _small_picture() -> bytes:
    inside = io.BytesIO()
    samples.picture(32, 24).save(inside, "JPEG", comment=WORDS, exif=samples.exif())
    return with_segments(good("jpg"), segment(0xE0, b"JFXX\0\x10" + inside.getvalue()))


def _two_pictures() -> bytes:
    out = io.BytesIO()
    second = samples.picture(64, 48)
    samples.picture(64, 48).save(out, "MPO", save_all=True, append_images=[second], exif=samples.exif())
    return out.getvalue() + good("jpg")


def _animated(form: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), (n * 8, 0, 0)) for n in range(30)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=50, exif=samples.exif())
    return out.getvalue()


def _papers() -> Iterator[Case]:
    def in_page(pdf: Pdf) -> None:
        pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=SECRET))
        pdf.pages[0].obj.Metadata = pikepdf.Stream(pdf, XMP, Type=Name.Metadata, Subtype=Name.XML)

    def in_picture(pdf: Pdf) -> None:
        shot = pdf.pages[0].obj.Resources.XObject.Shot
        shot.Metadata = pikepdf.Stream(pdf, XMP, Type=Name.Metadata, Subtype=Name.XML)
        squeezed = pikepdf.Stream(pdf, good("jpg"), Type=Name.XObject, Subtype=Name.Image, Width=320, Height=240)
        squeezed.ColorSpace, squeezed.BitsPerComponent = Name.DeviceRGB, 8
        squeezed.write(good("jpg"), filter=pikepdf.Array([Name.DCTDecode]))
        pdf.pages[0].obj.Resources.XObject.Second = squeezed

    for what, change in (("page", in_page), ("picture", in_picture)):
        yield case(f"pdf whose {what} tells", "a.pdf", samples.paper(change), SHOWN)
    yield case("pdf with an older edition in it", "a.pdf", _older(), SHOWN)


def _older() -> bytes:
    """Return a PDF that was changed by appending: the removed name is still in the file."""
    added = b"\n9 0 obj\n<</Author(" + SECRET.encode() + b")>>\nendobj\n"
    whole = samples.paper()
    at = whole.rindex(b"startxref")
    return whole[:at] + added + whole[at:]


def _sound_and_film() -> Iterator[Case]:
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x18\x15\xc7+" + PLACE.encode() + b"+074.3436/"))
    yield case("mp4 with a place behind it", "a.mp4", good("mp4") + place, SHOWN)
    yield case(
        "mp4 with XMP",
        "a.mp4",
        good("mp4") + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), XMP),
        SHOWN,
    )
    yield case("mp4 with subtitles of places", "a.mp4", good("mp4") + box(b"free", WORDS), SHOWN)
    yield case("mp3 with a cover and a name", "a.mp3", id3(b"TPE1", b"\0" + WORDS) + good("mp3"), SHOWN)
    yield case("mp3 with a name at its end", "a.mp3", good("mp3") + b"TAG" + WORDS.ljust(125, b"\0")[:125])
    yield case("wav with a remark", "a.wav", riff(good("wav"), b"LIST", b"INFOIART\x30\0\0\0" + WORDS), SHOWN)
    yield case("wav with a broadcaster's chunk", "a.wav", riff(good("wav"), b"bext", WORDS.ljust(602, b"\0")), SHOWN)
