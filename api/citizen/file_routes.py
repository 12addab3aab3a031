"""Files of one's own complaint: begin, send in parts, continue after an interruption, read, remove.

The protocol is the web's (citizen.evidence.upload_actions), a small version of tus.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router

from api.access_tokens import AppToken
from api.citizen.access_routes import ETAG
from api.citizen.citizen_schemas import FileInput, FileState, UploadProgress
from api.citizen.visits import on_open_complaint, parse_file_id, with_visit
from api.problems import ProblemFound
from api.rate_limit_headers import require_tokens
from citizen import rate_limits, visitor_session
from citizen.evidence import upload_actions, upload_target
from citizen.evidence.form_uploads import UPLOADS_BEGUN
from complaints import evidence
from complaints.models import Evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import LARGEST_PIECE, FileRefused

router = Router(tags=["citizen"], auth=AppToken())
PART = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    "parameters": [
        {
            "name": "Upload-Offset",
            "in": "header",
            "required": True,
            "schema": {"type": "integer", "minimum": 0},
            "description": "The byte of the file at which this part begins.",
        }
    ],
}


def show_file(row: Evidence) -> dict:
    """Return the state of a file."""
    return {"id": str(row.pk), "name": row.name, "size": row.size, "received": row.received, "state": row.state}


def _target(request: HttpRequest, complaint_id: int, etag: str) -> upload_target.UploadTarget:
    opened_by = visitor_session.visit_opened_by(request)
    return upload_target.complaint_upload_target(complaint_id, etag=etag, opened_by=opened_by)


@router.post("/complaints/{etag}/files", response={201: UploadProgress}, url_name="app_files", summary="Begin a file")
@with_visit
def begin_file(request: HttpRequest, payload: FileInput, etag: str = ETAG):
    """Announce a file. With the `key` of a file that was begun before, the answer says where to continue."""

    def begin(complaint_id: int, digits: str) -> dict:
        require_tokens(rate_limits.take_token(UPLOADS_BEGUN, rate_limits.client_address(request), at=now()))
        try:
            row = evidence.begin_upload(
                owner=_target(request, complaint_id, digits).owner,
                name=payload.name.replace("\x00", ""),
                size=payload.size,
                media_type=payload.media_type,
                key=payload.key,
                at=now(),
            )
        except FileRefused as refused:
            raise ProblemFound("refused", detail=str(REFUSED_BECAUSE[refused.reason])) from refused
        return {"id": str(row.pk), "offset": row.received, "done": row.is_complete, "part": LARGEST_PIECE // 2}

    return on_open_complaint(request, etag, begin, status=201)


@router.patch(
    "/complaints/{etag}/files/{file}",
    response=UploadProgress,
    url_name="app_file_part",
    summary="Send a part",
    openapi_extra=PART,
)
@with_visit
def send_part(request: HttpRequest, file: str, etag: str = ETAG):
    """Send the next part. After an interruption, GET says from which byte to go on; 409 says it too."""
    file_id = parse_file_id(file)

    def receive(complaint_id: int, digits: str) -> HttpResponse | dict:
        target = _target(request, complaint_id, digits)
        response = upload_actions.receive_piece(request, target, file_id, at=now())
        if response.status_code != 200:
            return response
        offset = int(response[upload_actions.OFFSET])
        done = response[upload_actions.DONE] == "1"
        return {"id": str(file_id), "offset": offset, "done": done, "part": LARGEST_PIECE // 2}

    return on_open_complaint(request, etag, receive)


@router.get("/complaints/{etag}/files/{file}", response=FileState, url_name="app_file_part", summary="State of a file")
@with_visit
def read_file_state(request: HttpRequest, file: str, etag: str = ETAG):
    """How much has arrived, and whether the file was inspected."""
    file_id = parse_file_id(file)

    def show(complaint_id: int, digits: str) -> dict:
        return show_file(upload_actions.find_file_line(_target(request, complaint_id, digits), file_id).row)

    return on_open_complaint(request, etag, show)


@router.delete(
    "/complaints/{etag}/files/{file}", response={204: None}, url_name="app_file_part", summary="Remove a file"
)
@with_visit
def remove_file(request: HttpRequest, file: str, etag: str = ETAG):
    """Remove a file that is not yet part of the complaint: one that has not arrived completely."""
    file_id = parse_file_id(file)
    return on_open_complaint(
        request,
        etag,
        lambda complaint_id, digits: upload_actions.remove_file(_target(request, complaint_id, digits), file_id),
    )


@router.get(
    "/complaints/{etag}/files/{file}/content",
    response={200: bytes},
    url_name="app_file_content",
    summary="Read a file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The inspected copy, without location and other hidden data.",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
@with_visit
def read_file_content(request: HttpRequest, file: str, etag: str = ETAG):
    """The inspected copy of one's own file; 404 until it is ready."""
    file_id = parse_file_id(file)
    return on_open_complaint(
        request,
        etag,
        lambda complaint_id, digits: upload_actions.send_file_copy(
            request, _target(request, complaint_id, digits), file_id
        ),
    )
