"""Pages that open a complaint with a code, a secret word or a printed code.

Their answers never depend on whether the complaint exists, whose it is, or which keys it has.
"""

from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import known_browsers, rate_limits, visitor_session
from citizen.access import guess_challenge, guess_limits
from citizen.access.access_forms import WRONG_CODE, WRONG_KEY, AccessCodeForm, AccessKeyForm, CodeRequestForm
from citizen.access.etag_parsing import require_parsed_etag
from citizen.access.tracking_page import ways_to_open_page
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.followup_questions import Question
from complaints.services.access_keys import access_codes

PROOF_BUTTON = "prove"
PROOF_CHANNELS = frozenset({"phone", "email"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def request_code(request: HttpRequest, etag: str) -> HttpResponse:
    """Send a code. The answer does not depend on whether the phone or e-mail address is the complainant's.

    A visitor who has opened the complaint with limited rights presses one button (`prove`), and the code goes to a
    phone or address of the complaint without typing it. A GET comes from a page that showed an error, for example by
    its link to the other language; it is redirected to the question.
    """
    if request.method != "POST":
        return redirect("status", etag=etag)
    at, form = now(), CodeRequestForm(request.POST)
    if PROOF_BUTTON in request.POST:
        return _send_proof_code(request, etag, request.POST[PROOF_BUTTON], at=at)
    reached_at = form.cleaned_data["reached_at"] if form.is_valid() else ""
    if refusal := _response_if_over_limit(
        request, form, "status", rate_limits.CODES_PER_RECIPIENT, etag=etag, reached_at=reached_at, at=at
    ):
        return refusal
    if reached_at and not guess_limits.may_request_code(request, etag, at=at):
        return guess_challenge.challenge_page(request, "ask_code", etag=etag, status=429, at=at)
    if not reached_at:
        return ways_to_open_page(request, etag, reach=form, at=at)
    access_codes.send_code(
        etag=etag, phone_or_email=reached_at, at=at, browser_digest=known_browsers.browser_digest(request)
    )
    return redirect("enter_code", etag=etag)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def enter_code(request: HttpRequest, etag: str) -> HttpResponse:
    """Ask for the code from the message. The right code opens the complaint in this browser."""
    if request.method != "POST":
        return _render_code_page(request, etag, AccessCodeForm())
    at, form = now(), AccessCodeForm(request.POST)
    if refusal := _response_if_over_limit(request, form, "enter_code", etag=etag, at=at):
        return refusal
    if not form.is_valid():
        return _render_code_page(request, etag, form, status=422)
    guess = guess_limits.charge_guess(request, of_code=True, at=at)
    if guess is None or not guess_limits.may_enter_code(request, etag, at=at):
        return guess_challenge.challenge_page(request, "enter_code", etag=etag, status=429, at=at)
    attempt = {"code": form.cleaned_data["code"], "at": at, "browser_digest": known_browsers.browser_digest(request)}
    attempt["on_filing_device"] = known_browsers.has_filed_complaint(request, etag)
    opening = _lift_visit_limits(request, etag, **attempt) or access_codes.open_with_code(etag=etag, **attempt)
    if opening is None:
        form.add_error("code", WRONG_CODE)
        return _render_code_page(request, etag, form, status=422)
    guess.refund(at=at)
    visitor_session.begin_visit(request, etag=etag, complaint_id=opening.pk, opened_by=opening.opened_by, at=at)
    return redirect("my_complaint", etag=etag)


def _send_proof_code(request: HttpRequest, etag: str, channel: str, *, at: datetime) -> HttpResponse:
    """Send a code to this complaint's own phone or address, for a visit that is open with limits."""
    visit = visitor_session.current_visit(request, etag=etag, at=at)
    if visit is None or visit.under_duress:
        return redirect("status", etag=etag)
    complaint, opened_by = access_codes.find_complaint_or_placeholder(etag), OpenedBy(visit.opened_by)
    reached_at = getattr(complaint.complainant, channel) if channel in PROOF_CHANNELS else ""
    if refusal := rate_limits.take_tokens_or_refusal_page(
        request, rate_limits.CODE_FORMS, rate_limits.CODES_PER_RECIPIENT, etag=etag, reached_at=reached_at, at=at
    ):
        return refusal
    browser_digest = known_browsers.browser_digest(request)
    access_codes.send_proof_code(complaint, channel, opened_by=opened_by, at=at, browser_digest=browser_digest)
    return redirect("enter_code", etag=etag)


def _lift_visit_limits(
    request: HttpRequest, etag: str, *, at: datetime, **attempt
) -> access_codes.ComplaintOpenedByCode | None:
    """Record the code as a proof for a visit that is open with limits.

    Returns None without such a visit, or for a wrong code.
    """
    visit = visitor_session.current_visit(request, etag=etag, at=at)
    if visit is None or visit.under_duress or not visit.mark:
        return None  # without a secret word, the code opens the complaint as usual
    complaint = access_codes.find_complaint_or_placeholder(etag)
    opened_by = access_codes.lift_limits_with_code(complaint, opened_by=OpenedBy(visit.opened_by), at=at, **attempt)
    return access_codes.ComplaintOpenedByCode(complaint, opened_by) if opened_by else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_parsed_etag
def enter_key(request: HttpRequest, etag: str) -> HttpResponse:
    """Ask for the secret word, or the code of a printed receipt. The typed text is not shown again.

    A printed code works once, so its user is then asked to choose how to open the complaint next time.
    """
    if request.method != "POST":
        return _render_key_form(request, etag, AccessKeyForm())
    at, form = now(), AccessKeyForm(request.POST)
    if refusal := _response_if_over_limit(request, form, "enter_key", etag=etag, at=at):
        return refusal
    if not form.is_valid():
        return _render_key_form(request, etag, form, status=422)
    guess = guess_limits.charge_word_guess(request, etag, at=at)
    if guess is None:
        return guess_challenge.challenge_page(request, "enter_key", etag=etag, status=429, at=at)
    opening = open_with_key(etag=etag, typed=form.cleaned_data["key"], at=at)
    if opening is None:
        rate_limits.take_token(rate_limits.WRONG_WORDS_PER_ETAG, etag, at=at)
        form.add_error("key", WRONG_KEY)
        return _render_key_form(request, etag, form, status=422)
    guess.refund(at=at)
    under_duress = opening.by is AccessKey.DURESS_WORD
    visitor_session.begin_visit(
        request,
        etag=etag,
        complaint_id=opening.complaint_id,
        opened_by=opening.opened_by,
        at=at,
        under_duress=under_duress,
    )
    if opening.by is AccessKey.PRINTED:
        messages.warning(
            request, gettext("That code worked only once. Choose now how you will open your complaint next time.")
        )
        return redirect("tell", etag=etag, question=Question.WORD)
    return redirect("my_complaint", etag=etag)


def _response_if_over_limit(
    request: HttpRequest,
    form: Form,
    url_name: str,
    *buckets: rate_limits.Bucket,
    etag: str,
    at: datetime,
    reached_at: str = "",
) -> HttpResponse | None:
    """Return the answer to a form that exceeds a limit, else None.

    Every form counts against the address that sends it. Only a valid one counts against the complaint: a person who
    sends empty forms cannot lock out the owner.
    """
    if rate_limits.take_tokens_and_get_wait(request, rate_limits.CODE_FORMS, at=at):
        return guess_challenge.challenge_page(request, url_name, etag=etag, status=429, at=at)
    return (
        rate_limits.take_tokens_or_refusal_page(request, *buckets, etag=etag, reached_at=reached_at, at=at)
        if form.is_valid()
        else None
    )


def _render_key_form(request: HttpRequest, etag: str, form: AccessKeyForm, *, status: int = 200) -> HttpResponse:
    context = {"etag": etag, "key": form, "form": form}
    return render(request, "citizen/access/key.html", context, status=status)


def _render_code_page(request: HttpRequest, etag: str, form: AccessCodeForm, *, status: int = 200) -> HttpResponse:
    context = {"etag": etag, "form": form, "reach": CodeRequestForm(auto_id="id_again_%s")}
    return render(request, "citizen/access/code.html", context, status=status)
