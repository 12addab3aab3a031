"""A domestic worker's verification: what it is, the form, its number, and where it stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from citizen.evidence.request_limits import takes_files
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import files
from complaints.rules.statuses import Channel
from enquiries.citizen.verification_forms import RequestForm, StandingForm
from enquiries.models import Photo
from enquiries.models.labels import REFUSALS
from enquiries.queries.verifications import VerificationStatus, number_made_by, verification_standing
from enquiries.rules import numbers
from enquiries.rules.numbers import Letter
from enquiries.rules.refusals import Refusal
from enquiries.services import request_verification, take_photo
from information.queries.links import guide
from information.queries.services import of_code
from ledger.exceptions import Refused
from web.times import moment

METHODS = ["GET", "HEAD", "POST"]
# A town shares one address of a mobile operator; one phone has few servants.
REQUESTS = rate_limits.Bucket("verify", every=60, burst=20)
REQUESTS_TO_ONE = rate_limits.Bucket("verify_to", every=3600, burst=5)
PHOTOS = rate_limits.Bucket("verify_photo", every=20, burst=30)
TOO_MANY = _("Too many requests right now. Wait a little, then send it again.")
UNKNOWN = _("We found no request with this number and phone number. Compare both with what you wrote down.")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is needed, what happens, what is kept how long."""
    shown = {"steps": guide("domestic"), "service": of_code("private_employee_verification")}
    return render(request, "enquiries/citizen/verification.html", shown)


@never_cache
@require_http_methods(METHODS)
@takes_files
def ask(request: HttpRequest) -> HttpResponse:
    """The form. A photo that came is kept, whatever else has to be mended."""
    if request.method != "POST":
        return _form(request, RequestForm())
    form = RequestForm(request.POST.copy(), request.FILES)
    form.is_valid()
    if number := number_made_by(form.told_key):  # its button was pressed twice
        return redirect("verification_asked", number=number)
    _take_photo(request, form)
    if form.errors:
        return _form(request, form)
    if wait := rate_limits.wait_for(request, REQUESTS, REQUESTS_TO_ONE, reached_at=form.phone, at=now()):
        form.add_error(None, TOO_MANY)
        return _form(request, form, wait=wait)
    return _made(request, form)


def _made(request: HttpRequest, form: RequestForm) -> HttpResponse:
    try:
        made = request_verification(asked=form.asked(), channel=Channel.WEB, key=form.told_key, at=now())
    except Refused as refused:
        form.add_error(refused.field or None, REFUSALS[refused.reason])
        return _form(request, form)
    return redirect("verification_asked", number=made.number)


def _form(request: HttpRequest, form: RequestForm, *, wait: float = 0) -> HttpResponse:
    response = render(request, "enquiries/citizen/verification_ask.html", {"form": form})
    if form.errors:
        response.status_code = 429 if wait else 422
    if wait:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _take_photo(request: HttpRequest, form: RequestForm) -> None:
    """Keep the photo of this try, or find that of an earlier one; what is wrong with it stands beside its field."""
    upload = form.cleaned_data.get("photo")
    if upload is None:
        known = form.cleaned_data.get("photo_id")
        if known and Photo.objects.filter(pk=known, verification=None).exists():
            form.keep_photo(known)
        else:
            form.add_error("photo", REFUSALS[Refusal.NO_PHOTO])
        return
    if rate_limits.wait_for(request, PHOTOS, at=now()):
        form.add_error("photo", TOO_MANY)
        return
    try:
        photo = take_photo(
            name=upload.name, media_type=upload.content_type or "", size=upload.size, parts=upload.chunks(), at=now()
        )
    except files.FileRefused as refused:
        form.add_error("photo", REFUSED_BECAUSE[refused.reason])
    except Refused as refused:
        form.add_error("photo", REFUSALS[refused.reason])
    else:
        form.keep_photo(photo.pk)


@never_cache
@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """The number to write down. It tells nothing of the request: whoever types a number sees it, made or not."""
    try:
        digits = numbers.parse(number, Letter.VERIFICATION)
    except numbers.Mistyped as mistyped:
        raise Http404 from mistyped
    shown = {"number": numbers.spaced(digits, Letter.VERIFICATION)}
    return render(request, "enquiries/citizen/verification_asked.html", shown)


@never_cache
@require_http_methods(METHODS)
def standing(request: HttpRequest) -> HttpResponse:
    """Where a request stands, by its number and phone. The same answer for an unknown number and for another phone."""
    if request.method != "POST":
        return _standing(request, StandingForm(initial={"number": request.GET.get("number", "")[:20]}))
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _standing(request, form)
    number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
    if full := rate_limits.refuse(
        request, rate_limits.LOOK_UPS, rate_limits.LOOK_UPS_OF_ONE, etag=f"V{number}", at=now()
    ):
        return full
    found = verification_standing(number, phone)
    if found is None:
        form.add_error(None, UNKNOWN)
    return _standing(request, form, found)


def _standing(request: HttpRequest, form: StandingForm, found: VerificationStatus | None = None) -> HttpResponse:
    shown = {"form": form, "found": found}
    if found:
        dates = ("received_at", "answered_at", "closed_at")
        shown |= {name: moment(at, now=now()) for name in dates if (at := getattr(found, name))}
    page = "enquiries/citizen/verification_standing.html"
    return render(request, page, shown, status=422 if form.errors else 200)
