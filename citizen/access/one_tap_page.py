"""Page of a message's one-tap link, with one question.

A GET changes nothing, because previews of messages fetch the page too.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from citizen.complaint_page import available_moves, solved_answer_texts
from citizen.complaint_page.citizen_timeline import rank_and_name
from citizen.complaint_page.move_forms import MissingDetailsForm
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.upload_limits import mark_takes_files
from citizen.evidence.voice_replies import VoiceReply, refused_recording_text, uploaded_recording
from citizen.queries.reported_outcome import last_report
from citizen.services import one_tap_links
from citizen.services.one_tap_links import OneTapQuestion, QuestionState
from complaints.evidence import StorageUnavailable
from complaints.rules.accepted_files import FileRefused
from complaints.rules.complainant.one_tap_links import InvalidToken, OneTapQuestionKind
from complaints.rules.thresholds import APPEAL_WITHIN
from ledger.service_exceptions import Refused
from web.time_format import format_relative_time

MISSING_FIELD = "missing"
"""The field that a form has instead of `answer` if it brings the text about what is not solved."""


@csrf_exempt  # the address itself is secret, so neither a cookie nor a CSRF token is needed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mark_takes_files
def answer_one_tap_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question with its buttons, or its state; a POST answers it.

    The page opens nothing else and sets no cookie.
    """
    at = now()
    if refusal := rate_limits.take_tokens_or_refusal_page(request, rate_limits.ONE_TAP_REQUESTS, at=at):
        return refusal
    try:
        if request.method != "POST":
            return _question_response(request, token, one_tap_links.load_question(token, at=at), at=at)
        if MISSING_FIELD in request.POST:
            return _process_missing_details(request, token, at=at)
        return _process_answer(request, token, at=at)
    except InvalidToken:
        return _render_one_tap_page(request, {"state": "none"}, status=404)


def _process_answer(request: HttpRequest, token: str, *, at: datetime) -> HttpResponse:
    question, answer = one_tap_links.load_question(token, at=at), request.POST.get("answer", "")
    if answer not in question.answers:
        return _question_response(request, token, question, at=at, status=422)
    try:
        before = one_tap_links.answer_question(token, answer, at=at, changes="changes" in request.POST)
    except Refused as refused:
        reason = available_moves.refusal_text(question.answers[answer], refused.reason)
        return _render_one_tap_page(request, {"state": "refused", "reason": reason}, status=409)
    after = one_tap_links.load_question(token, at=at)
    if before.state is QuestionState.OPEN or after.solved_answer != before.solved_answer:
        thanks = {"state": "thanks", "said": answer}
        return _render_one_tap_page(request, _question_context(token, after, at=at) | thanks)
    return _question_response(
        request, token, before, at=at, other=solved_answer_texts.is_different_answer(before.solved_answer, answer)
    )


def _process_missing_details(request: HttpRequest, token: str, *, at: datetime) -> HttpResponse:
    """Store the text that follows "no" or "partly". If it cannot be stored, it stays on the page."""
    form, question = MissingDetailsForm(request.POST, auto_id="id_%s"), one_tap_links.load_question(token, at=at)
    upload, complaint = uploaded_recording(request), question.event.complaint
    target = upload_target.complaint_upload_target(complaint.pk, etag=complaint.etag)
    reply = VoiceReply(upload, target) if upload else None
    form.fields["words"].required = reply is None
    if not form.is_valid():
        return _question_response(request, token, question, at=at, form=form, status=422)
    if reply and (reason := reply.refusal(request, at=at)):
        form.add_error(None, reason)
        return _question_response(request, token, question, at=at, form=form, status=422)
    try:
        words, note = form.cleaned_data["words"], reply.note if reply else None
        if one_tap_links.add_missing_details(token, words, note=note, at=at):
            return _render_one_tap_page(request, {"state": "added"})
        reason = gettext("You cannot add more through this link. Open your complaint and add it there.")
    except FileRefused as refused:
        reason = refused_recording_text(refused)
    except StorageUnavailable:
        reason = form_uploads.disk_full_text()
    form.add_error(None, reason)
    return _question_response(request, token, one_tap_links.load_question(token, at=at), at=at, form=form, status=409)


def _question_response(
    request: HttpRequest, token: str, question: OneTapQuestion, *, at: datetime, status: int = 200, **extra_context
) -> HttpResponse:
    context = {"has_errors": status != 200} | _question_context(token, question, at=at) | extra_context
    return _render_one_tap_page(request, context, status=410 if question.state is QuestionState.EXPIRED else status)


def _question_context(token: str, question: OneTapQuestion, *, at: datetime) -> dict:
    context = {"state": question.state.value, "act": question.act.value, "token": token}
    context |= {"by_portal": question.is_about_message, "needs_code": question.needs_code}
    if question.event.posting:
        context |= {
            "who": rank_and_name(question.event.posting),
            "when": format_relative_time(question.event.at, now=at),
        }
    if question.act is OneTapQuestionKind.CLOSE:
        context |= _is_it_solved_context(question, at=at)
    return context


def _is_it_solved_context(question: OneTapQuestion, *, at: datetime) -> dict:
    """Return the context of "Is it solved?".

    It has the report, the answer, until when the answer can be changed, and what remains possible.
    """
    complaint, solved_answer = question.event.complaint, question.solved_answer
    zone = complaint.complainant.time_zone
    context = {"complaint": complaint, "tells": question.may_name_matter, "form": MissingDetailsForm(auto_id="id_%s")}
    if question.state is QuestionState.OPEN:
        context["until"] = format_relative_time(
            question.event.at + one_tap_links.rule.LINK_LIFETIMES[OneTapQuestionKind.CLOSE], now=at, zone=zone
        )
        if question.may_name_matter:
            context["report"] = last_report(complaint.pk, before=question.event.seq)
    if solved_answer:
        context |= {
            "answered": solved_answer_texts.answer_sentence(solved_answer),
            "answered_at": format_relative_time(solved_answer.at, now=at),
            "change_until": format_relative_time(solved_answer.change_until, now=at, zone=zone)
            if solved_answer.change_until
            else "",
            "lacks_words": solved_answer.lacks_words,
            "appeal_until": ""
            if solved_answer.code
            else format_relative_time(solved_answer.at + APPEAL_WITHIN, now=at, zone=zone),
        }
    return context


def _render_one_tap_page(request: HttpRequest, context: dict, *, status: int = 200) -> HttpResponse:
    context |= {"neutral_title": True}
    response = render(request, "citizen/access/one_tap.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
