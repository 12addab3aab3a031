"""The harmless test virus of EICAR, in every place of a file. A scanner must find it."""

import io
import zipfile
from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Pdf

from tests.evidence import samples
from tests.evidence.corpus.case import EITHER, REFUSED, Case, case
from tests.evidence.corpus.parts import box, chunk, good, id3, riff, segment, with_chunk, with_segments
from tests.evidence.samples import EICAR

MARK = "EICAR"


def cases() -> Iterator[Case]:
    """Yield all of these cases. Without a scanner a copy may be shown, because it is drawn anew."""
    for name in ("eicar.com", "eicar.txt", "a.jpg", "a.pdf", "a.mp4"):
        yield case(f"{MARK} as {name}", name, EICAR, REFUSED)
    yield case(f"{MARK} in a jpg's comment", "a.jpg", with_segments(good("jpg"), segment(0xFE, EICAR)))
    yield case(f"{MARK} behind a jpg", "a.jpg", good("jpg") + EICAR)
    yield case(f"{MARK} in a png", "a.png", with_chunk(good("png"), chunk(b"tEXt", b"C\0" + EICAR)))
    yield case(f"{MARK} in a webp", "a.webp", riff(good("webp"), b"EXTR", EICAR))
    yield case(f"{MARK} in an mp4", "a.mp4", good("mp4") + box(b"free", EICAR))
    yield case(f"{MARK} in an mp3", "a.mp3", id3(b"COMM", EICAR) + good("mp3"))
    yield case(f"{MARK} in a wav", "a.wav", riff(good("wav"), b"LIST", b"INFOICMT" + EICAR))
    yield case(f"{MARK} in a zip behind a jpg", "a.jpg", good("jpg") + _zipped(), REFUSED)
    yield case(f"{MARK} in a zip called jpg", "a.jpg", _zipped(), REFUSED)
    yield case(f"{MARK} in a zip", "a.zip", _zipped(), REFUSED)
    for what, change in (("pressed stream", _in_stream), ("hidden file", _in_attachment)):
        yield case(f"{MARK} in a pdf's {what}", "a.pdf", samples.paper(change), EITHER)


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("invoice.txt", EICAR)
    return out.getvalue()


def _in_stream(pdf: Pdf) -> None:
    pdf.Root.Thing = pdf.make_indirect(pikepdf.Stream(pdf, EICAR + bytes(300), Type=Name.Thing))


def _in_attachment(pdf: Pdf) -> None:
    pdf.attachments["invoice.com"] = EICAR
