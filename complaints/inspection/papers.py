"""PDFs, without actions, hidden files and what they tell of their maker. Locked and scripted ones are refused."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from complaints.inspection.jpeg import without_hints
from complaints.rules.files import FileRefused, Reason

RUNS = {"/JavaScript", "/Launch", "/Rendition"}
SCRIPTS = ("/JS", "/JavaScript")
TELLING = (
    "/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/AF", "/EF", "/Collection", "/AA", "/OpenAction",
    "/XFA", "/RichMediaContent", "/RichMediaSettings",
)  # fmt: skip
LEADS_ONLY_WITHIN = {"/GoTo", "/Named"}
WITH_FILES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def look(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """Write the PDF's copy. Raises Refused."""
    try:
        with Pdf.open(original) as pdf:
            if pdf.is_encrypted:
                raise FileRefused(Reason.LOCKED)
            if not len(pdf.pages):
                raise FileRefused(Reason.EMPTY)
            _clean(pdf)
            written = io.BytesIO()
            pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as locked:
        raise FileRefused(Reason.LOCKED) from locked
    except (pikepdf.PdfError, ValueError, RecursionError) as damage:
        raise FileRefused(Reason.BROKEN) from damage
    copy.write(written.getvalue())
    return "application/pdf"


def _clean(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary | Stream):
            _clean_one(thing)
    for page in pdf.pages:
        annotations = page.obj.get(Name.Annots)
        if isinstance(annotations, Array):
            page.obj[Name.Annots] = Array([one for one in annotations if _may_stay(one)])
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        for hidden in ("/EmbeddedFiles", "/JavaScript"):
            if hidden in names:
                del names[hidden]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]


def _clean_one(thing: Dictionary | Stream) -> None:
    """Take from one object, and from what lies directly in it, whatever acts, hides or tells. Raises Refused."""
    if _named(thing, Name.S) in RUNS or any(name in thing for name in SCRIPTS):
        raise FileRefused(Reason.HIDES)
    for inner in _inside(thing):
        _clean_one(inner)
    for name in TELLING:
        if name in thing:
            del thing[name]
    action = thing.get(Name.A)
    if isinstance(action, Dictionary) and _named(action, Name.S) not in LEADS_ONLY_WITHIN | {""}:
        del thing[Name.A]
    if isinstance(thing, Stream):
        _clean_picture(thing)


def _inside(thing: Dictionary | Stream | Array) -> Iterator[Dictionary]:
    """The dictionaries that lie in it directly; what it only refers to is cleaned on its own."""
    for value in thing if isinstance(thing, Array) else thing.values():
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            if isinstance(value, Dictionary):
                yield value
            else:
                yield from _inside(value)


def _named(thing, key: Name) -> str:
    """The name that stands under a key; empty where something else or nothing does."""
    value = thing.get(key)
    return str(value) if isinstance(value, Name) else ""


def _clean_picture(stream: Stream) -> None:
    """A photo inside a PDF is a whole JPEG, with the place where it was taken."""
    if stream.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode])):
        bare = without_hints(stream.read_raw_bytes())
        stream.write(bare, filter=stream.get(Name.Filter), decode_parms=stream.get(Name.DecodeParms))


def _may_stay(annotation) -> bool:
    return isinstance(annotation, Dictionary) and _named(annotation, Name.Subtype) not in WITH_FILES
