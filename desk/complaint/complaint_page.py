"""What the page of one complaint shows, put together for one reader at one moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.rules import positions
from complaints.models import CannedReply, Complainant, Complaint, Invitation, Naming
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
from desk.moves.available_moves import Act, acts_for, with_replies
from desk.moves.move_form import MoveForm
from desk.queries import complaint_details, replies
from desk.queries.complaint_details import TimelineEntry
from desk.replies.filling import filled
from desk.services import readings
from desk.wording import cell_of, day, joined, moment, post_of

TEMPLATE = "desk/complaint.html"


class Fact(NamedTuple):
    """`note`: when it was told, where that was after the number was there."""

    label: str
    value: str
    note: str


def show(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    """The page of one complaint."""
    return _shown(request, complaint, context(request, complaint, at=at), at=at)


def show_refused(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """The page with a form as it was typed and what is wrong with it. 422.

    Raises PermissionDenied where the form's move is not on offer at all.
    """
    return _shown(request, complaint, _with_form(request, complaint, form, at=at), at=at, status=422)


def _with_form(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> dict:
    shown = context(request, complaint, at=at, refused=form)
    if all(act.form is not form for act in shown["acts"]):
        raise PermissionDenied
    return shown


def show_filled(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """The page with what was typed so far and the words of the chosen reply. Where none was chosen, as it was typed.

    Raises PermissionDenied where the form's move is not on offer at all.
    """
    moves = [form.name]
    offered = replies.offered(request.actor, category_id=complaint.category_id, moves=moves, language="")
    chosen = next((reply for reply in offered if str(reply.pk) == request.POST.get("reply")), None)
    words = filled(chosen, complaint, request.posting) if chosen else request.POST.get("words", "")
    form.fill(request.POST, words)
    return _shown(request, complaint, _with_form(request, complaint, form, at=at), at=at)


def show_overtaken(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> HttpResponse:
    """Someone else was first: what was typed, what happened meanwhile, and how it stands now. 409."""
    shown = context(request, complaint, at=at)
    meanwhile = shown["entries"][form.history_seen : shown["length"]]
    shown["overtaken"] = {"title": MOVES[form.name].page.title, "typed": form.typed(), "meanwhile": meanwhile}
    return _shown(request, complaint, shown, at=at, status=409)


def _shown(request: HttpRequest, complaint: Complaint, shown: dict, *, at: datetime, status: int = 200) -> HttpResponse:
    """Whoever is shown the file has read it: both in one transaction (views), or neither."""
    answer = render(request, TEMPLATE, shown, status=status)
    readings.note(complaint, by=request.actor, at=at)
    return answer


def context(request: HttpRequest, complaint: Complaint, *, at: datetime, refused: MoveForm | None = None) -> dict:
    """Everything that the template names."""
    whole = complaint_details.whole_history(complaint)
    history = complaint_details.told_to(request.actor, complaint, whole)
    who = complaint_details.complainant_of(complaint, actor=request.actor) or followup.unnamed(complaint.complainant_id)
    concerned = naming_page.panel(complaint, actor=request.actor, at=at)
    on_the_page = {"seen": len(history), "at": at, "refused": refused}
    return {
        "complaint": complaint,
        "chips": chips(complaint, at=at),
        "entries": timeline.entries(complaint, history, complaint_details.names_in(history), at=at),
        "length": len(history),
        "keys": keys(complaint),
        "printed_at": moment(at),
        "here": others_at(complaint.pk, request.posting, at=at),
        "concerned": concerned,
        **_matter(request.actor, complaint, who, history, at=at),
        **_acts(
            request.actor,
            complaint,
            who,
            _at_hand(request.actor, complaint, whole, concerned["names"], at=at),
            **on_the_page,
        ),
        "has_errors": refused is not None and bool(refused.errors),
    }


def _matter(
    actor: Actor, complaint: Complaint, who: Complainant, history: list[TimelineEntry], *, at: datetime
) -> dict:
    """What is known of the matter and of its complainant, as far as this reader may know it."""
    shown, named = exhibits(complaint, actor=actor), complaint_details.may_see_identity(actor, complaint)
    past = followup.latest((one.seq, one.at, one.facts) for one in history if one.kind == followup.KIND)
    return {
        "facts": facts_of(complaint, past, named=named),
        "person": person_of(who) if named else None,
        "reveal_form": RevealForm() if complaint_details.may_reveal(actor, complaint) else None,
        "may_correct": named and may_correct(actor, who),
        "may_give_key": printed_keys.may_give(actor, complaint, who),
        "may_approve_key": printed_keys.may_approve_key(actor, complaint, at=at),
        "reaching": reaching(who, at=at, named=named),
        "is_referred": complaint.category.code in REFERRED,
        "child": missing_child.panel(complaint, who, history, files=len(shown), named=named),
        "missing": missing(complaint, who, past, files=len(shown) if may_see(actor) else None, named=named),
        "exhibits": shown,
    }


def _at_hand(
    actor: Actor, complaint: Complaint, whole: list[TimelineEntry], names: list[Naming], *, at: datetime
) -> facts.AtHand:
    """What the page has fetched that guards ask. `whole`: the history with what this reader may not read, which the
    guards ask all the same."""
    past = facts.remember(complaint, ((one.kind, one.cycle, one.at) for one in whole))
    unheard = any(not name.is_heard for name in names)
    turners = {one.officer_id for one in whole if one.kind in facts.KEYS and one.at >= (complaint.reported_at or at)}
    return facts.AtHand(
        claimed_at=complaint.claimed_at,
        past=past,
        wall=wall_of(complaint, at=at),
        unheard=unheard,
        key_turners=frozenset(turners),
        annotated=facts.Annotated.on(complaint, actor),
    )


def _acts(actor: Actor, complaint: Complaint, who: Complainant, at_hand: facts.AtHand, *, seen, at, refused) -> dict:
    """What this reader may do."""
    acts = acts_for(complaint, by=actor, at=at, seen=seen, at_hand=at_hand, refused=refused)
    acts = with_replies(acts, _replies(actor, complaint, acts, language=who.language))
    note = next((act for act in acts if act.name == "note"), None)
    others = [act for act in acts if act is not note]
    back = [act.name for act in others if act.is_open]  # one of a group stands open: the browser closes the others
    return {
        "acts": acts,
        "note": note,
        "open_act": next(iter([*back, *(act.name for act in others)]), ""),
        "possible": [act for act in others if act.form],
        "refused": [act for act in others if not act.form],
    }


def _replies(actor: Actor, complaint: Complaint, acts: list[Act], *, language: str) -> list[CannedReply]:
    """What was written beforehand for the forms at hand. One query; none where no form takes any."""
    moves = [act.name for act in acts if act.form and MOVES[act.name].has_replies]
    if not moves:
        return []
    return replies.offered(actor, category_id=complaint.category_id, moves=moves, language=language)


def chips(complaint: Complaint, *, at: datetime) -> list[tuple]:
    """Label and chip of each clock that says something."""
    clocks = Clocks.of(vars(complaint))
    said = [
        (_("Contact"), contact_chip(clocks, at=at)),
        (_("Report"), report_chip(clocks, at=at)),
        (_("Decision"), decision_chip(clocks, at=at)),
        (_("Order"), running(complaint.order_due_at, at=at) if complaint.order_due_at else None),
        *owed_chips(clocks, at=at),
    ]
    return [(label, chip) for label, chip in said if chip]


def facts_of(complaint: Complaint, past: Mapping[str, Last], *, named: bool) -> list[Fact]:
    """What is known of the matter, without its complainant. What was told after the number says when.

    `named`: whether this reader may know who brings it, and so the place to the metre, which can be their door.
    """
    told, place = complaint.statement, complaint.place
    known = [
        (_("Where it happened"), joined(place.name, place.parent.name if place.parent_id else ""), Followup.STATION),
        (_("Landmark"), told.landmark, Followup.LANDMARK),
        (_("Location of their phone"), position_of(told.position) if named else "", Followup.POSITION),
        (_("When it happened"), when_of(complaint), Followup.WHEN),
        (_("Complaint against"), told.concerns or post_told(told.concerned), Followup.CONCERNS),
        *((label, value, None) for label, value in missing_child.child_facts(complaint)),
        (_("Received"), moment(complaint.received_at), None),
        (_("Channel"), complaint.get_channel_display(), None),
        (_("Holder"), holder_of(complaint), None),
        (_("Invited to an office"), _invited(complaint), None),
        (_("Round"), str(complaint.cycle) if complaint.cycle > 1 else "", None),
        (_("Outcome"), complaint.get_outcome_display(), None),
        (_("FIR"), joined(complaint.fir_number, complaint.fir_station), None),
        (_("How it ended"), complaint.get_ending_display(), None),
    ]
    return [Fact(label, value, _told(name, past)) for label, value, name in known if value]


def _invited(complaint: Complaint) -> str:
    """For when, and what they say to it; empty where nobody invited them in this round."""
    invited_for = getattr(complaint, "invited_for", None)
    if invited_for is None:
        return ""
    answer = dict(Invitation.Answer.choices).get(complaint.invitation_answer, _("no answer (not required)"))
    return joined(moment(invited_for), str(answer))


def _told(name: Followup | None, past: Mapping[str, Last]) -> str:
    """When it was told, where that was after the number was there."""
    return _("added %(when)s") % {"when": moment(past[name].at)} if name in past else ""


def when_of(complaint: Complaint) -> str:
    """The day and, in the complainant's words, when."""
    told = complaint.statement
    return joined(day(told.happened_on) if told.happened_on else "", told.happened_about)


def position_of(position: str) -> str:
    """ "31.52037, 74.35875, to within 12 m"; empty where none was told."""
    if not position:
        return ""
    latitude, longitude, metres = positions.parse(position)
    words = {"place": f"{latitude}, {longitude}", "metres": metres}
    return _("%(place)s, to within %(metres)s m") % words


def holder_of(complaint: Complaint) -> str:
    """The officer who has it and their post, or the cell."""
    if complaint.holder is None:
        return cell_of(complaint.office.name)
    return joined(complaint.holder.officer.title, post_of(complaint.holder))
