"""The page on which a complaint cell links or merges two complaints: enter the other E-tag, compare, then join."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.page_facts import AnnotatedFacts
from complaints.rules.capacities import Capacity
from complaints.rules.linking_events import LINK
from complaints.rules.refusals import Refusal
from complaints.services import linking, other_complaint_lookup
from complaints.services.facts import capacities_of
from complaints.workflow.table import MOVES
from desk.linked_complaints.summary_rows import complaint_preview
from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries import complaint_details
from desk.services import reading_log
from ledger.service_exceptions import NotPermitted, Refused

TEMPLATE = "desk/join.html"
ALREADY_LINKED = _("These two complaints are already linked.")
SUCCESS_MESSAGES = {
    "link": _("The two complaints are linked."),
    "merge": _("Complaint merged. The complainant is being notified."),
}


class OtherComplaintForm(forms.Form):
    """The E-tag of the other complaint."""

    other = forms.CharField(
        label=_("E-tag number of the other complaint"),
        max_length=60,
        error_messages=FIELD_ERRORS
        | {"max_length": REFUSALS[Refusal.NO_SUCH_COMPLAINT], "null_characters_not_allowed": UNREADABLE_TEXT},
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )


class LinkForm(forms.Form):
    """Link the two complaints, with a note for officers."""

    words = TypedTextField(label=_("Note for officers"), required=False, rows=2)


class MergeForm(forms.Form):
    """Merge this complaint into the earlier one, with the reason for the complainant."""

    words = TypedTextField(
        label=_("Why both are the same matter"),
        rows=3,
        help_text=_(
            "The complainant will read this. They follow the other complaint from now on and can reopen this one."
        ),
    )


JOIN_FORMS: dict[str, type[forms.Form]] = {"link": LinkForm, "merge": MergeForm}


def link_or_merge(request: HttpRequest, etag: str) -> HttpResponse:
    """Link or merge two complaints. If the session has expired, return the typed text to the operator."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:link_or_merge", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_link_or_merge(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_link_or_merge(request: HttpRequest, etag: str) -> HttpResponse:
    """Ask for the other E-tag, then show both complaints and what can be done with them.

    404 for everybody but the complaint cell. 422 if the E-tag is wrong or the action is refused; the input stays.
    """
    at = timezone.now()
    complaint = get_complaint_or_404(request, etag)
    if Capacity.CELL not in capacities_of(
        request.actor, complaint, at=at, annotated=AnnotatedFacts.from_complaint(complaint, request.actor)
    ):
        raise Http404
    typed = request.POST if request.method == "POST" else request.GET
    form = OtherComplaintForm(typed if "other" in typed else None)
    other = _find_other_complaint(form, complaint, request) if form.is_valid() else None
    if other is None:
        return _render_link_or_merge(request, complaint, {"form": form, "shown": form}, at=at)
    refused = _perform_link_or_merge(request, complaint, other, at=at) if request.method == "POST" else None
    if refused is None and request.method == "POST":
        messages.success(request, SUCCESS_MESSAGES[request.POST["act"]])
        return redirect("desk:complaint", etag=etag)
    return _render_link_or_merge(
        request, complaint, {"form": form, "shown": refused, "other": other, "tried": refused}, at=at
    )


def _find_other_complaint(form: OtherComplaintForm, complaint: Complaint, request: HttpRequest) -> Complaint | None:
    """Return the other complaint with what its preview needs, or None after adding the reason to the form."""
    try:
        number = other_complaint_lookup.find_other_complaint(
            complaint, form.cleaned_data["other"], by=request.actor
        ).etag
    except Refused as refusal:
        form.add_error("other", REFUSALS[refusal.reason])
        return None
    return complaint_details.load_complaint(request.actor, number)


def _perform_link_or_merge(
    request: HttpRequest, complaint: Complaint, other: Complaint, *, at: datetime
) -> forms.Form | None:
    """Link or merge. Return None if it is done, else the refused form."""
    name = request.POST.get("act")
    if name not in JOIN_FORMS:
        raise Http404
    form = JOIN_FORMS[name](request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return form
    if name == LINK and other_complaint_lookup.is_related(complaint, LINK, other.etag):
        form.add_error(None, ALREADY_LINKED)
        return form
    act = {"link": linking.link_complaints, "merge": linking.merge_complaint}[name]
    try:
        act(complaint, typed_etag=other.etag, by=request.actor, at=at, words=form.cleaned_data["words"])
    except Refused as refusal:
        form.add_error(None, REFUSALS[refusal.reason])
    except NotPermitted:
        form.add_error(None, _("Someone else acted first. This complaint can no longer be merged."))
    return form if form.errors else None


def _render_link_or_merge(
    request: HttpRequest, complaint: Complaint, page_context: dict, *, at: datetime
) -> HttpResponse:
    """Render the page, and record a reading of each complaint on it."""
    other, refused = page_context.get("other"), page_context.get("tried")
    reading_log.record_partial_reading(complaint, by=request.actor, at=at)
    if other:
        reading_log.record_partial_reading(other, by=request.actor, at=at)
        page_context |= {
            "this": complaint_preview(complaint, actor=request.actor),
            "that": complaint_preview(other, actor=request.actor),
            "is_linked": other_complaint_lookup.is_related(complaint, LINK, other.etag),
            "link_form": refused if isinstance(refused, LinkForm) else LinkForm(auto_id="link_%s"),
            **_merge_form_context(complaint, other, request, refused),
        }
    has_errors = bool(page_context["shown"] and page_context["shown"].errors)
    context = {"complaint": complaint, "has_errors": has_errors, **page_context}
    return render(request, TEMPLATE, context, status=422 if has_errors else 200)


def _merge_form_context(
    complaint: Complaint, other: Complaint, request: HttpRequest, refused: forms.Form | None
) -> dict:
    """Return the form to merge, or the reason why the two cannot be merged."""
    if complaint.status not in MOVES["merge"].sources:
        return {
            "merge_refused": _(
                "Only a complaint that is not yet under inquiry can be merged. You can link the two instead."
            )
        }
    try:
        other_complaint_lookup.find_earlier_complaint(complaint, other.etag, by=request.actor)
    except Refused as refusal:
        return {"merge_refused": REFUSALS[refusal.reason]}
    return {"merge_form": refused if isinstance(refused, MergeForm) else MergeForm(auto_id="merge_%s")}
