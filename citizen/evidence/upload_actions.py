"""What a script does with files, the same for a draft's and for an opened complaint's: begin, pieces, look, take away.

Like tus, only smaller: a file is begun with its name and size, then comes in pieces (PATCH, `Upload-Offset`), and after
a broken line HEAD says where it stands. Errors are words in the reader's language.
"""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from citizen import rate_limits
from citizen.evidence.form_uploads import BEGUN, no_room, room_for
from citizen.evidence.request_limits import length_of, too_large
from citizen.evidence.upload_target import FileLine, Target, id_of, line_of
from complaints import evidence
from complaints.evidence import serving
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import files
from complaints.rules.files import FileRefused

OFFSET, DONE = "Upload-Offset", "Upload-Done"
MOST_DIGITS = 12


def begin(request: HttpRequest, target: Target, *, at: datetime) -> HttpResponse:
    """A file is announced: `name`, `size`, `type`, and `key`, the script's own id for it. 201, or 200 and why not."""
    if wait := rate_limits.take(BEGUN, rate_limits.address(request), at=at):
        return rate_limits.too_many(request, seconds=wait)
    told = request.POST
    try:
        row = evidence.begin(
            owner=target.owner,
            name=told.get("name", ""),
            size=_number(told.get("size", "")),
            media_type=told.get("type", ""),
            key=id_of(told.get("key", "")),
            at=at,
        )
    except FileRefused as refused:
        return JsonResponse({"words": str(REFUSED_BECAUSE[refused.reason])})
    line = line_of(row, target.route, target.names)
    return JsonResponse({"offset": row.received, "piece": line.piece_url, "line": line.line_url}, status=201)


def piece(request: HttpRequest, target: Target, file: UUID, *, at: datetime) -> HttpResponse:
    """HEAD says how much has come; PATCH brings the next piece and says the same. 409 where it leaves a gap.

    413 for a piece that is too large, 422 for one that is too small, 429 where too many come.
    """
    size = length_of(request)
    if size > files.PIECE:
        return too_large(request)
    if request.method == "PATCH" and (wait := _wait(request, target, size, at=at)):
        return rate_limits.too_many(request, seconds=wait)
    try:
        row = target.owner.files.get(pk=file)
        if request.method == "PATCH":
            offset = _number(request.headers.get(OFFSET, ""))
            if size < files.SMALLEST_PIECE and offset + size < row.size:
                return _too_small()
            row = evidence.receive(owner=target.owner, evidence_id=file, offset=offset, piece=request.body, at=at)
    except Evidence.DoesNotExist as nothing:
        raise Http404 from nothing
    except evidence.NoRoom:  # the script sends it again after a while
        return JsonResponse({"words": no_room()}, status=507)
    except evidence.Displaced as displaced:
        return _stands_at(displaced.offset, status=409)
    return _stands_at(row.received, done=row.has_come)


def _wait(request: HttpRequest, target: Target, size: int, *, at: datetime) -> float:
    """0, or the seconds until a piece of that size may come."""
    return rate_limits.take(rate_limits.PIECES, rate_limits.address(request), at=at) or room_for(
        request, target, size, at=at
    )


def _too_small() -> JsonResponse:
    words = gettext("This part is too small. Send at least %(number)d KB at a time.")
    return JsonResponse({"words": words % {"number": files.SMALLEST_PIECE // 1024}}, status=422)


def line(request: HttpRequest, target: Target, file: UUID) -> HttpResponse:
    """The file's line of the list, as a fragment of the page."""
    return render(request, "citizen/evidence/line.html", {"file": line_named(target, file)})


def copy(request: HttpRequest, target: Target, file: UUID) -> HttpResponse:
    """What may be shown of one's own file."""
    found = line_named(target, file)
    return serving.copy(request, found.row, name=found.name.rsplit(".", 1)[0])


def remove(target: Target, file: UUID) -> HttpResponse:
    """Take a file away. 204, again too; 409 for one that the history already names."""
    evidence.remove(owner=target.owner, evidence_id=file)
    if target.owner.files.filter(pk=file).exists():
        words = gettext("This is now part of the complaint. Open the page again to take it back.")
        return JsonResponse({"words": words}, status=409)
    return HttpResponse(status=204)


def line_named(target: Target, file: UUID) -> FileLine:
    """The file of that id. Raises Http404."""
    for found in target.files:
        if found.row.pk == file:
            return found
    raise Http404


def _number(text: str) -> int:
    """A number that a script sent; -1 for what is none, which no file has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def _stands_at(offset: int, *, done: bool = False, status: int = 200) -> JsonResponse:
    headers = {OFFSET: str(offset), DONE: str(int(done))}
    return JsonResponse({"offset": offset, "done": done}, status=status, headers=headers)
