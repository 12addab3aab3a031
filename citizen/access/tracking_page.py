"""Tracking by E-tag: the question for it, and what the E-tag alone shows."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen import deadline_texts, guess_pass, rate_limits, visitor_session
from citizen.access import duress_page, guess_challenge, guess_limits
from citizen.access.access_forms import AccessKeyForm, CodeRequestForm, TrackForm
from citizen.access.etag_parsing import etag_not_found_page, etag_question_page, require_parsed_etag
from complaints.queries import access_key_facts


@never_cache
@require_safe
def ask_for_etag(request: HttpRequest) -> HttpResponse:
    """Ask for the E-tag. The home page's field leads here too (`?etag=`)."""
    form = TrackForm(request.GET if "etag" in request.GET else None)
    if form.is_valid():
        return redirect("status", etag=form.cleaned_data["etag"])
    return etag_question_page(request, form, status=422 if form.errors else 200)


@never_cache
@require_safe
@require_parsed_etag
def show_complaint_status(request: HttpRequest, etag: str) -> HttpResponse:
    """Show what the E-tag alone reveals about any complaint: the day of registration, and whether it is open."""
    at = now()
    visit = visitor_session.current_visit(request, etag=etag, at=at)
    if visit and rate_limits.take_token(rate_limits.LOOK_UPS, request.session.session_key, at=at):
        return rate_limits.too_many_requests_page(request, seconds=rate_limits.LOOK_UPS.every)
    if not visit and _is_over_limit(request, etag, at=at):
        return guess_challenge.challenge_page(request, "status", etag=etag, status=429, at=at)
    if visit and visit.under_duress:
        return duress_page.render_harmless_page(
            request, lambda _: ways_to_open_page(request, etag, at=at), complaint_id=visit.complaint_id
        )
    return ways_to_open_page(request, etag, at=at) if visit else _render_public_status(request, etag, at=at)


def _is_over_limit(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """Return whether a limit is reached. The E-tag's own limit is skipped for a pass: others may have used it up."""
    pass_name = guess_pass.current_pass_name(request, for_etags=True, at=at)
    buckets = (rate_limits.LOOK_UPS,) if pass_name else (rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_PER_ETAG)
    return bool(rate_limits.take_tokens_and_get_wait(request, *buckets, etag=etag, at=at))


def _render_public_status(request: HttpRequest, etag: str, *, at: datetime) -> HttpResponse:
    """Return the page of an E-tag that this browser has not opened. It costs a guess if the E-tag is unknown."""
    guess = guess_limits.charge_guess(request, at=at)
    if guess is None:
        return guess_challenge.challenge_page(request, "status", etag=etag, status=429, at=at)
    response = ways_to_open_page(request, etag, at=at)
    if response.status_code == 200:
        guess.refund(at=at)
    return response


def ways_to_open_page(
    request: HttpRequest, etag: str, *, reach: CodeRequestForm | None = None, at: datetime
) -> HttpResponse:
    """Return the two public facts and the ways to open the complaint. `reach`: a form that was just refused.

    The ways are the same for every complaint, so that nobody learns which of them this one has.
    """
    facts = access_key_facts.load_public_facts(etag)
    if facts is None:
        return etag_not_found_page(request, etag)
    context = {
        "etag": etag,
        "state": deadline_texts.open_or_closed_label(is_closed=facts.is_closed),
        "registered": deadline_texts.format_day(facts.registered_on),
        "reach": reach or CodeRequestForm(),
        "key": AccessKeyForm(),
        "has_errors": reach is not None,
        "mine": reverse("my_complaint", kwargs={"etag": etag})
        if visitor_session.opened_complaint_id(request, etag=etag, at=at)
        else "",
    }
    return render(request, "citizen/access/status.html", context, status=422 if reach else 200)
