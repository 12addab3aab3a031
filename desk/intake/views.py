"""The page that is filled while the person speaks. Every sending keeps what was typed with the draft."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from citizen.evidence import form_uploads, upload_target
from citizen.evidence.request_limits import takes_files
from complaints.models import Draft
from complaints.rules.persons import Behalf
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.drafts import Finished
from desk.intake import fields
from desk.intake.draft_required import address, operators_only, own
from desk.intake.forms import KEY, PHONE, IntakeForm
from desk.wording import moment

TEMPLATE = "desk/intake/form.html"
STEP, INTAKE = "intake", "_intake"
"""In a draft: what was typed on the page, and what only the registration needs (channel, day of a letter)."""
OTHER_STATIONS = "stations"
"""The button that asks for the police stations of the district that was chosen."""


@require_safe
@operators_only
def begin(request: HttpRequest) -> HttpResponse:
    """An empty page under a key of its own, and what this operator has begun and not finished today."""
    at = now()
    mine = Draft.objects.filter(operator=request.actor.posting_id, complaint=None, expires_at__gt=at)
    begun = [
        {"url": address("intake_draft", draft.pk), "when": moment(draft.created_at)}
        for draft in mine.order_by("-created_at")[:10]
    ]
    return _page(request, uuid4(), _form(request, at=at), begun=begun)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
@takes_files
def take(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Keep what was typed; what is whole goes on to be read back. 422 where something is missing."""
    at = now()
    found = own(request, draft, at=at)
    if found and found.complaint_id:
        return redirect("desk:intake_done", draft=draft)
    if request.method != "POST":
        typed = found.answers.get(drafts.TYPED, {}).get(STEP) if found else None
        return _page(request, draft, _form(request, initial=typed, at=at), found=found)
    form = _form(request, data=request.POST, at=at)
    found = found or _begun(request, draft, at=at)
    try:
        return _kept(request, found, form, at=at)
    except Finished:  # in another window, at the same time
        return redirect("desk:intake_done", draft=draft)


def _kept(request: HttpRequest, draft: Draft, form: IntakeForm, *, at: datetime) -> HttpResponse:
    files = form_uploads.take(request, upload_target.of_draft(draft), at=at)
    is_whole = form.is_valid()
    draft = drafts.note(draft.pk, step=STEP, typed=form.typed())
    if OTHER_STATIONS in request.POST:
        return _page(request, draft.pk, _form(request, initial=form.typed(), at=at), found=draft)
    if files.stay or not is_whole:
        return _page(request, draft.pk, form, found=draft, files=files.target)
    if form.still_asks_of_the_child:
        asking = _form(request, initial=form.typed(), at=at)
        return _page(request, draft.pk, asking, found=draft, asks_of_the_child=True)
    letter_of = form.cleaned_data["letter_of"]
    said = {"channel": form.cleaned_data["channel"], "letter_of": letter_of.isoformat() if letter_of else ""}
    drafts.tell(draft.pk, step="", answers=form.answers() | {INTAKE: said})
    return redirect("desk:intake_check", draft=draft.pk)


def _begun(request: HttpRequest, draft: UUID, *, at: datetime) -> Draft:
    """The draft of this page's key; of two sendings at once, one draft."""
    by = request.actor.posting_id
    made, is_new = drafts.begin(key=draft, answers={}, channel=Channel.COUNTER, at=at, operator=by)
    return made if is_new else own(request, draft, at=at)


def _form(request: HttpRequest, *, data=None, initial: dict | None = None, at: datetime) -> IntakeForm:
    """With what usually fits: a walk-in of the operator's own district, reached by phone, in the desk's language."""
    language = "ur" if (get_language() or "").startswith("ur") else "en"
    usual = {
        "channel": str(Channel.COUNTER),
        "district": _own_district(request),
        "reach": PHONE,
        "language": language,
        "behalf": str(Behalf.SELF),
    }
    return IntakeForm(data, today=localdate(at), initial=usual if initial is None else initial)


def _own_district(request: HttpRequest) -> str:
    actor = request.actor
    if actor.office_kind is not OfficeKind.DISTRICT:
        return ""
    return Office.objects.values_list("code", flat=True).get(pk=actor.office_id)


def _page(request: HttpRequest, key: UUID, form: IntakeForm, *, found=None, files=None, **more) -> HttpResponse:
    """The page; `more`: what else its template names (`begun`, `asks_of_the_child`)."""
    if found is not None and files is None:
        files = upload_target.of_draft(found)
    refused = bool(form.errors or (files and files.refused))
    context = {
        "key": key,
        "form": form,
        "kinds": fields.names_of_kinds(),
        "files": files,
        "has_errors": refused,
        "no_phone": KEY,
        **more,
    }
    return render(request, TEMPLATE, context, status=422 if refused else 200)
