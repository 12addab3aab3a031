"""HTTP responses with the shown copy of a file. Scripts in it cannot run, and any part of a video can be requested."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from complaints import evidence
from complaints.evidence import sandbox
from complaints.evidence.sealed_storage import DamagedFile, SealedFileReader
from complaints.models import Evidence
from complaints.rules.accepted_files import SHOWN_ENDINGS, FileRefusal, FileRefused
from web.byte_ranges import BytePart, parse_byte_range

logger = logging.getLogger(__name__)

HEADERS = {
    "Accept-Ranges": "bytes",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def file_response(
    request: HttpRequest,
    row: Evidence,
    *,
    name: str,
    open_file: Callable[[Evidence], SealedFileReader | None] = evidence.open_shown_copy,
) -> HttpResponse:
    """Return a response with the copy of a file: inline for a picture, as a download for everything else.

    `name`: the file name without extension. `open_file`: the function that opens the copy. The status is 206 or 416 if
    a part is requested. Raises Http404 while there is nothing to show.
    """
    try:
        plain = open_file(row)
    except DamagedFile as damaged:
        logger.exception("The copy of evidence %s cannot be read", row.pk)
        raise Http404 from damaged
    if plain is None:
        raise Http404
    response = _full_or_partial_response(plain, request.headers.get("Range", ""), row.shown_type)
    is_picture = row.shown_type.startswith("image/")
    file_name = f"{name}.{SHOWN_ENDINGS[row.shown_type]}"
    response["Content-Disposition"] = content_disposition_header(not is_picture, file_name)
    for header, value in HEADERS.items():
        response[header] = value
    return response


def pdf_page_response(row: Evidence, page: int) -> HttpResponse:
    """Return a picture of one page of a PDF, drawn in the sandbox. The PDF itself is never opened by the browser here.

    204 after the last page, so that turning the pages ends without an error. Raises Http404 for other files, and where
    the page cannot be drawn safely.
    """
    if row.shown_type != "application/pdf" or not row.is_open or page < 1:
        raise Http404
    try:
        plain = evidence.open_shown_copy(row)
        try:
            with sandbox.copy_in_sandbox(plain, family="pdf_page", side=page) as picture:
                response = HttpResponse(picture.file.read(), content_type=picture.media_type)
        finally:
            plain.close()
    except (DamagedFile, FileRefused, sandbox.InspectionInterrupted) as reason:
        if isinstance(reason, FileRefused) and reason.reason is FileRefusal.EMPTY:
            return HttpResponse(status=204)
        logger.warning("Page %s of evidence %s is not shown: %r", page, row.pk, reason)
        raise Http404 from reason
    for header, value in HEADERS.items():
        response[header] = value
    response["Content-Disposition"] = "inline"
    return response


def _full_or_partial_response(plain: SealedFileReader, range_header: str, media_type: str) -> HttpResponse:
    """Return the whole file or the requested part."""
    part = parse_byte_range(range_header, size=plain.size)
    if part is None:
        return _stream_part(plain, BytePart(0, plain.size), media_type)
    if part.is_empty:
        plain.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{plain.size}"})
    response = _stream_part(plain, part, media_type, status=206)
    response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{plain.size}"
    return response


def _stream_part(
    plain: SealedFileReader, part: BytePart, media_type: str, *, status: int = 200
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(plain.part(*part), status=status, content_type=media_type)
    response["Content-Length"] = part.stop - part.start
    response._resource_closers.append(plain.close)
    return response
