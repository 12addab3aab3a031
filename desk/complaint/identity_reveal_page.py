"""The reveal of a protected identity to a monitor of the CPO: after a reason was entered, and in one response only."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complainant, ReadingKind
from desk.complaint.complainant_card import complainant_card_context
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries import complaint_details
from desk.services import reading_log

TEMPLATE = "desk/reveal.html"


class RevealForm(forms.Form):
    """The reason why the identity is needed."""

    words = TypedTextField(
        label=_("Why you need to know"),
        rows=2,
        help_text=_("This is recorded under your name, and auditors read it."),
        error_messages=FIELD_ERRORS
        | {"required": _("Explain why you need to know. This is recorded under your name.")},
    )


def reveal_identity(request: HttpRequest, etag: str) -> HttpResponse:
    """Reveal the complainant. If the session has expired, return the typed text to the monitor."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:complaint", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_reveal(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_reveal(request: HttpRequest, etag: str) -> HttpResponse:
    """Show name, numbers and address, and record a reading with the reason, in one transaction. 422 without a reason.

    404 for everybody else, and if the identity is not protected.
    """
    complaint = get_complaint_or_404(request, etag)
    if not complaint_details.may_reveal_identity(request.actor, complaint):
        raise Http404
    if request.method != "POST":
        return redirect("desk:complaint", etag=etag)
    form = RevealForm(request.POST)
    if not form.is_valid():
        reading_log.record_partial_reading(complaint, by=request.actor, at=now())
        return render(request, TEMPLATE, {"complaint": complaint, "form": form, "has_errors": True}, status=422)
    reason = form.cleaned_data["words"]
    reading_log.record_reading(complaint, by=request.actor, at=now(), kind=ReadingKind.REVEALED, why=reason)
    person = complainant_card_context(Complainant.objects.get(pk=complaint.complainant_id))
    return render(request, TEMPLATE, {"complaint": complaint, "person": person, "why": reason})
