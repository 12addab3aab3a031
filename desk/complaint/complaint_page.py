"""The page of one complaint: its template context, and the variants after a refused or overtaken move."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.rules import gps_positions
from complaints.models import Complainant, Complaint, Invitation, Naming
from complaints.models.display.complaint_labels import stated_post_label
from complaints.queries import followup_context
from complaints.queries.counted_events import group_counted_event_times
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.followup_context import LastAnswer
from complaints.queries.page_facts import AnnotatedFacts, PageFacts
from complaints.rules.followup_questions import FollowupDetail
from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.services import facts
from complaints.services.access_keys import printed_keys
from complaints.workflow.table import MOVES
from desk import naming_page
from desk.complaint import missing_child_panel, timeline, timeline_filter
from desk.complaint.clock_badges import (
    ComplaintClocks,
    contact_badge,
    deadline_badge,
    decision_badge,
    obligation_badges,
    report_badge,
)
from desk.complaint.complainant_card import complainant_card_context, contact_links
from desk.complaint.contact_safety import contact_safety_of
from desk.complaint.evidence_page import load_evidence_items, may_see_evidence
from desk.complaint.identity_reveal_page import RevealForm
from desk.complaint.missing_details import list_missing_details
from desk.complaint.other_viewers import register_and_list_viewers
from desk.complaint.two_approvals import report_approvals_of
from desk.contact_correction_page import may_correct_contact_details
from desk.drafting_help import is_drafting_help_offered
from desk.formatting import complaint_cell_name, day, joined, moment, post_of
from desk.moves.available_moves import add_canned_replies, list_available_moves
from desk.moves.move_form import MoveForm
from desk.queries import canned_replies, complaint_details
from desk.queries.complaint_details import TimelineEntry
from desk.replies.reply_filling import fill_in_canned_reply
from desk.services import reading_log

TEMPLATE = "desk/complaint.html"
NEXT_STEPS = frozenset(
    name
    for name, move in MOVES.items()
    if move.page and not (move.page.is_grave or move.page.is_secondary) and (move.fulfils or move.ends or move.target)
) - {"re_mark", "forward"}
"""The moves that bring a complaint forward, of which the page names the first possible one as the next step."""


class ComplaintFact(NamedTuple):
    """One fact about the matter. `note`: when the complainant added it, if that was after the registration."""

    label: str
    value: str
    note: str


def show_complaint(request: HttpRequest, complaint: Complaint, *, at: datetime) -> HttpResponse:
    """Show the page of one complaint."""
    return _render_and_record_reading(request, complaint, build_page_context(request, complaint, at=at), at=at)


def show_page_with_refused_form(
    request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime
) -> HttpResponse:
    """Show the page with a refused form and its errors. 422.

    Raises PermissionDenied if the form's move is not offered to this officer.
    """
    return _render_and_record_reading(
        request, complaint, _context_with_form(request, complaint, form, at=at), at=at, status=422
    )


def show_page_with_typed_form(
    request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime
) -> HttpResponse:
    """Show the page with the form as typed, to change it after a preview.

    Raises PermissionDenied if the form's move is not offered to this officer.
    """
    return _render_and_record_reading(request, complaint, _context_with_form(request, complaint, form, at=at), at=at)


def _context_with_form(request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime) -> dict:
    page_context = build_page_context(request, complaint, at=at, refused=form)
    if all(act.form is not form for act in page_context["acts"]):
        raise PermissionDenied
    return page_context


def show_page_with_canned_reply(
    request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime
) -> HttpResponse:
    """Show the page with the form as typed so far, and with the text of the chosen canned reply, if any.

    Raises PermissionDenied if the form's move is not offered to this officer.
    """
    offered = canned_replies.offered_replies(
        request.actor, category_id=complaint.category_id, moves=[form.name], language=""
    )
    chosen = next((reply for reply in offered if str(reply.pk) == request.POST.get("reply")), None)
    words = fill_in_canned_reply(chosen, complaint, request.posting) if chosen else request.POST.get("words", "")
    form.fill(request.POST, words)
    return _render_and_record_reading(request, complaint, _context_with_form(request, complaint, form, at=at), at=at)


def show_page_after_overtaking_move(
    request: HttpRequest, complaint: Complaint, form: MoveForm, *, at: datetime
) -> HttpResponse:
    """Show, after someone else moved first, what was typed, what happened meanwhile, and the present state. 409."""
    page_context = build_page_context(request, complaint, at=at)
    meanwhile = page_context["entries"][form.history_seen : page_context["length"]]
    page_context["overtaken"] = {"title": MOVES[form.name].page.title, "typed": form.typed(), "meanwhile": meanwhile}
    return _render_and_record_reading(request, complaint, page_context, at=at, status=409)


def _render_and_record_reading(
    request: HttpRequest, complaint: Complaint, page_context: dict, *, at: datetime, status: int = 200
) -> HttpResponse:
    """Render the page and record the reading. The transaction of audited_read makes sure that neither happens alone."""
    response = render(request, TEMPLATE, page_context, status=status)
    reading_log.record_reading(complaint, by=request.actor, at=at)
    return response


def build_page_context(
    request: HttpRequest, complaint: Complaint, *, at: datetime, refused: MoveForm | None = None
) -> dict:
    """Return the template context of the page. `refused`: a form with errors."""
    full_history = complaint_details.load_full_history(complaint)
    history = complaint_details.redact_history(request.actor, complaint, full_history)
    person = complaint_details.visible_complainant(
        complaint, actor=request.actor
    ) or followup_context.load_contact_wishes(complaint.complainant_id)
    concerned = naming_page.naming_panel_context(complaint, actor=request.actor, at=at)
    page_facts = _load_page_facts(request.actor, complaint, full_history, concerned["names"], at=at)
    entries = timeline.timeline_with_deadlines(complaint, history, complaint_details.load_history_names(history), at=at)
    shown = timeline_filter.chosen_group(request.GET.get(timeline_filter.PARAMETER))
    chips = labelled_clock_badges(complaint, at=at)
    return {
        "complaint": complaint,
        "chips": chips,
        "entries": entries,
        "timeline_choices": timeline_filter.filter_choices(entries, shown),
        "shown_entries": [entry for entry in entries if shown in {"", entry["group"]}],
        "length": len(history),
        "keys": report_approvals_of(complaint),
        "printed_at": moment(at),
        "here": register_and_list_viewers(complaint.pk, request.posting, at=at),
        "concerned": concerned,
        **_matter_and_complainant_context(request.actor, complaint, person, history, at=at),
        **_available_moves_context(
            request.actor, complaint, person, page_facts, history_length=len(history), at=at, refused=refused
        ),
        "has_errors": refused is not None and bool(refused.errors),
    }


def _matter_and_complainant_context(
    actor: Actor, complaint: Complaint, person: Complainant, history: list[TimelineEntry], *, at: datetime
) -> dict:
    """Return what is known about the matter and the complainant, as far as this reader may see it."""
    files, may_see_identity = (
        load_evidence_items(complaint, actor=actor),
        complaint_details.may_see_identity(actor, complaint),
    )
    safety = contact_safety_of(person, at=at, may_see_identity=may_see_identity)
    last_answers = followup_context.last_answers_in_events(
        (one.seq, one.at, one.facts) for one in history if one.kind == followup_context.KIND
    )
    return {
        "facts": complaint_facts(complaint, last_answers, may_see_identity=may_see_identity),
        "person": complainant_card_context(person) if may_see_identity else None,
        "contact_links": contact_links(person, safety) if may_see_identity else None,
        "reveal_form": RevealForm() if complaint_details.may_reveal_identity(actor, complaint) else None,
        "may_correct": may_see_identity and may_correct_contact_details(actor, person),
        "may_give_key": printed_keys.may_issue_key(actor, complaint, person),
        "may_approve_key": printed_keys.may_approve_key(actor, complaint, at=at),
        "reaching": safety,
        "is_referred": complaint.category.code in REFERRED_CATEGORIES,
        "child": missing_child_panel.build_missing_child_panel(
            complaint, person, history, files=len(files), may_see_identity=may_see_identity
        ),
        "missing": list_missing_details(
            complaint,
            person,
            last_answers,
            files=len(files) if may_see_evidence(actor) else None,
            may_see_identity=may_see_identity,
        ),
        "exhibits": files,
    }


def _load_page_facts(
    actor: Actor, complaint: Complaint, full_history: list[TimelineEntry], namings: list[Naming], *, at: datetime
) -> PageFacts:
    """Return the facts for guards that the page has loaded already.

    `full_history`: includes the events that this reader may not see, because guards depend on them all the same.
    """
    event_counts = group_counted_event_times(complaint, ((entry.kind, entry.cycle, entry.at) for entry in full_history))
    is_accused_unheard = any(not naming.is_heard for naming in namings)
    reported_at = complaint.reported_at or at
    approvers = {
        entry.officer_id for entry in full_history if entry.kind in facts.APPROVAL_MOVES and entry.at >= reported_at
    }
    return PageFacts(
        claimed_at=complaint.claimed_at,
        counted_events=event_counts,
        exclusion=conflict_exclusion_of(complaint, at=at),
        is_accused_unheard=is_accused_unheard,
        approver_ids=frozenset(approvers),
        annotated=AnnotatedFacts.from_complaint(complaint, actor),
    )


def _available_moves_context(
    actor: Actor, complaint: Complaint, person: Complainant, page_facts: PageFacts, *, history_length, at, refused
) -> dict:
    """Return the moves that this reader may make, and those that are refused now."""
    acts = list_available_moves(
        complaint, by=actor, at=at, history_length=history_length, page_facts=page_facts, refused=refused
    )
    moves = [act.name for act in acts if act.form and MOVES[act.name].has_replies]
    if moves:
        offered = canned_replies.offered_replies(
            actor, category_id=complaint.category_id, moves=moves, language=person.language
        )
        acts = add_canned_replies(acts, offered)
    note = next((act for act in acts if act.name == "note"), None)
    steps = [act for act in acts if act is not note]
    # The browser keeps one form of the group open.
    by_precedence = [*(act.name for act in steps if act.is_form_expanded), *(act.name for act in steps)]
    return {
        "acts": acts,
        "drafting_help": is_drafting_help_offered(complaint),
        "note": note,
        "open_act": next(iter(by_precedence), ""),
        "next_act": next((act for act in steps if act.form and act.name in NEXT_STEPS), None),
        "possible": [act for act in steps if act.form],
        "refused": [act for act in steps if not act.form],
    }


def labelled_clock_badges(complaint: Complaint, *, at: datetime) -> list[tuple]:
    """Return label and badge of each clock that has one."""
    clocks = ComplaintClocks.from_row(vars(complaint))
    labelled = [
        (_("Contact"), contact_badge(clocks, at=at)),
        (_("Report"), report_badge(clocks, at=at)),
        (_("Decision"), decision_badge(clocks, at=at)),
        (_("Order"), deadline_badge(complaint.order_due_at, at=at) if complaint.order_due_at else None),
        *obligation_badges(clocks, at=at),
    ]
    return [(label, badge) for label, badge in labelled if badge]


def complaint_facts(
    complaint: Complaint, last_answers: Mapping[str, LastAnswer], *, may_see_identity: bool
) -> list[ComplaintFact]:
    """Return the known facts about the matter, without the complainant.

    `last_answers`: the complainant's latest answers to follow-up questions, which add a note with their time.
    `may_see_identity`: whether this reader may know the complainant. If not, the exact position is hidden: it can be
    their home.
    """
    statement, place = complaint.statement, complaint.place
    rows = [
        (
            _("Where it happened"),
            joined(place.name, place.parent.name if place.parent_id else ""),
            FollowupDetail.STATION,
        ),
        (_("Landmark"), statement.landmark, FollowupDetail.LANDMARK),
        (
            _("Location of their phone"),
            position_text(statement.position) if may_see_identity else "",
            FollowupDetail.POSITION,
        ),
        (_("When it happened"), incident_time_text(complaint), FollowupDetail.WHEN),
        (_("Complaint against"), statement.concerns or stated_post_label(statement.concerned), FollowupDetail.CONCERNS),
        *((label, value, None) for label, value in missing_child_panel.missing_child_facts(complaint)),
        (_("Received"), moment(complaint.received_at), None),
        (_("Channel"), complaint.get_channel_display(), None),
        (_("Holder"), holder_text(complaint), None),
        (_("Invited to an office"), _invitation_text(complaint), None),
        (_("Round"), str(complaint.cycle) if complaint.cycle > 1 else "", None),
        (_("Outcome"), complaint.get_outcome_display(), None),
        (_("FIR"), joined(complaint.fir_number, complaint.fir_station), None),
        (_("How it ended"), complaint.get_ending_display(), None),
    ]
    added = {question: _("added %(when)s") % {"when": moment(last.at)} for question, last in last_answers.items()}
    return [ComplaintFact(label, value, added.get(question, "")) for label, value, question in rows if value]


def _invitation_text(complaint: Complaint) -> str:
    """Return the time of this round's invitation and the complainant's answer; empty if there is none."""
    invited_for = getattr(complaint, "invited_for", None)
    if invited_for is None:
        return ""
    answer = dict(Invitation.Answer.choices).get(complaint.invitation_answer, _("no answer (not required)"))
    return joined(moment(invited_for), str(answer))


def incident_time_text(complaint: Complaint) -> str:
    """Return the day of the incident and the complainant's own description of the time."""
    statement = complaint.statement
    return joined(day(statement.happened_on) if statement.happened_on else "", statement.happened_about)


def position_text(position: str) -> str:
    """Return a position as in "31.52037, 74.35875, to within 12 m"; empty if there is none."""
    if not position:
        return ""
    latitude, longitude, metres = gps_positions.parse_position(position)
    values = {"place": f"{latitude}, {longitude}", "metres": metres}
    return _("%(place)s, to within %(metres)s m") % values


def holder_text(complaint: Complaint) -> str:
    """Return the officer who has the complaint, with their post, or the complaint cell."""
    if complaint.holder is None:
        return complaint_cell_name(complaint.office.name)
    return joined(complaint.holder.officer.title, post_of(complaint.holder))
