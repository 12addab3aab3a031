"""A shown copy as an answer: nothing in it runs, nobody keeps it, and any part of a film can be asked for."""

import logging
import re
from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from complaints import evidence
from complaints.evidence.sealed_storage import Damaged, Plain
from complaints.models import Evidence
from complaints.rules.files import SHOWN_ENDINGS

logger = logging.getLogger(__name__)

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
HEADERS = {
    "Accept-Ranges": "bytes",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class FilePart(NamedTuple):
    """The bytes from `start` to before `stop`."""

    start: int
    stop: int


def copy(
    request: HttpRequest, row: Evidence, *, name: str, opened: Callable[[Evidence], Plain | None] = evidence.open_copy
) -> HttpResponse:
    """The copy of a file that may be shown: a picture in the page, everything else to be saved, under `name`.

    `name`: without its ending. `opened`: how the copy is opened. 206 or 416 where a part is asked for. Raises Http404
    while there is nothing to show.
    """
    try:
        plain = opened(row)
    except Damaged as damaged:
        logger.exception("The copy of evidence %s cannot be read", row.pk)
        raise Http404 from damaged
    if plain is None:
        raise Http404
    answer = _whole_or_part(plain, request.headers.get("Range", ""), row.shown_type)
    is_picture = row.shown_type.startswith("image/")
    whole_name = f"{name}.{SHOWN_ENDINGS[row.shown_type]}"
    answer["Content-Disposition"] = content_disposition_header(not is_picture, whole_name)
    for header, value in HEADERS.items():
        answer[header] = value
    return answer


def _whole_or_part(plain: Plain, asked: str, media_type: str) -> HttpResponse:
    """One part at most: a request for several is answered with the whole, as the standard allows."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return _stream(plain, FilePart(0, plain.size), media_type)
    part = _part(*found.groups(), size=plain.size)
    if part.start >= plain.size or part.start >= part.stop:
        plain.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{plain.size}"})
    answer = _stream(plain, part, media_type, status=206)
    answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{plain.size}"
    return answer


def _part(first: str, last: str, *, size: int) -> FilePart:
    """`first-`, `first-last`, or `-how many of the last`."""
    if not first:
        return FilePart(max(0, size - int(last)), size)
    return FilePart(int(first), min(size, int(last) + 1) if last else size)


def _stream(plain: Plain, part: FilePart, media_type: str, *, status: int = 200) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(plain.part(*part), status=status, content_type=media_type)
    answer["Content-Length"] = part.stop - part.start
    answer._resource_closers.append(plain.close)
    return answer
