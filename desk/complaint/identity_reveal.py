"""The reveal of a protected identity to a monitor of the CPO: after a reason was entered, and in one response only."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complainant, ReadingKind
from desk.access import found_or_404, reading_required, signed_out
from desk.complaint.complainant_card import person_of
from desk.moves.move_form import PLEASE, TypedWords
from desk.queries import complaint_details
from desk.services import readings

TEMPLATE = "desk/reveal.html"


class RevealForm(forms.Form):
    """The reason why the identity is needed."""

    words = TypedWords(
        label=_("Why you need to know"),
        rows=2,
        help_text=_("This is recorded under your name, and auditors read it."),
        error_messages=PLEASE | {"required": _("Explain why you need to know. This is recorded under your name.")},
    )


def reveal(request: HttpRequest, etag: str) -> HttpResponse:
    """Reveal the complainant. If the session has expired, return the typed text to the monitor."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:complaint", kwargs={"etag": etag})
        return signed_out(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _reveal(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def _reveal(request: HttpRequest, etag: str) -> HttpResponse:
    """Show name, numbers and address, and record a reading with the reason, in one transaction. 422 without a reason.

    404 for everybody else, and if the identity is not protected.
    """
    complaint = found_or_404(request, etag)
    if not complaint_details.may_reveal(request.actor, complaint):
        raise Http404
    if request.method != "POST":
        return redirect("desk:complaint", etag=etag)
    form = RevealForm(request.POST)
    if not form.is_valid():
        readings.note_a_glance(complaint, by=request.actor, at=now())
        return render(request, TEMPLATE, {"complaint": complaint, "form": form, "has_errors": True}, status=422)
    why = form.cleaned_data["words"]
    readings.note(complaint, by=request.actor, at=now(), kind=ReadingKind.REVEALED, why=why)
    person = person_of(Complainant.objects.get(pk=complaint.complainant_id))
    return render(request, TEMPLATE, {"complaint": complaint, "person": person, "why": why})
