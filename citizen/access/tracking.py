"""Tracking by E-tag: the question for it, and what the number alone shows."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen import deadlines, guess_allowance, rate_limits, visitor_session
from citizen.access import challenge, duress_page, guess_limits
from citizen.access.etag_converter import ask, by_number, not_found
from citizen.access.forms import KeyForm, ReachForm, TrackForm
from complaints.queries import access_keys


@never_cache
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Ask for the E-tag; the first page's field leads here too (`?etag=`)."""
    form = TrackForm(request.GET if "etag" in request.GET else None)
    if form.is_valid():
        return redirect("status", etag=form.cleaned_data["etag"])
    return ask(request, form, status=422 if form.errors else 200)


@never_cache
@require_safe
@by_number
def status(request: HttpRequest, etag: str) -> HttpResponse:
    """What the number alone shows, whatever it is of: the day of registration, and open or closed."""
    at = now()
    here = visitor_session.current(request, etag=etag, at=at)
    if here and rate_limits.take(rate_limits.LOOK_UPS, request.session.session_key, at=at):
        return rate_limits.too_many(request, seconds=rate_limits.LOOK_UPS.every)
    if not here and _is_too_often(request, etag, at=at):
        return challenge.page(request, "status", etag=etag, status=429, at=at)
    if here and here.under_duress:
        return duress_page.shown(request, lambda _: key_page(request, etag, at=at), complaint_id=here.complaint_id)
    return key_page(request, etag, at=at) if here else _looked_up(request, etag, at=at)


def _is_too_often(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """The number's own bucket is no hindrance to whoever has a pass: others may empty it."""
    passed = guess_allowance.name_of(request, for_numbers=True, at=at)
    buckets = (rate_limits.LOOK_UPS,) if passed else (rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_OF_ONE)
    return bool(rate_limits.wait_for(request, *buckets, etag=etag, at=at))


def _looked_up(request: HttpRequest, etag: str, *, at: datetime) -> HttpResponse:
    """The page of a number that this browser has not opened: it costs a guess, if nobody has it."""
    guess = guess_limits.of_request(request, at=at)
    if guess is None:
        return challenge.page(request, "status", etag=etag, status=429, at=at)
    answer = key_page(request, etag, at=at)
    if answer.status_code == 200:
        guess.was_right(at=at)
    return answer


def key_page(request: HttpRequest, etag: str, *, reach: ReachForm | None = None, at: datetime) -> HttpResponse:
    """The two facts, and the ways to open it; `reach` is a form that was just refused.

    The ways are the same for every complaint: nobody learns here which of them this one has.
    """
    found = access_keys.public_facts(etag)
    if found is None:
        return not_found(request, etag)
    context = {
        "etag": etag,
        "state": deadlines.open_or_closed(is_closed=found.is_closed),
        "registered": deadlines.calendar_day(found.registered_on),
        "reach": reach or ReachForm(),
        "key": KeyForm(),
        "has_errors": reach is not None,
        "mine": reverse("my_complaint", kwargs={"etag": etag})
        if visitor_session.opened(request, etag=etag, at=at)
        else "",
    }
    return render(request, "citizen/access/status.html", context, status=422 if reach else 200)
