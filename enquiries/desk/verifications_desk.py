"""A cell's pages of verifications: the list, one request with its moves, and the photo. Each opening is recorded."""

import logging

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.rules.form_input import is_row_id
from complaints.evidence.file_responses import HEADERS
from complaints.evidence.sealed_storage import DamagedFile
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.complaint.audited_views import require_recorded_readings
from desk.exports.selections import export_links
from desk.formatting import joined, moment, post_of
from desk.moves.move_form import TypedTextField
from enquiries.desk.register_access import register_access_required
from enquiries.models import Verification
from enquiries.models.labels import REFUSALS, VERIFICATION_BUTTONS, VERIFICATION_EVENTS, VERIFICATION_STATUSES
from enquiries.queries import verification_lists as verification_queries
from enquiries.queries.verification_lists import VerificationCase
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.verification_workflow import (
    ANSWERED_IN_PERSON,
    VERIFICATION_MOVES,
    VerificationMove,
    may_audit_verifications,
    may_handle_verifications,
    may_open_verifications,
    offered_verification_moves,
)
from enquiries.services.verification_moves import move_verification
from enquiries.services.verification_readings import record_verification_reading
from enquiries.services.worker_photos import open_photo
from ledger.service_exceptions import NotPermitted, Overtaken, Refused

logger = logging.getLogger(__name__)
VERIFICATION_TEMPLATE = "enquiries/desk/verification.html"
NOTE_LABELS = {
    "cannot_say": _("Reason: what the record office needs, or what is unclear"),
    "look_again": _("Reason for checking again"),
    "told_in_person": _("Who you told, and how you checked their identity"),
}
"""The label of a move's note."""


class VerificationMoveForm(forms.Form):
    """The form of a move. `seen`: the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, move: VerificationMove, seen: int):
        super().__init__(data, initial={"seen": seen}, auto_id=f"{move.name}_%s")
        self.move, self.title = move, VERIFICATION_BUTTONS[move.name]
        if move.needs_note:
            missing = {"required": REFUSALS[EnquiryRefusal.WORDS_MISSING]}
            self.fields["words"] = TypedTextField(label=NOTE_LABELS[move.name], rows=2, error_messages=missing)


def actor_has_register(actor: Actor) -> bool:
    """Return whether an actor has the list of verifications."""
    return may_open_verifications(actor.role, actor.office_kind)


def requested_status(request: HttpRequest) -> str:
    """Return the status in the URL; empty for the open requests."""
    status = request.GET.get("status", "")
    return status if status in dict(VERIFICATION_STATUSES) else ""


@require_safe
@register_access_required(actor_has_register)
def list_verifications(request: HttpRequest) -> HttpResponse:
    """Show the open requests, or those of one status, the oldest first and without names."""
    status = requested_status(request)
    after = request.GET.get("after", "")
    page = verification_queries.load_verification_page(
        request.actor, status=status, after=int(after) if is_row_id(after) else None
    )
    rows = [{"row": row, "received": moment(row.received_at), "tone": _badge_tone(row)} for row in page.rows]
    context = {"rows": rows, "status": status, "statuses": VERIFICATION_STATUSES, "after": page.after}
    context["export"] = export_links(ViewPage.VERIFICATIONS, request.GET)
    return render(request, "enquiries/desk/verifications.html", context)


@require_safe
@register_access_required(actor_has_register)
@require_recorded_readings
def show_verification(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request: the employer, the worker, the record of acts, and the possible moves."""
    return _render_page(request, _get_verification(request, number))


def _render_page(
    request: HttpRequest,
    verification: Verification,
    *,
    submitted_form: VerificationMoveForm | None = None,
    status: int = 200,
):
    """Render the page, and record the reading. `submitted_form`: a submitted form that was refused."""
    record_verification_reading(verification, by=request.actor, at=now())
    is_auditor = may_audit_verifications(request.actor.role, request.actor.office_kind)
    case = verification_queries.load_verification_case(verification, with_readings=is_auditor)
    context = {
        "case": case,
        "found": verification,
        "tone": _badge_tone(verification),
        "received": moment(verification.received_at),
        "acts": _act_rows(case),
        "readings": [(moment(row.at), row.posting.officer.title, row.office.name) for row in case.readings],
        "moves": _move_forms(request.actor, verification, submitted_form),
        "form": submitted_form,
    }
    return render(request, VERIFICATION_TEMPLATE, context, status=status)


def _move_forms(
    actor: Actor, verification: Verification, submitted_form: VerificationMoveForm | None
) -> list[VerificationMoveForm]:
    if not _may_move(actor, verification):
        return []
    submitted = {submitted_form.move.name: submitted_form} if submitted_form else {}
    return [
        submitted.get(move.name) or VerificationMoveForm(move=move, seen=verification.version)
        for move in offered_verification_moves(verification.status)
    ]


def _may_move(actor: Actor, verification: Verification) -> bool:
    return may_handle_verifications(actor.role, actor.office_path, at_office=verification.office.path)


def _act_rows(case: VerificationCase) -> list[dict]:
    """Return each act in words, with the officer, the time and the note."""
    return [
        {
            "words": VERIFICATION_EVENTS[act.name],
            "who": joined(act.posting.officer.title, post_of(act.posting)) if act.posting else "",
            "when": moment(act.at),
            "note": act.note.words if hasattr(act, "note") else "",
        }
        for act in case.acts
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@register_access_required(actor_has_register, typed_fields=("words",))
@require_recorded_readings
def submit_verification_move(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Make a move. Answer 422 with the form if the note is missing, 409 if somebody moved first; the note is kept."""
    verification = _get_verification(request, number)
    if name not in VERIFICATION_MOVES or not _may_move(request.actor, verification):
        raise Http404
    if request.method != "POST":
        return redirect("desk_verification", number=number)
    form = VerificationMoveForm(request.POST, move=VERIFICATION_MOVES[name], seen=verification.version)
    if not form.is_valid():
        return _render_page(request, verification, submitted_form=form, status=422)
    data = form.cleaned_data
    try:
        move_verification(
            verification_id=verification.pk,
            name=name,
            words=data.get("words", ""),
            seen=data["seen"],
            by=request.actor,
            at=now(),
        )
    except NotPermitted as refused:
        raise Http404 from refused
    except Refused as refused:
        form.add_error(refused.field or None, REFUSALS[refused.reason])
        return _render_page(request, verification, submitted_form=form, status=422)
    except Overtaken:
        form.add_error(None, REFUSALS[EnquiryRefusal.NOT_POSSIBLE_NOW])
        return _render_page(request, _get_verification(request, number), submitted_form=form, status=409)
    messages.success(request, _("Recorded. Thank you."))
    return redirect("desk_verification", number=number)


@require_safe
@register_access_required(actor_has_register)
@require_recorded_readings
def send_worker_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Send the worker's photo, and record the reading. 404 after it was erased."""
    verification = _get_verification(request, number)
    if verification.photo is None:
        raise Http404
    try:
        with open_photo(verification.photo) as copy:
            contents = copy.read()
    except DamagedFile as damaged:
        logger.exception("The photo of verification %s cannot be read", verification.pk)
        raise Http404 from damaged
    record_verification_reading(verification, by=request.actor, at=now())
    headers = HEADERS | {"Accept-Ranges": "none"}
    return HttpResponse(contents, content_type=verification.photo.media_type, headers=headers)


def _get_verification(request: HttpRequest, number: str) -> Verification:
    try:
        return verification_queries.get_visible_verification(request.actor, number)
    except Verification.DoesNotExist as missing:
        raise Http404 from missing


def _badge_tone(verification: Verification) -> str:
    """Return the colour of the badge: "soon" if the cell must act."""
    if verification.status in ANSWERED_IN_PERSON or verification.status == "received":
        return "soon"
    return "good" if verification.status == "clear" else "paused"
