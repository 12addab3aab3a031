"""Scanned letters at the desk: those that wait, one letter, pictures of its pages, and new cover sheets."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import documents
from accounts.models import Office
from complaints.evidence import file_responses
from complaints.models import ScannedLetter
from complaints.services.scanning import cover_sheets, waiting_letters
from complaints.services.scanning.cover_sheets import MOST_SHEETS
from desk.formatting import day, moment
from desk.intake.draft_access import intake_operators_only
from desk.intake.letter_panel import load_letter_panel
from desk.queries import scanned_letters
from ledger.service_exceptions import NotPermitted, Overtaken
from web.form_fields import INVALID_CHOICE

LIST_TEMPLATE, LETTER_TEMPLATE = "desk/intake/letters.html", "desk/intake/letter.html"
OPEN, CLOSE, REOPEN, HAND_ON = "open", "close", "reopen", "hand_on"
WAITING, CLOSED = ScannedLetter.State.WAITING, ScannedLetter.State.CLOSED


class SheetsForm(forms.Form):
    """How many cover sheets are printed."""

    count = forms.IntegerField(
        label=_("How many cover sheets?"),
        min_value=1,
        max_value=MOST_SHEETS,
        initial=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            name: _("Enter a number from 1 to 50.") for name in ("required", "invalid", "min_value", "max_value")
        },
    )


class CloseLetterForm(forms.Form):
    """Why a letter is closed without a complaint."""

    reason = forms.ChoiceField(
        label=_("Why is it not a complaint?"),
        widget=forms.RadioSelect,
        choices=ScannedLetter.Reason.choices,
        error_messages={"required": _("Choose a reason."), "invalid_choice": INVALID_CHOICE},
    )


@require_safe
@intake_operators_only
def list_letters(request: HttpRequest) -> HttpResponse:
    """Show the letters that wait for this operator's cell, those that were closed, and the form for cover sheets."""
    return _render_list(request, SheetsForm())


@require_POST
@intake_operators_only
def print_cover_sheets(request: HttpRequest) -> HttpResponse:
    """Return new cover sheets of this operator's cell as a PDF. Each request makes others."""
    form = SheetsForm(request.POST)
    if not form.is_valid():
        return _render_list(request, form, status=422)
    sheets = cover_sheets.create_cover_sheets(form.cleaned_data["count"], by=request.actor, at=now())
    office = Office.objects.get(pk=request.actor.office_id)
    cells = {"en": office.name_en, "ur": office.name_ur}
    language = "ur" if (get_language() or "").startswith("ur") else "en"
    facts = [documents.CoverSheetFacts(sheet.code, sheet.spaced_code, cells) for sheet in sheets]
    pdf = documents.make_cover_sheets(facts, language)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="cover-sheets.pdf"', "X-Content-Type-Options": "nosniff"},
    )


def _render_list(request: HttpRequest, form: SheetsForm, *, status: int = 200) -> HttpResponse:
    at = now()
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "number": scanned_letters.count_waiting_letters(request.actor, at=at),
        "waiting": [_row(letter) for letter in scanned_letters.list_letters(request.actor, state=WAITING, at=at)],
        "closed": [_row(letter) for letter in scanned_letters.list_letters(request.actor, state=CLOSED, at=at)],
    }
    return render(request, LIST_TEMPLATE, context, status=status)


def _row(letter: ScannedLetter) -> dict:
    operator = letter.draft.operator
    return {
        "letter": letter,
        "scanned": moment(letter.imported_at),
        "kept_until": day(localdate(letter.draft.expires_at)),
        "operator": operator.officer.title if operator else "",
        "closed_by": letter.closed_by.officer.title if letter.closed_by else "",
        "closed": moment(letter.closed_at) if letter.closed_at else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@intake_operators_only
def show_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Show one letter, and take it down, close it, open it again or hand it on by POST.

    404 for letters of other cells and for those that are registered or destroyed.
    """
    found = scanned_letters.find_letter(request.actor, letter, at=now())
    if found is None:
        raise Http404
    act = request.POST.get("act", "")
    form = CloseLetterForm(request.POST if act == CLOSE else None)
    if request.method == "POST" and (act != CLOSE or form.is_valid()):
        return _do(request, found, act, form)
    context = {
        "panel": load_letter_panel(found),
        "is_closed": found.state == CLOSED,
        "may_hand_on": waiting_letters.may_hand_on(request.actor),
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, LETTER_TEMPLATE, context, status=422 if form.errors else 200)


def _do(request: HttpRequest, letter: ScannedLetter, act: str, form: CloseLetterForm) -> HttpResponse:
    """Do what the button says. If a colleague was faster, say so and show the list."""
    facts = {"by": request.actor, "at": now()}
    try:
        if act == OPEN:
            waiting_letters.open_letter(letter.pk, **facts)
            return redirect("desk:intake_draft", draft=letter.draft_id)
        if act == CLOSE:
            reason = ScannedLetter.Reason(form.cleaned_data["reason"])
            waiting_letters.close_letter(letter.pk, reason=reason, **facts)
            messages.success(
                request, gettext("The letter is closed. It can be opened again until its scan is destroyed.")
            )
        elif act == REOPEN:
            waiting_letters.reopen_letter(letter.pk, **facts)
            messages.success(request, gettext("The letter is waiting again."))
        elif act == HAND_ON:
            waiting_letters.hand_on_letter(letter.pk, **facts)
            messages.success(
                request,
                gettext(
                    "The letter is with the complaint cell of the Central Police Office. You cannot open it any more."
                ),
            )
    except (NotPermitted, Overtaken):
        messages.warning(
            request, gettext("Somebody else has dealt with this letter in the meantime. Go back to the list.")
        )
    return redirect("desk:letters")


@require_safe
@intake_operators_only
def serve_letter_page(request: HttpRequest, letter: UUID, page: int) -> HttpResponse:
    """Serve the picture of one page. 404 like the letter, and while the scan is not checked."""
    found = scanned_letters.find_letter(request.actor, letter, at=now())
    if found is None or not 1 <= page <= found.pages:
        raise Http404
    rows = scanned_letters.scan_files(found)
    if len(rows) == 1:
        row, number = rows[0], page
    elif page <= len(rows):
        row, number = rows[page - 1], 1
    else:
        raise Http404
    if row.shown_type == "application/pdf":
        return file_responses.pdf_page_response(row, number)
    return file_responses.file_response(request, row, name=f"letter-{page}")
