"""My complaints: the complaints of a phone or e-mail address whose owner has just proved it with a code.

The list stays open in this browser for ten minutes. The session keeps a blind index instead of the number, and does not
show whether any complaint is listed under it.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import known_browsers, rate_limits, visitor_session
from citizen.access import guess_challenge
from citizen.access.access_forms import WRONG_CODE, AccessCodeForm, ListCodeRequestForm
from citizen.access.etag_parsing import require_parsed_etag
from citizen.queries.my_complaints_list import load_my_complaints_page
from citizen.services import my_complaints_access
from complaints.queries.queue_cursor import UnreadableCursor
from web.time_format import format_relative_time

REQUESTED_KEY, OPENED_KEY = "list_asked", "list_shown"
METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def list_my_complaints(request: HttpRequest) -> HttpResponse:
    """Show the list, or ask for the phone or e-mail address. The answer does not reveal whether it is known."""
    at = now()
    if request.method == "POST":
        return _process_code_request(request, at=at)
    index = _open_list_index(request, at=at)
    return _render_list(request, index, at=at) if index else _render_question(request, ListCodeRequestForm())


@never_cache
@require_http_methods(METHODS)
def enter_list_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the message. The right code shows the list in this browser."""
    index_hex = request.session.get(REQUESTED_KEY)
    if not index_hex:
        return redirect("my_list")
    if request.method != "POST":
        return _render_code_page(request, AccessCodeForm())
    at, form, index = now(), AccessCodeForm(request.POST), bytes.fromhex(index_hex)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    buckets = (rate_limits.CODE_TRIES_PER_RECIPIENT,) if code else ()
    if refusal := _response_if_over_limit(request, "my_list_code", *buckets, reached_at=index_hex, at=at):
        return refusal
    if not code or not my_complaints_access.open_list_with_code(reached_index=index, code=code, at=at):
        if not form.errors:
            form.add_error("code", WRONG_CODE)
        return _render_code_page(request, form, status=422)
    request.session.cycle_key()
    request.session.set_expiry(0)
    del request.session[REQUESTED_KEY]
    request.session[OPENED_KEY] = [index_hex, at.timestamp()]
    return redirect("my_list")


@never_cache
@require_http_methods(METHODS)
@require_parsed_etag
def open_listed_complaint(request: HttpRequest, etag: str) -> HttpResponse:
    """Open a complaint of the list in this browser, as its own code would."""
    at = now()
    index = _open_list_index(request, at=at) if request.method == "POST" else None
    on_filing_device = known_browsers.has_filed_complaint(request, etag) if index else False
    opening = (
        my_complaints_access.open_from_list(reached_index=index, etag=etag, at=at, on_filing_device=on_filing_device)
        if index
        else None
    )
    if opening is None:
        return redirect("my_list")
    visitor_session.begin_visit(request, etag=etag, complaint_id=opening.pk, opened_by=opening.opened_by, at=at)
    return redirect("my_complaint", etag=etag)


@never_cache
@require_http_methods(METHODS)
def close_list(request: HttpRequest) -> HttpResponse:
    """Leave the list, because somebody else may use this phone or computer next."""
    if request.method == "POST" and request.session.pop(OPENED_KEY, None):
        messages.success(request, gettext("You have left the list. It can't be opened here without a new code."))
    return redirect("my_list")


def _process_code_request(request: HttpRequest, *, at: datetime) -> HttpResponse:
    form = ListCodeRequestForm(request.POST)
    reached_at = form.cleaned_data["reached_at"] if form.is_valid() else ""
    if refusal := _response_if_over_limit(
        request, "my_list", rate_limits.CODES_PER_RECIPIENT, reached_at=reached_at, at=at
    ):
        return refusal
    if not reached_at:
        return _render_question(request, form, status=422)
    my_complaints_access.send_list_code(reached_at=reached_at, at=at)
    request.session[REQUESTED_KEY] = my_complaints_access.contact_blind_index(reached_at).hex()
    return redirect("my_list_code")


def _response_if_over_limit(
    request: HttpRequest, url_name: str, *buckets: rate_limits.Bucket, reached_at: str, at: datetime
) -> HttpResponse | None:
    """Return the answer to a form that exceeds a limit: a challenge for the address, a refusal for the recipient."""
    if rate_limits.take_tokens_and_get_wait(request, rate_limits.CODE_FORMS, at=at):
        return guess_challenge.challenge_page(request, url_name, status=429, at=at)
    return rate_limits.take_tokens_or_refusal_page(request, *buckets, reached_at=reached_at, at=at)


def _open_list_index(request: HttpRequest, *, at: datetime) -> bytes | None:
    """Return the blind index of the list that is open in this browser, if any."""
    index, since = request.session.get(OPENED_KEY, ["", 0])
    return (
        bytes.fromhex(index)
        if index and at.timestamp() - since <= visitor_session.IDLE_WITH_A_WORD.total_seconds()
        else None
    )


def _render_list(request: HttpRequest, index: bytes, *, at: datetime) -> HttpResponse:
    try:
        page = load_my_complaints_page(index, before=request.GET.get("before", ""))
    except UnreadableCursor:
        return redirect("my_list")
    rows = [
        {"complaint": complaint, "received": format_relative_time(complaint.received_at, now=at)}
        for complaint in page.complaints
    ]
    return render(request, "citizen/access/my_list.html", {"rows": rows, "older": page.older})


def _render_question(request: HttpRequest, form: ListCodeRequestForm, *, status: int = 200) -> HttpResponse:
    return render(request, "citizen/access/my_list_ask.html", {"form": form}, status=status)


def _render_code_page(request: HttpRequest, form: AccessCodeForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "reach": ListCodeRequestForm(auto_id="id_again_%s")}
    return render(request, "citizen/access/my_list_code.html", context, status=status)
