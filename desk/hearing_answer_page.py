"""The pages of a named officer: the summary of the allegation, and their written answer.

They show nothing else of the complaint. They depend on the person and not on a posting, so that an officer without a
current posting is heard too.
"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries import hearing_lookup
from complaints.services import officer_hearings as service
from desk.formatting import moment
from desk.moves.move_form import TypedTextField
from desk.page_access import session_expired_page
from ledger.service_exceptions import Refused
from web.officer_access import officer_required


class HearingAnswerForm(forms.Form):
    """The officer's written answer to the allegation."""

    words = TypedTextField(
        label=_("Your answer"),
        rows=8,
        help_text=_("You can answer only once. Your answer is read before anything is decided."),
    )


@require_safe
@never_cache
@officer_required
def show_own_hearings(request: HttpRequest) -> HttpResponse:
    """Show the hearings of this officer."""
    rows = [_hearing_context(one) for one in hearing_lookup.hearings_received_by(request.user.pk)]
    return render(request, "desk/answers.html", {"hearings": rows})


def answer_hearing(request: HttpRequest, hearing: UUID) -> HttpResponse:
    """Show one hearing and process the answer. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:answer_hearing", kwargs={"hearing": hearing})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_answer(request, hearing)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officer_required
def _process_answer(request: HttpRequest, hearing: UUID) -> HttpResponse:
    """Show the summary and the form: 404 for everybody else, 422 if the answer is refused (it keeps the text)."""
    own_hearing = get_object_or_404(
        hearing_lookup.hearings_received_by(request.user.pk).select_related("naming"), pk=hearing
    )
    form = HearingAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            service.answer_hearing(
                hearing_id=own_hearing.pk, words=form.cleaned_data["words"], officer_id=request.user.pk, at=now()
            )
        except Refused as refused:
            form.add_error("words", REFUSALS[refused.reason])
        else:
            messages.success(request, gettext("Your answer is recorded."))
            return redirect("desk:answer_hearing", hearing)
    is_open = hearing_lookup.is_hearing_open(own_hearing)
    context = {
        **_hearing_context(own_hearing),
        "form": form if is_open or form.errors else None,
        "has_errors": bool(form.errors),
    }
    return render(request, "desk/answer.html", context, status=422 if form.errors else 200)


def _hearing_context(hearing) -> dict:
    return {
        "hearing": hearing,
        "given": moment(hearing.given_at),
        "due": moment(hearing.due_at),
        "answered": moment(hearing.answered_at) if hearing.answered_at else "",
    }
