"""The page on which a monitor of the Central Police Office opens a withdrawn file, after a reason was entered."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.evidence import file_responses, open_withdrawn_copy
from complaints.models import ReadingKind
from desk.complaint import evidence_page
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.services import reading_log

TEMPLATE = "desk/unseal.html"


class UnsealForm(forms.Form):
    """The reason why the file must be seen although the complainant withdrew it."""

    words = TypedTextField(
        label=_("Why you need to see it"),
        rows=2,
        help_text=_("This is recorded under your name, and auditors read it."),
        error_messages=FIELD_ERRORS
        | {"required": _("Explain why you need to see it. This is recorded under your name.")},
    )


def unseal_withdrawn_file(request: HttpRequest, etag: str, exhibit: UUID) -> HttpResponse:
    """Show the file. If the session has expired, return the typed text to the monitor."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:complaint", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_unsealing(request, etag, exhibit)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_unsealing(request: HttpRequest, etag: str, exhibit: UUID) -> HttpResponse:
    """Show a form for the reason; then serve the copy and record a reading with the reason, in one transaction.

    422 without a reason. 404 for an officer who may not open it, and for a file that has no copy or is not withdrawn.
    """
    complaint = get_complaint_or_404(request, etag)
    items = evidence_page.load_evidence_items(complaint, actor=request.actor)
    item = next((one for one in items if one.row.pk == exhibit and one.unseal_url), None)
    if item is None:
        raise Http404
    form = UnsealForm(request.POST) if request.method == "POST" else UnsealForm()
    if not form.is_valid():
        reading_log.record_partial_reading(complaint, by=request.actor, at=now())
        context = {"complaint": complaint, "exhibit": item, "form": form, "has_errors": form.is_bound}
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    reason = form.cleaned_data["words"]
    reading_log.record_reading(complaint, by=request.actor, at=now(), kind=ReadingKind.UNSEALED, why=reason)
    return file_responses.file_response(request, item.row, name=f"{etag}-{item.number}", open_file=open_withdrawn_copy)
