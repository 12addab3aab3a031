"""The citizens' pages of a domestic worker's verification: information, the form, the number and the status."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.evidence import upload_quota
from citizen.evidence.upload_limits import mark_takes_files
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import accepted_files
from complaints.rules.statuses import Channel
from enquiries.citizen.verification_forms import VerificationRequestForm, VerificationStatusForm
from enquiries.models import Photo
from enquiries.models.labels import REFUSALS
from enquiries.queries.verification_lists import (
    VerificationStatus,
    find_number_of_submitted_form,
    find_verification_status,
)
from enquiries.rules import enquiry_numbers
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.services import receive_photo, request_verification
from information.queries.links_and_guides import guide_steps
from information.queries.police_services import centre_service
from ledger.service_exceptions import Refused
from web.time_format import format_relative_time

USUAL_INSPECTION = timedelta(minutes=1)
METHODS = ["GET", "HEAD", "POST"]
# A whole town may share one IP address of a mobile operator, but one phone needs few requests.
REQUEST_RATE_LIMIT = rate_limits.Bucket("verify", every=60, burst=20)
RATE_LIMIT_PER_PHONE = rate_limits.Bucket("verify_to", every=3600, burst=5)
PHOTO_RATE_LIMIT = rate_limits.Bucket("verify_photo", every=20, burst=30)
TOO_MANY_REQUESTS = _("Too many requests right now. Wait a little, then send it again.")
UNKNOWN_REQUEST = _("We found no request with this number and phone number. Compare both with what you wrote down.")


@require_safe
def show_verification_information(request: HttpRequest) -> HttpResponse:
    """Show what is needed, what happens, and how long data is kept."""
    context = {"steps": guide_steps("domestic"), "service": centre_service("private_employee_verification")}
    return render(request, "enquiries/citizen/verification.html", context)


@never_cache
@require_http_methods(METHODS)
@mark_takes_files
def submit_request(request: HttpRequest) -> HttpResponse:
    """Show the form, or register the request after the photo was inspected.

    An uploaded photo is kept even if other fields are invalid. While a worker inspects it, the page shows the form as
    it was typed and sends it again (static/portal/photo_wait.js); without JavaScript the button does.
    """
    if request.method != "POST":
        return _render_form(request, VerificationRequestForm())
    form = VerificationRequestForm(request.POST.copy(), request.FILES)
    form.is_valid()
    if number := find_number_of_submitted_form(form.submitted_key):  # the form was sent twice
        return redirect("verification_asked", number=number)
    _store_or_find_photo(request, form)
    if form.errors or form.waits_for_photo:
        return _render_form(request, form)
    if wait := rate_limits.take_tokens_and_get_wait(
        request, REQUEST_RATE_LIMIT, RATE_LIMIT_PER_PHONE, reached_at=form.phone, at=now()
    ):
        form.add_error(None, TOO_MANY_REQUESTS)
        return _render_form(request, form, wait=wait)
    return _register_request(request, form)


def _register_request(request: HttpRequest, form: VerificationRequestForm) -> HttpResponse:
    try:
        verification = request_verification(
            typed=form.verification_request(), channel=Channel.WEB, key=form.submitted_key, at=now()
        )
    except Refused as refused:
        form.add_error(refused.field or None, REFUSALS[refused.reason])
        return _render_form(request, form)
    return redirect("verification_asked", number=verification.number)


def _render_form(request: HttpRequest, form: VerificationRequestForm, *, wait: float = 0) -> HttpResponse:
    is_slow = form.kept_photo is not None and form.kept_photo.came_at < now() - USUAL_INSPECTION
    context = {"form": form, "waits": form.waits_for_photo and not form.errors, "is_slow": is_slow}
    response = render(request, "enquiries/citizen/verification_ask.html", context)
    if form.errors:
        response.status_code = 429 if wait else 422
    elif context["waits"]:
        response.status_code = 202
    if wait:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _store_or_find_photo(request: HttpRequest, form: VerificationRequestForm) -> None:
    """Store the uploaded photo, or find that of an earlier attempt. Add errors to the photo field."""
    upload = form.cleaned_data.get("photo")
    if upload is None:
        _find_earlier_photo(form)
        return
    if rate_limits.take_tokens_and_get_wait(request, PHOTO_RATE_LIMIT, at=now()):
        form.add_error("photo", TOO_MANY_REQUESTS)
        return
    if upload_quota.seconds_until_bytes_allowed(request, upload.size, at=now()):
        form.add_error("photo", upload_quota.too_many_files_text())
        return
    try:
        photo = receive_photo(
            name=upload.name,
            media_type=upload.content_type or "",
            size=upload.size,
            parts=upload.chunks(),
            address=rate_limits.client_address(request),
            at=now(),
        )
    except accepted_files.FileRefused as refused:
        form.add_error("photo", REFUSED_BECAUSE[refused.reason])
    except Refused as refused:
        form.add_error("photo", REFUSALS[refused.reason])
    else:
        form.keep_photo(photo)


def _find_earlier_photo(form: VerificationRequestForm) -> None:
    """Find the photo of an earlier attempt. Add an error if there is none or the inspection has refused it."""
    earlier_id = form.cleaned_data.get("photo_id")
    photo = Photo.objects.filter(pk=earlier_id, verification=None).first() if earlier_id else None
    if photo is None:
        form.add_error("photo", REFUSALS[EnquiryRefusal.NO_PHOTO])
    elif photo.refusal:
        form.add_error("photo", photo.refusal)
    else:
        form.keep_photo(photo)


@never_cache
@require_safe
def show_request_number(request: HttpRequest, number: str) -> HttpResponse:
    """Show the number to write down. The page works for every valid number, so it does not reveal which exist."""
    try:
        digits = enquiry_numbers.parse_number(number, RegisterLetter.VERIFICATION)
    except enquiry_numbers.MistypedNumber as mistyped:
        raise Http404 from mistyped
    context = {"number": enquiry_numbers.format_number(digits, RegisterLetter.VERIFICATION)}
    return render(request, "enquiries/citizen/verification_asked.html", context)


@never_cache
@require_http_methods(METHODS)
def show_request_status(request: HttpRequest) -> HttpResponse:
    """Show the status of a request, by number and phone. An unknown number and a wrong phone get the same answer."""
    if request.method != "POST":
        return _render_status(request, VerificationStatusForm(initial={"number": request.GET.get("number", "")[:20]}))
    form = VerificationStatusForm(request.POST)
    if not form.is_valid():
        return _render_status(request, form)
    number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
    if limited := rate_limits.take_tokens_or_refusal_page(
        request, rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_PER_ETAG, etag=f"V{number}", at=now()
    ):
        return limited
    status = find_verification_status(number, phone)
    if status is None:
        form.add_error(None, UNKNOWN_REQUEST)
    return _render_status(request, form, status)


def _render_status(
    request: HttpRequest, form: VerificationStatusForm, status: VerificationStatus | None = None
) -> HttpResponse:
    context = {"form": form, "found": status}
    if status:
        dates = ("received_at", "answered_at", "closed_at")
        context |= {name: format_relative_time(at, now=now()) for name in dates if (at := getattr(status, name))}
    page = "enquiries/citizen/verification_standing.html"
    return render(request, page, context, status=422 if form.errors else 200)
