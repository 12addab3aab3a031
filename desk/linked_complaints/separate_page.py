"""The page on which a complaint cell takes back a link or a merge: compare both complaints, then give the reason."""

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
from complaints.rules.capacities import Capacity
from complaints.rules.linking_events import LINK, MERGE, UNLINK, UNMERGE
from complaints.services import linking
from complaints.services.facts import AnnotatedFacts, capacities_of
from desk.linked_complaints.summary_rows import complaint_preview
from desk.moves.move_form import TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries.related_complaints import knowable_relations
from desk.services import reading_log
from ledger.service_exceptions import NotPermitted, Refused

TEMPLATE = "desk/separate.html"
ACT_ENDING = {LINK: UNLINK, MERGE: UNMERGE}
SUCCESS_MESSAGES = {
    UNLINK: _("The two complaints are no longer linked."),
    UNMERGE: _("The merge is undone. The complaint continues on its own, and the complainant is being notified."),
}


class UnlinkForm(forms.Form):
    """Remove the link, with the reason for officers."""

    words = TypedTextField(label=_("Reason, for officers"), rows=2)


class UnmergeForm(forms.Form):
    """Undo the merge, with the reason for the complainant."""

    words = TypedTextField(
        label=_("Why the merge was wrong"),
        rows=3,
        help_text=_("The complainant will read this. Deadlines run again with the time that was left."),
    )


SEPARATION_FORMS: dict[str, type[forms.Form]] = {UNLINK: UnlinkForm, UNMERGE: UnmergeForm}


def separate_complaints(request: HttpRequest, etag: str, other: str) -> HttpResponse:
    """Take back a link or a merge. If the session has expired, return the typed text to the operator."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:separate", kwargs={"etag": etag, "other": other})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_separation(request, etag, other)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_separation(request: HttpRequest, etag: str, other: str) -> HttpResponse:
    """Show both complaints and the form, or take back the relation.

    404 for everybody but the complaint cell, and if the two have no relation that this officer may know of. 422 if the
    action is refused; the input stays.
    """
    at = timezone.now()
    complaint, other_complaint = get_complaint_or_404(request, etag), get_complaint_or_404(request, other)
    annotated = AnnotatedFacts.from_complaint(complaint, request.actor)
    if Capacity.CELL not in capacities_of(request.actor, complaint, at=at, annotated=annotated):
        raise Http404
    act = ACT_ENDING.get(knowable_relations(complaint, request.actor).get(other))
    if act is None:
        raise Http404
    form = SEPARATION_FORMS[act](request.POST if request.method == "POST" else None, auto_id=f"{act}_%s")
    if form.is_bound and form.is_valid() and _separate(request, complaint, other_complaint, act, form, at=at):
        messages.success(request, SUCCESS_MESSAGES[act])
        return redirect("desk:complaint", etag=etag)
    for one in (complaint, other_complaint):
        reading_log.record_partial_reading(one, by=request.actor, at=at)
    context = {
        "complaint": complaint,
        "other": other_complaint,
        "this": complaint_preview(complaint, actor=request.actor),
        "that": complaint_preview(other_complaint, actor=request.actor),
        "form": form,
        "is_merge": act == UNMERGE,
        "has_errors": bool(form.errors),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _separate(
    request: HttpRequest, complaint: Complaint, other: Complaint, act: str, form: forms.Form, *, at: datetime
) -> bool:
    """Take back the relation. Return False, with an error on the form, if it is refused."""
    separate = {UNLINK: linking.unlink_complaints, UNMERGE: linking.unmerge_complaint}[act]
    try:
        separate(complaint, typed_etag=other.etag, by=request.actor, at=at, words=form.cleaned_data["words"])
    except Refused as refusal:
        form.add_error(None, REFUSALS[refusal.reason])
    except NotPermitted:
        form.add_error(None, _("Someone else acted first. Open the complaint again."))
    return not form.errors
