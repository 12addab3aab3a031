"""File a complaint from the operator's own app, read it, and make the complainant's moves."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext
from ninja import Header, Router

from api.access_tokens import AppToken
from api.citizen.access_routes import ETAG
from api.citizen.citizen_schemas import AppComplaintInput, FiledComplaint, MoveAnswer, MoveInput, OwnComplaint
from api.citizen.file_routes import show_file
from api.citizen.visits import on_open_complaint, visit_token, with_visit
from api.complaint_filing import public_state, register_from_api
from api.complaint_input import answers_of
from api.problems import ProblemFound, form_errors
from api.rate_limit_headers import require_tokens
from api.rules.client_scopes import KEY_DESCRIPTION
from api.services.idempotent_requests import answer_once
from citizen import rate_limits, visitor_session
from citizen.complaint_page import available_moves, complaint_context
from citizen.complaint_page.complaint_views import UNLIMITED_MOVE
from citizen.queries import own_complaint
from complaints.models.display.complaint_labels import STATUSES
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.statuses import Channel
from complaints.services.moves import make_move
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted, Overtaken, Refused

router = Router(tags=["citizen"], auth=AppToken())
KEY = Header("", alias="Idempotency-Key", description=KEY_DESCRIPTION)


@router.post("/complaints", response={201: FiledComplaint}, url_name="app_file", summary="File a complaint")
@with_visit(status=201)
def file_complaint(request: HttpRequest, payload: AppComplaintInput, idempotency_key: str = KEY):
    """Register a complaint and open it in the app. Photos and documents are sent afterwards.

    The duress word is set on the web only.
    """
    at = now()
    require_tokens(rate_limits.take_tokens_and_get_wait(request, rate_limits.FILINGS, at=at))
    device = request.META["CSRF_COOKIE"]
    return answer_once(
        caller=f"{request.api_client.client_id} {device}",
        route="file",
        key=idempotency_key,
        body=payload.dict(),
        act=lambda: _file(request, payload, at=at),
        at=at,
    )


def _file(request: HttpRequest, payload: AppComplaintInput, *, at: datetime) -> dict:
    answers = answers_of(payload, reach=payload.reach, secret=payload.secret, at=at)
    complaint = register_from_api(answers, channel=Channel.APP, at=at)
    word = complaint.complainant.secret_hash
    opened_by = OpenedBy.WORD if word else OpenedBy.FILING
    visitor_session.begin_visit(
        request, etag=complaint.etag, complaint_id=complaint.pk, opened_by=opened_by, at=at, secret_hash=word
    )
    return public_state(complaint) | {
        "contact_due_at": _iso(complaint.contact_due_at),
        "report_due_at": _iso(complaint.report_due_at),
        "not_an_fir": gettext("A complaint is not an FIR. An FIR is registered at a police station only."),
        "excluded_offices": [str(office.name) for office in own_complaint.load_excluded_offices(complaint)],
        "visit": visit_token(request),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@router.get("/complaints/{etag}", response=OwnComplaint, url_name="app_complaint", summary="Read one's own complaint")
@with_visit
def read_complaint(request: HttpRequest, etag: str = ETAG):
    """The history, the conversation, the next deadline and the moves that are possible now, as on the web.

    A read here does not begin the 24 hours to object to opening the complaint to more officers: that is shown, and can
    be objected to, on the web only.
    """
    return on_open_complaint(request, etag, lambda complaint_id, _: _show_complaint(request, complaint_id))


def _show_complaint(request: HttpRequest, complaint_id: int) -> dict:
    opened, at = own_complaint.load_own_complaint(complaint_id), now()
    page = complaint_context.complaint_page_context(opened, opened_by=visitor_session.visit_opened_by(request), at=at)
    complaint, moves = opened.complaint, page["acts"]
    return {
        "etag": complaint.etag,
        "status": str(complaint.status),
        "sentence": str(page["sentence"]),
        "category": complaint.category.name,
        "registered_at": complaint.received_at,
        "holder": str(page["has_it"]),
        "next_deadline": str((page["next"] or {}).get("words", "")),
        "excluded_offices": [str(office.name) for office in page["excluded_offices"]],
        "opened_by_offices": page["read_by"],
        "seen": page["seen"],
        "moves": [show_move(name, form, moves) for name, form in moves.forms.items()],
        "refused_moves": {name: str(text) for name, text in moves.refused.items()},
        "timeline": [show_entry(entry) for entry in page["entries"]],
        "conversation": [show_message(entry) for entry in page["talk"]],
        "files": [show_file(line.row) for line in page["files"].files],
    }


def show_move(name: str, form, moves: available_moves.AvailableMoves) -> dict:
    """Return a move that is possible now."""
    needs_words = "words" in form.fields and form.fields["words"].required
    answers = sorted(MOVES[name].citizens_page.answers)
    return {"name": name, "needs_words": needs_words, "answers": answers, "until": str(moves.until.get(name, ""))}


def show_entry(entry: dict) -> dict:
    """Return an entry of the history."""
    return {
        "at": entry.get("at"), "sentence": str(entry.get("sentence", "")), "words": str(entry.get("words") or "")
    }  # fmt: skip


def show_message(entry: dict) -> dict:
    """Return a message of the conversation."""
    return {name: entry[name] for name in ("mine", "at", "asks")} | {
        "who": str(entry["who"]), "words": str(entry["words"])
    }  # fmt: skip


@router.post("/complaints/{etag}/moves", response=MoveAnswer, url_name="app_move", summary="Make a move")
@with_visit
def make_own_move(request: HttpRequest, payload: MoveInput, etag: str = ETAG):
    """Answer, add, confirm, object, appeal, withdraw, report pressure: what `moves` of the complaint offers.

    A move that is sent twice is refused the second time (409), because `seen` is no longer current.
    """
    return on_open_complaint(request, etag, lambda complaint_id, digits: _move(request, payload, complaint_id, digits))


def _move(request: HttpRequest, payload: MoveInput, complaint_id: int, etag: str) -> dict:
    name, at = payload.name, now()
    if name not in available_moves.MOVE_FORMS:
        raise ProblemFound("not_found")
    by_portal = name == "confirm_contact" and own_complaint.was_contacted_in_writing(complaint_id)
    typed = {f"{name}-words": payload.words} | ({f"{name}-already": "on"} if payload.already else {})
    form = available_moves.make_move_form(name, typed, by_portal=by_portal)
    if not form.is_valid():
        raise ProblemFound("invalid", errors=form_errors(form))
    if name != UNLIMITED_MOVE:
        require_tokens(rate_limits.take_token(rate_limits.MOVES_PER_ETAG, etag, at=at))
    details = {"answer": payload.answer} if payload.answer in MOVES[name].citizens_page.answers else {}
    details |= {"changes": "yes"} if name == "object" and payload.changes else {}
    details |= {"already": "yes"} if form.cleaned_data.get("already") else {}
    complaint = own_complaint.load_complaint_with_complainant_id(complaint_id)
    try:
        make_move(
            complaint_id=complaint_id,
            name=name,
            by=visitor_session.citizen_of_visit(request, complaint.complainant_id),
            at=at,
            words=form.cleaned_data.get("words", ""),
            details=details,
            expected_seq=payload.seen,
        )
    except Refused as refused:
        raise ProblemFound("refused", detail=available_moves.refusal_text(name, refused.reason)) from refused
    except Overtaken as overtaken:
        text = gettext("The status of this complaint has changed to “%(status)s”. Nothing was sent.")
        detail = text % {"status": dict(STATUSES)[overtaken.status]}
        raise ProblemFound("overtaken", detail=detail) from overtaken
    except NotPermitted as refused:
        raise ProblemFound("overtaken") from refused
    return {"done": str(MOVES[name].citizens_page.done)}
