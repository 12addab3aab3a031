"""A cell's verifications: the list, one request with its moves, the photo. Each opening is written down."""

import logging

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.rules.form_input import is_row_number
from complaints.evidence.sealed_storage import Damaged
from complaints.evidence.serving import HEADERS
from desk.complaint.audited_read import shown_if_written
from desk.moves.move_form import TypedWords
from desk.wording import joined, moment, post_of
from enquiries.desk.access import only
from enquiries.models import Verification
from enquiries.models.labels import REFUSALS, VERIFICATION_BUTTONS, VERIFICATION_EVENTS, VERIFICATION_STATUSES
from enquiries.queries import verifications as known
from enquiries.queries.verifications import Case
from enquiries.rules.refusals import Refusal
from enquiries.rules.verification import MOVES, TOLD_IN_PERSON, Move, may_look_on, may_work, offered, sees_any
from enquiries.services.photos import open_photo
from enquiries.services.readings import note_reading
from enquiries.services.verification_moves import move_verification
from ledger.exceptions import NotPermitted, Overtaken, Refused

logger = logging.getLogger(__name__)
PAGE = "enquiries/desk/verification.html"
NOTES = {
    "cannot_say": _("Reason: what the record office needs, or what is unclear"),
    "look_again": _("Reason for checking again"),
    "told_in_person": _("Who you told, and how you checked their identity"),
}
"""What the note of a move is about."""


class MoveForm(forms.Form):
    """One move. `seen`: the version that its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, move: Move, seen: int):
        super().__init__(data, initial={"seen": seen}, auto_id=f"{move.name}_%s")
        self.move, self.title = move, VERIFICATION_BUTTONS[move.name]
        if move.words:
            missing = {"required": REFUSALS[Refusal.WORDS_MISSING]}
            self.fields["words"] = TypedWords(label=NOTES[move.name], rows=2, error_messages=missing)


def sees(actor: Actor) -> bool:
    return sees_any(actor.role, actor.office_kind)


@require_safe
@only(sees)
def listed(request: HttpRequest) -> HttpResponse:
    """What is open, the oldest first, or of one status. No name stands here."""
    status = request.GET.get("status", "")
    status = status if status in dict(VERIFICATION_STATUSES) else ""
    after = request.GET.get("after", "")
    found = known.listed(request.actor, status=status, after=int(after) if is_row_number(after) else None)
    rows = [{"row": row, "received": moment(row.received_at), "tone": _tone(row)} for row in found.rows]
    shown = {"rows": rows, "status": status, "statuses": VERIFICATION_STATUSES, "after": found.after}
    return render(request, "enquiries/desk/verifications.html", shown)


@require_safe
@only(sees)
@shown_if_written
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One request: who asks, about whom, what was done, and what may be done now."""
    return _page(request, _found(request, number))


def _page(request: HttpRequest, found: Verification, *, tried: MoveForm | None = None, status: int = 200):
    """The page, which is a reading. `tried`: a form as it was sent."""
    note_reading(found, by=request.actor, at=now())
    audits = may_look_on(request.actor.role, request.actor.office_kind)
    case = known.case(found, with_readings=audits)
    shown = {
        "case": case,
        "found": found,
        "tone": _tone(found),
        "received": moment(found.received_at),
        "acts": _acts(case),
        "readings": [(moment(row.at), row.posting.officer.title, row.office.name) for row in case.readings],
        "moves": _moves(request.actor, found, tried),
        "form": tried,
    }
    return render(request, PAGE, shown, status=status)


def _moves(actor: Actor, found: Verification, tried: MoveForm | None) -> list[MoveForm]:
    if not _works(actor, found):
        return []
    made = {tried.move.name: tried} if tried else {}
    return [made.get(move.name) or MoveForm(move=move, seen=found.version) for move in offered(found.status)]


def _works(actor: Actor, found: Verification) -> bool:
    return may_work(actor.role, actor.office_path, at_office=found.office.path)


def _acts(case: Case) -> list[dict]:
    """Each act in words, who did it and when, and the note beside it."""
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
@only(sees, typed=("words",))
@shown_if_written
def move(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a move. 422 with the form where words are missing, 409 where somebody was first; the words stay."""
    found = _found(request, number)
    if name not in MOVES or not _works(request.actor, found):
        raise Http404
    if request.method != "POST":
        return redirect("desk_verification", number=number)
    form = MoveForm(request.POST, move=MOVES[name], seen=found.version)
    if not form.is_valid():
        return _page(request, found, tried=form, status=422)
    told = form.cleaned_data
    try:
        move_verification(
            verification_id=found.pk,
            name=name,
            words=told.get("words", ""),
            seen=told["seen"],
            by=request.actor,
            at=now(),
        )
    except NotPermitted as refused:
        raise Http404 from refused
    except Refused as refused:
        form.add_error(refused.field or None, REFUSALS[refused.reason])
        return _page(request, found, tried=form, status=422)
    except Overtaken:
        form.add_error(None, REFUSALS[Refusal.NOT_POSSIBLE_NOW])
        return _page(request, _found(request, number), tried=form, status=409)
    messages.success(request, _("Recorded. Thank you."))
    return redirect("desk_verification", number=number)


@require_safe
@only(sees)
@shown_if_written
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """The worker's photo; a reading, as the page is. 404 once it is erased."""
    found = _found(request, number)
    if found.photo is None:
        raise Http404
    try:
        with open_photo(found.photo) as copy:
            contents = copy.read()
    except Damaged as damaged:
        logger.exception("The photo of verification %s cannot be read", found.pk)
        raise Http404 from damaged
    note_reading(found, by=request.actor, at=now())
    return HttpResponse(contents, content_type=found.photo.media_type, headers=HEADERS | {"Accept-Ranges": "none"})


def _found(request: HttpRequest, number: str) -> Verification:
    try:
        return known.seen(request.actor, number)
    except Verification.DoesNotExist as missing:
        raise Http404 from missing


def _tone(found: Verification) -> str:
    """Of its chip: what waits for the cell, what waits for others, what is over."""
    if found.status in TOLD_IN_PERSON or found.status == "received":
        return "soon"
    return "good" if found.status == "clear" else "paused"
