"""The page of one's own complaint, and the moves that the complainant makes there."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits, visitor_session
from citizen.access.etag_parsing import require_parsed_etag
from citizen.access.key_required import key_required
from citizen.complaint_page import available_moves, complaint_context, solved_answer_texts
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.evidence.voice_replies import VoiceReply, refused_recording_text, uploaded_recording
from citizen.queries import own_complaint
from citizen.services.voice_answers import MOVES_WITH_VOICE, make_move_with_voice_note
from complaints.evidence import StorageUnavailable
from complaints.models.display.complaint_labels import STATUSES
from complaints.rules.accepted_files import FileRefused
from complaints.services.moves import make_move
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from web.time_format import format_relative_time

SOLVED_ANSWERS = frozenset({"close", "object"})
"""The moves that answer "Is it solved?"."""
MOVES_WITH_FILES = frozenset({"resume", "confirm_contact", "add"})
"""The moves that may bring photos or documents."""
UNLIMITED_MOVE = "report_pressure"
"""The move without a limit: a complainant under pressure never has to wait."""


@never_cache
@require_safe
@key_required
def show_my_complaint(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Show the history, the next deadline and the available moves."""
    return complaint_context.render_complaint_page(request, complaint_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
@mark_takes_files
def submit_my_move(request: HttpRequest, etag: str, move: str) -> HttpResponse:
    """Make a move as the complainant. A refusal is shown at the form, and the typed text stays.

    A GET comes from a page that showed an error, for example by its link to the other language; it is redirected to the
    complaint.
    """
    if move not in available_moves.MOVE_FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    return _handle_move(request, etag=etag, move=move)


@key_required
def _handle_move(request: HttpRequest, complaint_id: int, etag: str, move: str) -> HttpResponse:
    """Validate the form and make the move. A complainant who exceeds the limit has to wait but loses no text."""
    _store_files_of_move(request, complaint_id, etag, move)
    reply = _voice_reply(request, complaint_id, etag, move)
    by_portal = move == "confirm_contact" and own_complaint.was_contacted_in_writing(complaint_id)
    form = available_moves.make_move_form(move, request.POST, by_portal=by_portal, has_voice_note=reply is not None)
    if not form.is_valid():
        return complaint_context.render_complaint_page(request, complaint_id, tried=(move, form), status=422)
    if move != UNLIMITED_MOVE and rate_limits.take_token(rate_limits.MOVES_PER_ETAG, etag, at=now()):
        return _show_refusal(request, complaint_id, move, form, gettext("Wait a little, then try again."), status=429)
    if reply and (reason := reply.refusal(request, at=now())):
        return _show_refusal(request, complaint_id, move, form, reason, status=422)
    try:
        _make_citizen_move(request, complaint_id, move, form, reply)
    except FileRefused as refused:
        return _show_refusal(request, complaint_id, move, form, refused_recording_text(refused), status=422)
    except StorageUnavailable:
        return _show_refusal(request, complaint_id, move, form, form_uploads.disk_full_text(), status=503)
    except (Refused, Overtaken, NotPermitted) as error:
        if reply and reply.keep_as_file(at=now()):
            messages.success(request, gettext("Your voice note was kept. It is among the files of your complaint."))
        return _show_refusal(request, complaint_id, move, form, _refused_move_text(error, complaint_id, move))
    messages.success(request, str(MOVES[move].citizens_page.done))
    return redirect("my_complaint", etag=etag)


def _refused_move_text(error: Refused | Overtaken | NotPermitted, complaint_id: int, move: str) -> str:
    """Return why a move was not made, and what another window already answered."""
    if isinstance(error, Refused):
        return available_moves.refusal_text(move, error.reason)
    if earlier := _earlier_answer_text(complaint_id, move):
        return earlier
    if isinstance(error, Overtaken):
        text = gettext("The status of this complaint has changed to “%(status)s”. Nothing was sent.")
        return text % {"status": dict(STATUSES)[error.status]}
    return gettext("The complaint's current status does not allow this. Nothing was sent.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def end_visit(request: HttpRequest, etag: str) -> HttpResponse:
    """Close the complaint in this browser, because somebody else may use the device next."""
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    visitor_session.end_visit(request, etag=etag)
    messages.success(
        request,
        gettext(
            "You have left this page. Nothing about your complaint has changed. You need a new code or your secret "
            "word to open it here again."
        ),
    )
    return redirect("status", etag=etag)


def _store_files_of_move(request: HttpRequest, complaint_id: int, etag: str, move: str) -> None:
    """Store the files of an answer, whether or not its text is accepted, so that no file is lost."""
    if move not in MOVES_WITH_FILES or not request.FILES.getlist(form_uploads.FILES):
        return
    result = form_uploads.store_form_files(
        request,
        upload_target.complaint_upload_target(
            complaint_id, etag=etag, opened_by=visitor_session.visit_opened_by(request)
        ),
        at=now(),
    )
    for refused in result.refused:
        messages.error(request, f"{refused.name} – {refused.words}")
    if result.count:
        messages.success(request, form_uploads.upload_result_text(result))


def _voice_reply(request: HttpRequest, complaint_id: int, etag: str, move: str) -> VoiceReply | None:
    """Return the recording that came with a move which a voice note may answer."""
    upload = uploaded_recording(request) if move in MOVES_WITH_VOICE else None
    if upload is None:
        return None
    opened_by = visitor_session.visit_opened_by(request)
    return VoiceReply(upload, upload_target.complaint_upload_target(complaint_id, etag=etag, opened_by=opened_by))


def _make_citizen_move(
    request: HttpRequest, complaint_id: int, move: str, form: Form, reply: VoiceReply | None
) -> None:
    """Make the move. `seen` and `answer` come from the page; an invalid answer is ignored."""
    complaint = own_complaint.load_complaint_with_complainant_id(complaint_id)
    seen, answer = request.POST.get("seen", ""), request.POST.get("answer", "")
    details = {"answer": answer} if answer in MOVES[move].citizens_page.answers else {}
    if move == "object" and "changes" in request.POST:
        details["changes"] = "yes"
    if form.cleaned_data.get("already"):
        details["already"] = "yes"
    arguments = {
        "complaint_id": complaint_id,
        "name": move,
        "by": visitor_session.citizen_of_visit(request, complaint.complainant_id),
        "at": now(),
        "words": form.cleaned_data.get("words", ""),
        "details": details,
        "expected_seq": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
    }
    if reply is None:
        make_move(**arguments)
    else:
        make_move_with_voice_note(**arguments, note=reply.note, by_officers_key=reply.target.owner.by_officers_key)


def _earlier_answer_text(complaint_id: int, move: str) -> str:
    """Return what another window already answered to "Is it solved?"; an empty string for other moves."""
    first = own_complaint.last_solved_answer_event(complaint_id) if move in SOLVED_ANSWERS else None
    if first is None:
        return ""
    text = gettext("You already answered “%(answer)s”, %(moment)s. Nothing was changed.")
    return text % {
        "answer": solved_answer_texts.answer_label(solved_answer_texts.answer_of_event(first)),
        "moment": format_relative_time(first.at, now=now()),
    }


def _show_refusal(
    request: HttpRequest, complaint_id: int, move: str, form: Form, reason: str, *, status=409
) -> HttpResponse:
    form.add_error(None, reason)
    return complaint_context.render_complaint_page(request, complaint_id, tried=(move, form), status=status)
