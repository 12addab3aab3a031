"""The page on which operators settle whom a complaint is against, and on which exclusions are confirmed or ended."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.rules.form_input import is_row_id
from complaints.models import Complaint, Exclusion, NarrowingRequest
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.refusals import Refusal
from complaints.services.exclusion import lapse, narrowing, settling
from desk.exclusion.exclusion_forms import DecisionForm, ObjectionForm
from desk.exclusion.exclusion_page_context import build_exclusion_context, end_form_of, settle_form_of
from desk.exclusion.exclusion_tasks_page import exclusion_workers_only
from desk.page_access import get_complaint_or_404, session_expired_page
from ledger.service_exceptions import NotPermitted, Refused

TEMPLATE = "desk/exclusion/exclusion.html"
Act = Callable[[HttpRequest, Complaint, Form | None, datetime], None]


def show_exclusion(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the exclusions of a complaint. If the session has expired, return the typed text."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:exclusion", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_exclusion(request, etag=etag)


@require_http_methods(["GET", "HEAD", "POST"])
@exclusion_workers_only
def _process_exclusion(request: HttpRequest, etag: str) -> HttpResponse:
    """Show who is kept from the complaint, with the forms that this officer may send. 422 if a form is refused."""
    at, complaint = now(), get_complaint_or_404(request, etag)
    if request.method != "POST":
        return _render(request, complaint, at=at)
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise Http404
    form = FORMS[name](request, complaint, at) if name in FORMS else None
    if form is not None and not form.is_valid():
        return _render(request, complaint, refused={name: form}, at=at)
    act, done = ACTS[name]
    try:
        act(request, complaint, form, at)
    except NotPermitted as never_offered:
        raise Http404 from never_offered
    except Refused as refusal:
        form = form or DecisionForm(request.POST)
        form.add_error(None, REFUSALS[refusal.reason])
        return _render(request, complaint, refused={name: form}, at=at)
    messages.success(request, str(done))
    is_still_visible = Complaint.objects.visible_to(request.actor).filter(pk=complaint.pk).exists()
    return redirect("desk:exclusion", etag=etag) if is_still_visible else redirect("desk:exclusion_tasks")


def _settle(request: HttpRequest, complaint: Complaint, form, at: datetime) -> None:
    settling.settle(
        complaint_id=complaint.pk,
        why=form.cleaned_data["words"],
        officer_ids=form.cleaned_data["officers"],
        correction=form.correction,
        by=request.actor,
        at=at,
    )


def _confirm_name(request: HttpRequest, complaint: Complaint, form, at: datetime) -> None:
    """Confirm the name of the posted exclusion. Raises Http404 if it is not one of this complaint."""
    number = request.POST.get("exclusion", "")
    rows = Exclusion.objects.filter(complaint=complaint, pk=int(number) if is_row_id(number) else 0)
    if not rows.exists():
        raise Http404
    lapse.confirm_name(exclusion_id=int(number), by=request.actor, at=at)


def _ask(request: HttpRequest, complaint: Complaint, form, at: datetime) -> None:
    narrowing.request_narrowing(
        complaint_id=complaint.pk,
        exclusion_ids=form.cleaned_data["exclusions"],
        why=form.cleaned_data["words"],
        by=request.actor,
        at=at,
    )


def _decide_request(request: HttpRequest, complaint: Complaint, form, at: datetime) -> None:
    """Approve or refuse the request that waits, or record or overrule the objection to it.

    Raises Refused if a colleague has just decided it.
    """
    waiting = NarrowingRequest.objects.waiting().filter(complaint=complaint).first()
    if waiting is None:
        raise Refused(Refusal.ALREADY_DONE)
    decision = {"request_id": waiting.pk, "by": request.actor, "at": at}
    match request.POST["act"]:
        case "approve":
            narrowing.approve_narrowing(**decision)
        case "refuse":
            narrowing.refuse_narrowing(words=form.cleaned_data["words"], **decision)
        case "overrule":
            narrowing.overrule_objection(words=form.cleaned_data["words"], **decision)
        case "object":
            words = form.cleaned_data["words"]
            narrowing.record_objection_by_telephone(complaint_id=complaint.pk, words=words, by=request.actor, at=at)


ACTS: dict[str, tuple[Act, str]] = {
    "settle": (_settle, _("Recorded. Work on the complaint continues.")),
    "confirm_name": (_confirm_name, _("Name confirmed. It will not lapse.")),
    "ask": (
        _ask,
        _("Request recorded. Nobody else can open the complaint until two operators approve and a day has passed."),
    ),
    "approve": (_decide_request, _("Approval recorded.")),
    "refuse": (_decide_request, _("Recorded. These officers and offices still cannot see the complaint.")),
    "overrule": (_decide_request, _("Recorded. They can open the complaint now.")),
    "object": (_decide_request, _("Objection recorded. A senior officer of the Central Police Office decides.")),
}
FORMS: dict[str, Callable[[HttpRequest, Complaint, datetime], Form]] = {
    "settle": lambda request, complaint, at: settle_form_of(complaint, request.POST, at=at),
    "ask": lambda request, complaint, at: end_form_of(complaint, request.POST),
    "refuse": lambda request, complaint, at: DecisionForm(request.POST, auto_id="refuse_%s"),
    "overrule": lambda request, complaint, at: DecisionForm(request.POST, auto_id="overrule_%s"),
    "object": lambda request, complaint, at: ObjectionForm(request.POST, auto_id="object_%s"),
}


def _render(request: HttpRequest, complaint: Complaint, *, refused: dict | None = None, at: datetime) -> HttpResponse:
    context = build_exclusion_context(complaint, actor=request.actor, refused=refused or {}, at=at)
    return render(request, TEMPLATE, context, status=422 if refused else 200)
