"""Actions of the upload script, the same for drafts and opened complaints: begin, send pieces, query, and remove.

The protocol is a small version of tus. A file is begun with its name and size, then arrives in pieces (PATCH,
`Upload-Offset`). After an interruption, HEAD returns how much has arrived. Errors are texts in the reader's language.
"""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from citizen import rate_limits
from citizen.evidence.form_uploads import UPLOADS_BEGUN, disk_full_text, seconds_until_upload_allowed
from citizen.evidence.upload_limits import declared_content_length, too_large_response
from citizen.evidence.upload_target import FileLine, UploadTarget, make_file_line, parse_uuid
from complaints import evidence
from complaints.evidence import file_responses
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileRefused

OFFSET, DONE = "Upload-Offset", "Upload-Done"
MOST_DIGITS = 12


def begin_upload(request: HttpRequest, target: UploadTarget, *, at: datetime) -> HttpResponse:
    """Begin a file with `name`, `size`, `type`, and `key` (the script's own id).

    Return 201, or 200 with the refusal.
    """
    if wait := rate_limits.take_token(UPLOADS_BEGUN, rate_limits.client_address(request), at=at):
        return rate_limits.too_many_requests_page(request, seconds=wait)
    data = request.POST
    try:
        row = evidence.begin_upload(
            owner=target.owner,
            name=data.get("name", ""),
            size=_parse_number(data.get("size", "")),
            media_type=data.get("type", ""),
            key=parse_uuid(data.get("key", "")),
            at=at,
        )
    except FileRefused as refused:
        return JsonResponse({"words": str(REFUSED_BECAUSE[refused.reason])})
    line = make_file_line(row, target.url_name, target.url_kwargs)
    return JsonResponse({"offset": row.received, "piece": line.piece_url, "line": line.line_url}, status=201)


def receive_piece(request: HttpRequest, target: UploadTarget, file: UUID, *, at: datetime) -> HttpResponse:
    """Answer HEAD with how much has arrived; PATCH stores the next piece and answers the same. 409 if it leaves a gap.

    413 for a piece that is too large, 422 for one that is too small, 429 for too many pieces.
    """
    size = declared_content_length(request)
    if size > accepted_files.LARGEST_PIECE:
        return too_large_response(request)
    if request.method == "PATCH" and (wait := _seconds_to_wait(request, target, size, at=at)):
        return rate_limits.too_many_requests_page(request, seconds=wait)
    try:
        row = target.owner.files.get(pk=file)
        if request.method == "PATCH":
            offset = _parse_number(request.headers.get(OFFSET, ""))
            if size < accepted_files.SMALLEST_PIECE and offset + size < row.size:
                return _too_small_response()
            row = evidence.receive_piece(owner=target.owner, evidence_id=file, offset=offset, piece=request.body, at=at)
    except Evidence.DoesNotExist as missing:
        raise Http404 from missing
    except evidence.StorageUnavailable:  # the script sends it again after a while
        return JsonResponse({"words": disk_full_text()}, status=507)
    except evidence.WrongOffset as displaced:
        return _progress_response(displaced.offset, status=409)
    return _progress_response(row.received, done=row.is_complete)


def _seconds_to_wait(request: HttpRequest, target: UploadTarget, size: int, *, at: datetime) -> float:
    """Return 0, or the seconds until a piece of that size may come."""
    return rate_limits.take_token(
        rate_limits.UPLOAD_PIECES, rate_limits.client_address(request), at=at
    ) or seconds_until_upload_allowed(request, target, size, at=at)


def _too_small_response() -> JsonResponse:
    words = gettext("This part is too small. Send at least %(number)d KB at a time.")
    return JsonResponse({"words": words % {"number": accepted_files.SMALLEST_PIECE // 1024}}, status=422)


def render_file_line(request: HttpRequest, target: UploadTarget, file: UUID) -> HttpResponse:
    """Return the file's line of the list, as an HTML fragment."""
    return render(request, "citizen/evidence/line.html", {"file": find_file_line(target, file)})


def send_file_copy(request: HttpRequest, target: UploadTarget, file: UUID) -> HttpResponse:
    """Send the inspected copy of one's own file."""
    file_line = find_file_line(target, file)
    return file_responses.file_response(request, file_line.row, name=file_line.name.rsplit(".", 1)[0])


def remove_file(target: UploadTarget, file: UUID) -> HttpResponse:
    """Remove a file. Return 204, also if it is gone; 409 if the history already names it."""
    evidence.remove_file(owner=target.owner, evidence_id=file)
    if target.owner.files.filter(pk=file).exists():
        words = gettext("This is now part of the complaint. Open the page again to take it back.")
        return JsonResponse({"words": words}, status=409)
    return HttpResponse(status=204)


def find_file_line(target: UploadTarget, file: UUID) -> FileLine:
    """Return the file with that id. Raises Http404."""
    for file_line in target.files:
        if file_line.row.pk == file:
            return file_line
    raise Http404


def _parse_number(text: str) -> int:
    """Return a number that a script sent; -1 if it is not a number, which matches no file."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def _progress_response(offset: int, *, done: bool = False, status: int = 200) -> JsonResponse:
    headers = {OFFSET: str(offset), DONE: str(int(done))}
    return JsonResponse({"offset": offset, "done": done}, status=status, headers=headers)
