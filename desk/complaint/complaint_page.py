"""The page of one complaint: its template context, and the variants after a refused or overtaken move."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.rules import positions
from complaints.models import Complainant, Complaint, Invitation, Naming
from complaints.models.labels import post_told
from complaints.queries import followup
from complaints.queries.conflict_exclusion import wall_of
from complaints.queries.followup import Last
from complaints.rules.followup import Followup
from complaints.rules.referral import REFERRED
from complaints.services import facts
from complaints.services.access_keys import printed_keys
from complaints.workflow.table import MOVES
from desk import naming_page
from desk.complaint import missing_child, timeline
from desk.complaint.badges import Clocks, contact_chip, decision_chip, owed_chips, report_chip, running
from desk.complaint.complainant_card import person_of
from desk.complaint.contact_safety import reaching
from desk.complaint.dual_approval import keys
from desk.complaint.evidence_page import exhibits, may_see
from desk.complaint.identity_reveal import RevealForm
from desk.complaint.open_questions import missing
from desk.complaint.presence import others_at
from desk.contact_details import may_correct
from desk.moves.available_moves import acts_for, with_replies
from desk.moves.move_form import MoveForm
from desk.queries import complaint_details, replies
from desk.queries.complaint_details import TimelineEntry
from desk.replies.filling import filled
from desk.services import readings
from desk.wording import cell_of, day, joined, moment, post_of

TEMPLATE = "desk/complaint.html"


class Fact(NamedTuple):
    """One fact about the matter. `note`: when the complainant added it, if that was after the registration."""

    label: str
    value: str
    note: str


def show(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    """Show the page of one complaint."""
    return _render(request, complaint, context(request, complaint, at=at), at=at)


def show_refused(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """Show the page with a refused form and its errors. 422.

    Raises PermissionDenied if the form's move is not offered to this officer.
    """
    return _render(request, complaint, _context_with_form(request, complaint, form, at=at), at=at, status=422)


def _context_with_form(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> dict:
    page_context = context(request, complaint, at=at, refused=form)
    if all(act.form is not form for act in page_context["acts"]):
        raise PermissionDenied
    return page_context


def show_filled(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """Show the page with the form as typed so far, and with the text of the chosen canned reply, if any.

    Raises PermissionDenied if the form's move is not offered to this officer.
    """
    offered = replies.offered(request.actor, category_id=complaint.category_id, moves=[form.name], language="")
    chosen = next((reply for reply in offered if str(reply.pk) == request.POST.get("reply")), None)
    words = filled(chosen, complaint, request.posting) if chosen else request.POST.get("words", "")
    form.fill(request.POST, words)
    return _render(request, complaint, _context_with_form(request, complaint, form, at=at), at=at)


def show_overtaken(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """Show, after someone else moved first, what was typed, what happened meanwhile, and the present state. 409."""
    page_context = context(request, complaint, at=at)
    meanwhile = page_context["entries"][form.history_seen : page_context["length"]]
    page_context["overtaken"] = {"title": MOVES[form.name].page.title, "typed": form.typed(), "meanwhile": meanwhile}
    return _render(request, complaint, page_context, at=at, status=409)


def _render(
    request: HttpRequest, complaint: Complaint, page_context: dict, *, at: datetime, status: int = 200
) -> HttpResponse:
    """Render the page and record the reading. The transaction of audited_read makes sure that neither happens alone."""
    response = render(request, TEMPLATE, page_context, status=status)
    readings.note(complaint, by=request.actor, at=at)
    return response


def context(request: HttpRequest, complaint: Complaint, *, at: datetime, refused: MoveForm | None = None) -> dict:
    """Return the template context of the page. `refused`: a form with errors."""
    full_history = complaint_details.whole_history(complaint)
    history = complaint_details.told_to(request.actor, complaint, full_history)
    person = complaint_details.complainant_of(complaint, actor=request.actor) or followup.unnamed(
        complaint.complainant_id
    )
    concerned = naming_page.panel(complaint, actor=request.actor, at=at)
    at_hand = _facts_at_hand(request.actor, complaint, full_history, concerned["names"], at=at)
    return {
        "complaint": complaint,
        "chips": chips(complaint, at=at),
        "entries": timeline.entries(complaint, history, complaint_details.names_in(history), at=at),
        "length": len(history),
        "keys": keys(complaint),
        "printed_at": moment(at),
        "here": others_at(complaint.pk, request.posting, at=at),
        "concerned": concerned,
        **_matter_context(request.actor, complaint, person, history, at=at),
        **_acts_context(request.actor, complaint, person, at_hand, seen=len(history), at=at, refused=refused),
        "has_errors": refused is not None and bool(refused.errors),
    }


def _matter_context(
    actor: Actor, complaint: Complaint, person: Complainant, history: list[TimelineEntry], *, at: datetime
) -> dict:
    """Return what is known about the matter and the complainant, as far as this reader may see it."""
    files, named = exhibits(complaint, actor=actor), complaint_details.may_see_identity(actor, complaint)
    past = followup.latest((one.seq, one.at, one.facts) for one in history if one.kind == followup.KIND)
    return {
        "facts": facts_of(complaint, past, named=named),
        "person": person_of(person) if named else None,
        "reveal_form": RevealForm() if complaint_details.may_reveal(actor, complaint) else None,
        "may_correct": named and may_correct(actor, person),
        "may_give_key": printed_keys.may_give(actor, complaint, person),
        "may_approve_key": printed_keys.may_approve_key(actor, complaint, at=at),
        "reaching": reaching(person, at=at, named=named),
        "is_referred": complaint.category.code in REFERRED,
        "child": missing_child.panel(complaint, person, history, files=len(files), named=named),
        "missing": missing(complaint, person, past, files=len(files) if may_see(actor) else None, named=named),
        "exhibits": files,
    }


def _facts_at_hand(
    actor: Actor, complaint: Complaint, full_history: list[TimelineEntry], namings: list[Naming], *, at: datetime
) -> facts.AtHand:
    """Return the facts for guards that the page has loaded already.

    `full_history`: includes the events that this reader may not see, because guards depend on them all the same.
    """
    past = facts.remember(complaint, ((entry.kind, entry.cycle, entry.at) for entry in full_history))
    unheard = any(not naming.is_heard for naming in namings)
    since = complaint.reported_at or at
    approvers = {entry.officer_id for entry in full_history if entry.kind in facts.KEYS and entry.at >= since}
    return facts.AtHand(
        claimed_at=complaint.claimed_at,
        past=past,
        exclusion=wall_of(complaint, at=at),
        is_accused_unheard=unheard,
        approver_ids=frozenset(approvers),
        annotated=facts.Annotated.from_complaint(complaint, actor),
    )


def _acts_context(
    actor: Actor, complaint: Complaint, person: Complainant, at_hand: facts.AtHand, *, seen, at, refused
) -> dict:
    """Return the moves that this reader may make, and those that are refused now."""
    acts = acts_for(complaint, by=actor, at=at, seen=seen, at_hand=at_hand, refused=refused)
    moves = [act.name for act in acts if act.form and MOVES[act.name].has_replies]
    if moves:
        offered = replies.offered(actor, category_id=complaint.category_id, moves=moves, language=person.language)
        acts = with_replies(acts, offered)
    note = next((act for act in acts if act.name == "note"), None)
    steps = [act for act in acts if act is not note]
    # The browser keeps one form of the group open.
    by_precedence = [*(act.name for act in steps if act.is_open), *(act.name for act in steps)]
    return {
        "acts": acts,
        "note": note,
        "open_act": next(iter(by_precedence), ""),
        "possible": [act for act in steps if act.form],
        "refused": [act for act in steps if not act.form],
    }


def chips(complaint: Complaint, *, at: datetime) -> list[tuple]:
    """Return label and badge of each clock that has one."""
    clocks = Clocks.of(vars(complaint))
    labelled = [
        (_("Contact"), contact_chip(clocks, at=at)),
        (_("Report"), report_chip(clocks, at=at)),
        (_("Decision"), decision_chip(clocks, at=at)),
        (_("Order"), running(complaint.order_due_at, at=at) if complaint.order_due_at else None),
        *owed_chips(clocks, at=at),
    ]
    return [(label, chip) for label, chip in labelled if chip]


def facts_of(complaint: Complaint, past: Mapping[str, Last], *, named: bool) -> list[Fact]:
    """Return the known facts about the matter, without the complainant.

    `past`: the complainant's latest answers to follow-up questions, which add a note with their time.
    `named`: whether this reader may know the complainant. If not, the exact position is hidden: it can be their home.
    """
    statement, place = complaint.statement, complaint.place
    rows = [
        (_("Where it happened"), joined(place.name, place.parent.name if place.parent_id else ""), Followup.STATION),
        (_("Landmark"), statement.landmark, Followup.LANDMARK),
        (_("Location of their phone"), position_of(statement.position) if named else "", Followup.POSITION),
        (_("When it happened"), when_of(complaint), Followup.WHEN),
        (_("Complaint against"), statement.concerns or post_told(statement.concerned), Followup.CONCERNS),
        *((label, value, None) for label, value in missing_child.child_facts(complaint)),
        (_("Received"), moment(complaint.received_at), None),
        (_("Channel"), complaint.get_channel_display(), None),
        (_("Holder"), holder_of(complaint), None),
        (_("Invited to an office"), _invitation(complaint), None),
        (_("Round"), str(complaint.cycle) if complaint.cycle > 1 else "", None),
        (_("Outcome"), complaint.get_outcome_display(), None),
        (_("FIR"), joined(complaint.fir_number, complaint.fir_station), None),
        (_("How it ended"), complaint.get_ending_display(), None),
    ]
    added = {question: _("added %(when)s") % {"when": moment(last.at)} for question, last in past.items()}
    return [Fact(label, value, added.get(question, "")) for label, value, question in rows if value]


def _invitation(complaint: Complaint) -> str:
    """Return the time of this round's invitation and the complainant's answer; empty if there is none."""
    invited_for = getattr(complaint, "invited_for", None)
    if invited_for is None:
        return ""
    answer = dict(Invitation.Answer.choices).get(complaint.invitation_answer, _("no answer (not required)"))
    return joined(moment(invited_for), str(answer))


def when_of(complaint: Complaint) -> str:
    """Return the day of the incident and the complainant's own description of the time."""
    statement = complaint.statement
    return joined(day(statement.happened_on) if statement.happened_on else "", statement.happened_about)


def position_of(position: str) -> str:
    """Return a position as in "31.52037, 74.35875, to within 12 m"; empty if there is none."""
    if not position:
        return ""
    latitude, longitude, metres = positions.parse(position)
    values = {"place": f"{latitude}, {longitude}", "metres": metres}
    return _("%(place)s, to within %(metres)s m") % values


def holder_of(complaint: Complaint) -> str:
    """Return the officer who has the complaint, with their post, or the complaint cell."""
    if complaint.holder is None:
        return cell_of(complaint.office.name)
    return joined(complaint.holder.officer.title, post_of(complaint.holder))
