"""What the page of one complaint shows, put together for one reader at one moment."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from complaints.desk import timeline
from complaints.desk.acts import WORDINGS, acts_for
from complaints.desk.chips import Clocks, contact_chip, decision_chip, report_chip
from complaints.desk.evidence import exhibits
from complaints.desk.forms import MoveForm
from complaints.desk.saying import cell_of, day, joined, moment, post_of
from complaints.models import Complaint
from complaints.queries import file
from complaints.services import readings

TEMPLATE = "complaints/desk/complaint.html"


def show(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    """The page of one complaint."""
    return _shown(request, complaint, context(request, complaint, at=at), at=at)


def show_refused(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """The page with a form as it was typed and what is wrong with it. 422.

    Raises PermissionDenied where the form's move is not on offer at all.
    """
    shown = context(request, complaint, at=at, refused=form)
    if all(act.form is not form for act in shown["acts"]):
        raise PermissionDenied
    return _shown(request, complaint, shown, at=at, status=422)


def show_overtaken(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """Someone else was first: what was typed, what happened meanwhile, and how it stands now. 409."""
    shown = context(request, complaint, at=at)
    meanwhile = shown["entries"][form.history_seen : shown["length"]]
    shown["overtaken"] = {"title": WORDINGS[form.name].title, "typed": form.typed(), "meanwhile": meanwhile}
    return _shown(request, complaint, shown, at=at, status=409)


def _shown(request: HttpRequest, complaint: Complaint, shown: dict, *, at: datetime, status: int = 200) -> HttpResponse:
    """Whoever is shown the file has read it: both in one transaction (views), or neither."""
    answer = render(request, TEMPLATE, shown, status=status)
    readings.note(complaint, by=request.actor, at=at)
    return answer


def context(request: HttpRequest, complaint: Complaint, *, at: datetime, refused: MoveForm | None = None) -> dict:
    """Everything that the template names."""
    history = file.history_of(complaint, request.actor)
    people = file.people_in(history)
    acts = acts_for(complaint, by=request.actor, at=at, seen=len(history), refused=refused)
    return {
        "complaint": complaint,
        "chips": chips(complaint, at=at),
        "facts": facts_of(complaint),
        "person": person_of(complaint, request.actor),
        "exhibits": exhibits(complaint, actor=request.actor),
        "entries": timeline.entries(complaint, history, people, at=at),
        "length": len(history),
        "acts": acts,
        "possible": [act for act in acts if act.form],
        "refused": [act for act in acts if not act.form],
        "has_errors": refused is not None,
    }


def chips(complaint: Complaint, *, at: datetime) -> list[tuple]:
    """Label and chip of each clock that says something."""
    clocks = Clocks.of(vars(complaint))
    said = [
        (_("Contact"), contact_chip(clocks, at=at)),
        (_("Report"), report_chip(clocks, at=at)),
        (_("Decision"), decision_chip(clocks, at=at)),
    ]
    return [(label, chip) for label, chip in said if chip]


def facts_of(complaint: Complaint) -> list[tuple[str, str]]:
    """Label and value of what is known of the matter, without its complainant."""
    told = complaint.statement
    place = complaint.place
    where = joined(place.name, place.parent.name if place.parent_id else "")
    known = [
        (_("Where it happened"), where),
        (_("Landmark"), told.landmark),
        (_("When it happened"), day(told.happened_on) if told.happened_on else ""),
        (_("Whom it concerns"), told.concerns),
        (_("Received"), moment(complaint.received_at)),
        (_("Channel"), complaint.get_channel_display()),
        (_("Held by"), holder_of(complaint)),
        (_("Round"), str(complaint.cycle) if complaint.cycle > 1 else ""),
        (_("Outcome"), complaint.get_outcome_display()),
        (_("FIR"), joined(complaint.fir_number, complaint.fir_station)),
        (_("Ending"), complaint.get_ending_display()),
    ]
    return [(label, value) for label, value in known if value]


def holder_of(complaint: Complaint) -> str:
    """The officer who has it and their post, or the cell."""
    if complaint.holder is None:
        return cell_of(complaint.office.name)
    return joined(complaint.holder.officer.title, post_of(complaint.holder))


def person_of(complaint: Complaint, actor) -> dict | None:
    """The complainant, as far as this reader may know; None where the identity is protected from them."""
    complainant = file.complainant_of(complaint, actor=actor)
    if complainant is None:
        return None
    number = complainant.document_number
    return {
        "facts": [
            (_("Name"), complainant.name, False),
            (_("Phone"), complainant.phone, True),
            (_("E-mail"), complainant.email, True),
            (complainant.get_document_display(), number, True),
            (_("Address"), complainant.address, False),
        ],
        "woman_officer": complainant.woman_officer,
    }
