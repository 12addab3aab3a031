"""PDFs that expand enormously, contain cycles, or are nested deeper than a program can follow."""

import zlib
from collections.abc import Iterator

from tests.evidence.corpus.case import REFUSED, Case, case

MILLION = 1_000_000


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    yield case(
        "pdf nested in arrays",
        "a.pdf",
        _pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>"),
    )
    deep = b"<</A" * 50_000 + b" 1 " + b">>" * 50_000
    yield case("pdf nested in dictionaries", "a.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R/X " + deep + b">>"))
    less = b"<</A" * 400 + b" 1 " + b">>" * 400
    yield case("pdf nested as far as is read", "a.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R/X " + less + b">>"))
    yield case("pdf whose pages are a circle", "a.pdf", _pdf(pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>"))
    yield case("pdf that says it has 2^31 pages", "a.pdf", _pdf(pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"))
    many = b"3 0 R " * 300_000
    yield case(
        "pdf with one page 300,000 times", "a.pdf", _pdf(pages=b"<</Type/Pages/Kids[" + many + b"]/Count 300000>>")
    )
    yield from _streams()
    yield from _tables()


def _streams() -> Iterator[Case]:
    once = zlib.compress(bytes(200 * MILLION), 9)
    yield case("pdf whose page unfolds to 200 MB", "a.pdf", _pdf(more=[_stream(once, b"/Filter/FlateDecode")]))
    thrice = zlib.compress(zlib.compress(once, 9), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    yield case("pdf pressed three times", "a.pdf", _pdf(more=[_stream(thrice, filters)]))
    yield case(
        "pdf with a stream of 100 filters",
        "a.pdf",
        _pdf(more=[_stream(once, b"/Filter[" + b"/FlateDecode" * 100 + b"]")]),
    )
    objects = b"/Type/ObjStm/N 1000000/First 10/Filter/FlateDecode"
    yield case("pdf with a bomb of objects", "a.pdf", _pdf(more=[_stream(once, objects)]), dear=False)
    index = b"/Type/XRef/Size 100000000/W[1 4 2]/Index[0 100000000]/Root 1 0 R/Filter/FlateDecode"
    yield case("pdf whose table is a bomb", "a.pdf", _with_table(_stream(once, index)), REFUSED)
    wrong = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 2147483647/Columns 2147483647>>"
    yield case("pdf that predicts 2^62 columns", "a.pdf", _pdf(more=[_stream(once[:5000], wrong)]))
    photo = (
        b"/Type/XObject/Subtype/Image/Width 65535/Height 65535/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    )
    yield case("pdf with a photo of 4,000 million pixels", "a.pdf", _pdf(more=[_stream(b"\xff\xd8\xff\xd9", photo)]))
    broken = b"\xff\xd8" + b"\xff\xe1\x00\x00" * 100_000
    yield case("pdf with a photo of endless remarks", "a.pdf", _pdf(more=[_stream(broken, photo)]))
    yield case("pdf of 150,000 objects", "a.pdf", _pdf(more=[b"<</A[1 2 3]>>"] * 150_000))


def _tables() -> Iterator[Case]:
    yield case("pdf whose table is its own forerunner", "a.pdf", _pdf(trailer=b"/Prev 9 "))
    yield case(
        "pdf whose stream says it has 2^63 bytes",
        "a.pdf",
        _pdf(more=[b"<</Length 9223372036854775807>>\nstream\nx\nendstream"]),
    )
    yield case("pdf whose length is a circle", "a.pdf", _pdf(more=[b"<</Length 5 0 R>>\nstream\nx\nendstream"]))
    yield case("pdf whose catalogue is itself", "a.pdf", _pdf(b"1 0 R"), REFUSED)
    yield case("pdf of heads", "a.pdf", b"%PDF-1.7\n" * 100_000)
    yield case("pdf of open strings", "a.pdf", b"%PDF-1.7\n1 0 obj\n" + b"(" * MILLION, REFUSED)
    yield case("pdf of numbers", "a.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"9" * MILLION + b">>"))
    yield case("pdf of one long name", "a.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R/" + b"#41" * MILLION + b" 1>>"))


def _stream(body: bytes, told: bytes) -> bytes:
    return b"<<" + told + b"/Length %d>>\nstream\n" % len(body) + body + b"\nendstream"


def _pdf(
    catalogue: bytes = b"<</Type/Catalog/Pages 2 0 R>>", *, pages: bytes = b"", more=(), trailer: bytes = b""
) -> bytes:
    """Return a PDF of one page with its table; the first item of `more` is the page's contents."""
    pages = pages or b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>" % (b"/Contents 4 0 R" if more else b"")
    made, places = [b"%PDF-1.7\n"], []
    at = len(made[0])
    for number, one in enumerate((catalogue, pages, page, *more), 1):
        made.append(b"%d 0 obj\n" % number + one + b"\nendobj\n")
        places.append(at)
        at += len(made[-1])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(
        b"%010d 00000 n \n" % one for one in places
    )
    end = b"trailer\n<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, at)
    return b"".join(made) + table + end


def _with_table(stream: bytes) -> bytes:
    """Return a PDF whose table is that stream."""
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return head + b"2 0 obj\n" + stream + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)
