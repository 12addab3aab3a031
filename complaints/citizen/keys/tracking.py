"""Tracking by E-tag, and the key: a code to the phone or e-mail that the complaint was filed with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.citizen import limits, promise, visit
from complaints.citizen.keys.by_number import ask, by_number, not_found
from complaints.citizen.keys.forms import WRONG_CODE, CodeForm, ReachForm, TrackForm
from complaints.citizen.moments import moment
from complaints.models import Complaint
from complaints.queries import for_citizen
from complaints.services import access


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
    """What the number alone shows: status, dates, next deadline; of a sensitive matter only open or closed."""
    at = now()
    if full := limits.refuse(request, limits.LOOK_UPS, limits.LOOK_UPS_OF_ONE, etag=etag, at=at):
        return full
    complaint = for_citizen.standing(etag)
    if complaint is None:
        return not_found(request, etag)
    return _standing(request, complaint, ReachForm(), at=at)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_number
def ask_code(request: HttpRequest, etag: str) -> HttpResponse:
    """Send a code. What is said does not depend on whether the phone or e-mail is the complainant's.

    A GET comes from a page that answered a mistake, say by its link to the other language: back to the question.
    """
    if request.method != "POST":
        return redirect("status", etag=etag)
    at, form = now(), ReachForm(request.POST)
    if full := limits.refuse(request, limits.CODES, limits.CODES_OF_ONE, etag=etag, at=at):
        return full
    if not form.is_valid():
        complaint = for_citizen.standing(etag)
        return _standing(request, complaint, form, at=at) if complaint else not_found(request, etag)
    access.send_code(etag=etag, reached_at=form.cleaned_data["reached_at"], at=at)
    return redirect("enter_code", etag=etag)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_number
def enter_code(request: HttpRequest, etag: str) -> HttpResponse:
    """The code from the message. The right one opens the complaint for this browser."""
    if request.method != "POST":
        return _code_page(request, etag, CodeForm())
    at, form = now(), CodeForm(request.POST)
    if full := limits.refuse(request, limits.CODES, limits.CODES_OF_ONE, etag=etag, at=at):
        return full
    complaint = access.open_with_code(etag=etag, code=form.cleaned_data["code"], at=at) if form.is_valid() else None
    if complaint is None:
        if not form.errors:
            form.add_error("code", WRONG_CODE)
        return _code_page(request, etag, form, status=422)
    visit.remember(request, etag=etag, complaint_id=complaint.pk, at=at)
    return redirect("my_complaint", etag=etag)


def _standing(request: HttpRequest, complaint: Complaint, form: ReachForm, *, at) -> HttpResponse:
    context = {"complaint": complaint, "form": form, "sensitive": complaint.is_sensitive}
    if complaint.is_sensitive:
        context["state"] = promise.open_or_closed(complaint)
    else:
        context |= {
            "state": complaint.get_status_display(),
            "received": moment(complaint.received_at, now=at),
            "closed": moment(complaint.closed_at, now=at) if complaint.closed_at else "",
            "next": promise.next_step(complaint, complaint.clocks, now=at),
        }
    if visit.opened(request, etag=complaint.etag, at=at):
        context["mine"] = reverse("my_complaint", kwargs={"etag": complaint.etag})
    return render(request, "complaints/citizen/status.html", context, status=422 if form.errors else 200)


def _code_page(request: HttpRequest, etag: str, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/citizen/code.html", {"etag": etag, "form": form}, status=status)
