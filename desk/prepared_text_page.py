"""The page on which a clerk prepares a report, a question or a message for the holder. Others get 404."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint
from desk.formatting import joined, moment
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries.unused_prepared_texts import unused_prepared_texts_by_move
from desk.services import reading_log
from desk.services.prepared_texts import may_prepare_text, save_prepared_text
from ledger.service_exceptions import NotPermitted

TEMPLATE = "desk/prepare.html"
TEXT_KINDS = [("submit_report", _("The report")), ("ask_citizen", _("A question")), ("tell_citizen", _("A message"))]


class PreparedTextForm(forms.Form):
    """Which move the text is for, and the text. An empty text withdraws what was prepared before."""

    move = forms.ChoiceField(label=_("What are you preparing?"), choices=TEXT_KINDS, error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("Text"),
        required=False,
        rows=8,
        help_text=_(
            "The officer sees it in the form and can send it under their own name. Leave empty to withdraw it."
        ),
    )


def edit_prepared_text(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the form. If the session has expired, return the typed text to the clerk."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:prepare_text", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_prepared_text(request, etag=etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_prepared_text(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the form: 422 if the text is refused; the form keeps it."""
    at, complaint = timezone.now(), get_complaint_or_404(request, etag)
    if not may_prepare_text(request.actor, complaint):
        raise Http404
    form = PreparedTextForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            save_prepared_text(complaint.pk, data["move"], data["words"], by=request.actor, at=at)
        except NotPermitted as moved_meanwhile:
            raise Http404 from moved_meanwhile
        messages.success(
            request, gettext("Text saved for the officer.") if data["words"] else gettext("Text withdrawn.")
        )
        return redirect("desk:prepare_text", etag=etag)
    return _render_prepared_text_page(request, complaint, form, at=at)


def _render_prepared_text_page(
    request: HttpRequest, complaint: Complaint, form: PreparedTextForm, *, at: datetime
) -> HttpResponse:
    labels = dict(TEXT_KINDS)
    unused = [
        {"name": labels[one.move], "when": joined(one.by.officer.title, moment(one.prepared_at)), "words": one.words}
        for one in unused_prepared_texts_by_move(complaint).values()
    ]
    context = {"complaint": complaint, "form": form, "waiting": unused, "has_errors": bool(form.errors)}
    response = render(request, TEMPLATE, context, status=422 if form.errors else 200)
    reading_log.record_partial_reading(complaint, by=request.actor, at=at)
    return response
