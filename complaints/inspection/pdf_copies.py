"""Inspect PDFs: remove actions, embedded files and metadata. PDFs with a password or scripts are refused."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from complaints.inspection.jpeg_metadata import strip_metadata
from complaints.rules.accepted_files import FileRefusal, FileRefused

RUNS = {"/JavaScript", "/Launch", "/Rendition"}
SCRIPTS = ("/JS", "/JavaScript")
REMOVED = (
    "/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/AF", "/EF", "/Collection", "/AA", "/OpenAction",
    "/XFA", "/RichMediaContent", "/RichMediaSettings",
)  # fmt: skip
HARMLESS_ACTIONS = {"/GoTo", "/Named"}
ANNOTATIONS_WITH_FILES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def write_copy(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """Write the PDF's copy and return its media type. Raises FileRefused."""
    try:
        with Pdf.open(original) as pdf:
            if pdf.is_encrypted:
                raise FileRefused(FileRefusal.LOCKED)
            if not len(pdf.pages):
                raise FileRefused(FileRefusal.EMPTY)
            _clean_pdf(pdf)
            output = io.BytesIO()
            pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as locked:
        raise FileRefused(FileRefusal.LOCKED) from locked
    except (pikepdf.PdfError, ValueError, RecursionError) as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    copy.write(output.getvalue())
    return "application/pdf"


def _clean_pdf(pdf: Pdf) -> None:
    for pdf_object in pdf.objects:
        if isinstance(pdf_object, Dictionary | Stream):
            _clean_object(pdf_object)
    for page in pdf.pages:
        annotations = page.obj.get(Name.Annots)
        if isinstance(annotations, Array):
            page.obj[Name.Annots] = Array([annotation for annotation in annotations if not _may_embed_file(annotation)])
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        for tree in ("/EmbeddedFiles", "/JavaScript"):
            if tree in names:
                del names[tree]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]


def _clean_object(pdf_object: Dictionary | Stream) -> None:
    """Remove actions, embedded files and metadata from an object and its direct children. Raises FileRefused."""
    if _name_value(pdf_object, Name.S) in RUNS or any(name in pdf_object for name in SCRIPTS):
        raise FileRefused(FileRefusal.HIDES)
    for child in _direct_dictionaries(pdf_object):
        _clean_object(child)
    for name in REMOVED:
        if name in pdf_object:
            del pdf_object[name]
    action = pdf_object.get(Name.A)
    if isinstance(action, Dictionary) and _name_value(action, Name.S) not in HARMLESS_ACTIONS | {""}:
        del pdf_object[Name.A]
    if isinstance(pdf_object, Stream):
        _clean_picture(pdf_object)


def _direct_dictionaries(container: Dictionary | Stream | Array) -> Iterator[Dictionary]:
    """Yield the dictionaries that are contained directly. Referenced ones are cleaned as objects of their own."""
    for value in container if isinstance(container, Array) else container.values():
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            if isinstance(value, Dictionary):
                yield value
            else:
                yield from _direct_dictionaries(value)


def _name_value(dictionary, key: Name) -> str:
    """Return the name under a key, or an empty string if there is no value or it is not a name."""
    value = dictionary.get(key)
    return str(value) if isinstance(value, Name) else ""


def _clean_picture(stream: Stream) -> None:
    """Remove the metadata of a photo. A photo in a PDF is a complete JPEG and can contain a location."""
    if stream.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode])):
        jpeg = strip_metadata(stream.read_raw_bytes())
        stream.write(jpeg, filter=stream.get(Name.Filter), decode_parms=stream.get(Name.DecodeParms))


def _may_embed_file(annotation) -> bool:
    """Return whether an annotation can embed a file. One that is not a dictionary is treated as if it could."""
    is_dictionary = isinstance(annotation, Dictionary)
    return not is_dictionary or _name_value(annotation, Name.Subtype) in ANNOTATIONS_WITH_FILES
