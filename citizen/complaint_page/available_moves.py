"""The moves that the complainant may make now, with a form for each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import Form

from citizen.complaint_page import move_forms
from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.page_facts import LastInvitation
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.rules.thresholds import APPEAL_WITHIN, REINSTATE_WITHIN
from complaints.services import facts
from complaints.workflow.table import MOVES, REQUESTS, permitted_moves, refusal_of_move
from web.countries import PAKISTAN
from web.time_format import format_relative_time

MOVE_FORMS: dict[str, type[Form]] = {
    "confirm_contact": move_forms.EmptyForm,
    "deny_contact": move_forms.EmptyForm,
    "answer_invitation": move_forms.InvitationAnswerForm,
    "resume": move_forms.AnswerToOfficerForm,
    "add": move_forms.AddInformationForm,
    "close": move_forms.EmptyForm,
    "object": move_forms.ObjectionForm,
    "appeal": move_forms.AppealForm,
    "ask_to_withdraw": move_forms.WithdrawForm,
    "keep": move_forms.EmptyForm,
    "withdraw": move_forms.WithdrawForm,
    "reinstate": move_forms.ReinstateForm,
    "report_pressure": move_forms.PressureReportForm,
    "all_well": move_forms.EmptyForm,
}
AS_CITIZEN = frozenset({Capacity.CITIZEN})
SILENT_REFUSALS = frozenset({Refusal.NO_CLAIM, Refusal.NOT_ASKED, Refusal.ALREADY_DONE, Refusal.FEEDBACK_IS_FILED})
"""After these refusals the move is not shown. Other refusals are shown, with where to turn instead."""

PROOF_REFUSALS = frozenset({Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY})
"""Refusals because there is no proof of who acts."""


@dataclass
class AvailableMoves:
    """The moves on the page, by name.

    `forms`: the form of each available move. `refused`: why a move is not possible now. `until`: the deadline of a
    move, as text. `limited`: moves that need a proof of who acts.
    """

    forms: dict[str, Form] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    until: dict[str, str] = field(default_factory=dict)
    limited: set[str] = field(default_factory=set)


def permitted_move_names(status: str) -> list[str]:
    """Return the moves with a form on the page that a citizen may make in this status."""
    return [move.name for move in permitted_moves(Status(status), AS_CITIZEN) if move.citizens_page]


def find_available_moves(
    complaint: Complaint, *, opened_by: OpenedBy = OpenedBy.FILING, at: datetime, by_portal: bool = False
) -> AvailableMoves:
    """Return the moves of this complaint's page. Two queries.

    `by_portal`: the officer's contact that waits for an answer is a message on this page.
    """
    moves, citizen = (
        AvailableMoves(until=_move_deadline_texts(complaint, at)),
        Citizen(complaint.complainant_id, opened_by),
    )
    is_abroad = complaint.complainant.time_zone != PAKISTAN
    move_facts = facts.load_facts(
        complaint,
        by=citizen,
        actor_capacities=AS_CITIZEN,
        at=at,
        details={"changes": "yes"},
        invitation=LastInvitation.from_complaint(complaint),
    )
    for move in permitted_move_names(complaint.status):
        reason = refusal_of_move(move, move_facts)
        if reason is None:
            moves.forms[move] = make_move_form(move, by_portal=by_portal)
        elif reason not in SILENT_REFUSALS:
            moves.refused[move] = refusal_text(move, reason, is_abroad=is_abroad)
        if reason in PROOF_REFUSALS:
            moves.limited.add(move)
    for move, request in REQUESTS.items():
        if move in moves.forms:
            moves.forms.pop(request, None)
    return moves


def make_move_form(move: str, data=None, *, by_portal: bool = False, has_voice_note: bool = False) -> Form:
    """Return a move's form. Its fields are prefixed with the move's name, because a page has several forms.

    `has_voice_note`: a voice note came with it, so that no words are needed.
    """
    form_class = move_forms.ReplyToContactForm if by_portal and move == "confirm_contact" else MOVE_FORMS[move]
    form = form_class(data, prefix=move, auto_id="id_%s")
    if has_voice_note and "words" in form.fields:
        form.fields["words"].required = False
    return form


def refusal_text(move: str, reason: Refusal, *, is_abroad: bool = False) -> str:
    """Return the reason of a refusal, and where to turn instead."""
    page = MOVES[move].citizens_page
    texts_abroad = page.refusal_texts_abroad if is_abroad else {}
    return str(texts_abroad.get(reason) or page.refusal_texts.get(reason) or REFUSALS[reason])


def _move_deadline_texts(complaint: Complaint, at: datetime) -> dict[str, str]:
    """Return until when an appeal or a reinstatement of an ended complaint is possible, as text."""
    if complaint.closed_at is None:
        return {}
    zone = complaint.complainant.time_zone
    limits = {"appeal": APPEAL_WITHIN, "reinstate": REINSTATE_WITHIN}
    return {
        move: format_relative_time(complaint.closed_at + limit, now=at, zone=zone) for move, limit in limits.items()
    }
