"""The page on which a named officer is heard: the summary for them, the CPO's consent, and their answer."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint, Hearing, Naming
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries import hearing_lookup
from complaints.queries.page_facts import AnnotatedFacts
from complaints.services import officer_hearings as service
from complaints.services.facts import capacities_of
from desk.formatting import joined, moment, post_of
from desk.moves.move_form import TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries import officer_search
from ledger.service_exceptions import NotPermitted, Refused

TEMPLATE = "desk/hearing.html"


class HearingSummaryForm(forms.Form):
    """The summary of the allegation that the named officer reads."""

    words = TypedTextField(
        label=_("Allegation against the officer"),
        rows=5,
        help_text=_(
            "The officer reads only this. Leave out the complainant's identity, all numbers, the files, and "
            "anything only the complainant can know."
        ),
    )


class HearingConsentForm(forms.Form):
    """The CPO's consent to the hearing, with how the complainant was warned."""

    words = TypedTextField(
        label=_("When and how you warned the complainant"),
        rows=2,
        help_text=_(
            "Speak to the complainant first: the officer may guess who complained. Do not approve before the "
            "complainant knows."
        ),
    )


def show_hearings_of_officer(request: HttpRequest, etag: str, naming: int) -> HttpResponse:
    """Show and process one officer's hearing. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:hearings", kwargs={"etag": etag, "naming": naming})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_hearing_step(request, etag, naming)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_hearing_step(request: HttpRequest, etag: str, naming: int) -> HttpResponse:
    """Show the hearings of one named officer, and the form for the next step if the reader has to take it.

    422 if the step is refused. 404 if the complaint is not about police conduct, since only those have hearings.
    """
    at = now()
    complaint = get_complaint_or_404(request, etag)
    officer_naming = officer_search.namings_not_withdrawn(complaint).filter(pk=naming).first()
    if officer_naming is None or not complaint.about_police:
        raise Http404
    if request.method != "POST":
        return _render_hearings(request, complaint, officer_naming, None, at=at)
    form = (HearingConsentForm if request.POST.get("act") == "agree" else HearingSummaryForm)(request.POST)
    if form.is_valid():
        try:
            _record_hearing_step(form, officer_naming, request, at=at)
        except NotPermitted as never_offered:
            raise Http404 from never_offered
        except Refused as refused:
            form.add_error("words", REFUSALS[refused.reason])
    return (
        _render_hearings(request, complaint, officer_naming, form, at=at)
        if form.errors
        else redirect("desk:hearings", etag, naming)
    )


def _record_hearing_step(form: forms.Form, naming: Naming, request: HttpRequest, *, at: datetime) -> None:
    words = form.cleaned_data["words"]
    if isinstance(form, HearingConsentForm):
        waiting = get_object_or_404(hearing_lookup.hearings_awaiting_consent(), naming=naming)
        service.approve_hearing(hearing_id=waiting.pk, words=words, by=request.actor, at=at)
        messages.success(request, gettext("Approved. The officer has been asked to answer."))
    else:
        hearing = service.write_hearing_summary(naming_id=naming.pk, gist=words, by=request.actor, at=at)
        notified = gettext("The officer has been asked to answer.")
        awaiting_consent = gettext("Saved. The Central Police Office must approve first.")
        messages.success(request, notified if hearing.given_at else awaiting_consent)


def _render_hearings(
    request: HttpRequest, complaint: Complaint, naming: Naming, refused_form, *, at: datetime
) -> HttpResponse:
    capacities = capacities_of(
        request.actor, complaint, at=at, annotated=AnnotatedFacts.from_complaint(complaint, request.actor)
    )
    hearings = hearing_lookup.hearings_of_naming(naming)
    may_write = service.may_write_summary(capacities, complaint) and all(
        one.cycle != complaint.cycle for one in hearings
    )
    may_agree = any(service.may_approve_hearing(capacities, request.actor, one, complaint) for one in hearings)
    empty_form = HearingConsentForm() if may_agree else HearingSummaryForm() if may_write else None
    context = {
        "complaint": complaint,
        "naming": naming,
        "hearings": [_hearing_context(one, at=at) for one in hearings],
        "form": refused_form or empty_form,
        "act": "agree" if may_agree else "gist",
        "has_errors": refused_form is not None,
    }
    return render(request, TEMPLATE, context, status=422 if refused_form is not None else 200)


def _hearing_context(hearing: Hearing, *, at: datetime) -> dict:
    if hearing.answered_at:
        state = gettext("Answered %(when)s") % {"when": moment(hearing.answered_at)}
    elif hearing.due_at is None:
        state = gettext("Waiting for the approval of the Central Police Office")
    elif hearing.due_at <= at:
        state = gettext("Not answered by %(when)s") % {"when": moment(hearing.due_at)}
    else:
        state = gettext("Answer due by %(when)s") % {"when": moment(hearing.due_at)}
    writer = joined(hearing.written_by.officer.title, post_of(hearing.written_by), moment(hearing.written_at))
    return {"row": hearing, "state": state, "by": writer}
