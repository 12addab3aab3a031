"""What the complainant may do now: the moves that the table gives a citizen, and a form for each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import Form

from citizen.complaint_page import move_forms
from complaints.models import Complaint
from complaints.models.labels import REFUSALS
from complaints.rules.capacities import Capacity
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.rules.thresholds import APPEAL_WITHIN, REINSTATE_WITHIN
from complaints.services import facts
from complaints.services.facts import Invited
from complaints.workflow.table import MOVES, permitted, refusal
from web.countries import PAKISTAN
from web.times import moment

FORMS: dict[str, type[Form]] = {
    "confirm_contact": move_forms.NoWords,
    "deny_contact": move_forms.NoWords,
    "answer_invitation": move_forms.InvitationForm,
    "resume": move_forms.AnswerForm,
    "add": move_forms.AddForm,
    "close": move_forms.NoWords,
    "object": move_forms.ObjectionForm,
    "appeal": move_forms.AppealForm,
    "ask_to_withdraw": move_forms.WithdrawForm,
    "keep": move_forms.NoWords,
    "withdraw": move_forms.WithdrawForm,
    "reinstate": move_forms.ReinstateForm,
    "report_pressure": move_forms.PressureForm,
    "all_well": move_forms.NoWords,
}
AS_CITIZEN = frozenset({Capacity.CITIZEN})
NOT_YET = frozenset({Refusal.NO_CLAIM, Refusal.NOT_ASKED, Refusal.KEY_TURNED, Refusal.FEEDBACK_IS_FILED})
"""Refusals by which an act is simply not offered; any other is said, with where to turn instead."""

KEYS = frozenset({Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY})
"""Refusals for want of a proof of who acts."""


@dataclass
class Acts:
    """The acts on the page by the move's name: its form, or why it can't be taken now. `until`: its last moment.
    `limited`: those that need a proof of who acts."""

    forms: dict[str, Form] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    until: dict[str, str] = field(default_factory=dict)
    limited: set[str] = field(default_factory=set)


def names(status: str) -> list[str]:
    """The moves with a page that the table gives a citizen here."""
    return [move.name for move in permitted(Status(status), AS_CITIZEN) if move.citizens_page]


def offered(
    complaint: Complaint, *, opened_by: OpenedBy = OpenedBy.FILING, at: datetime, by_portal: bool = False
) -> Acts:
    """The acts of this page. Two queries.

    `by_portal`: the officer's contact that waits for an answer is a message on this page.
    """
    acts, citizen = Acts(until=_until(complaint, at)), Citizen(complaint.complainant_id, opened_by)
    is_abroad = complaint.complainant.time_zone != PAKISTAN
    known = facts.gather(
        complaint, by=citizen, held=AS_CITIZEN, at=at, details={"changes": "yes"}, invited=Invited.on(complaint)
    )
    for move in names(complaint.status):
        reason = refusal(move, known)
        if reason is None:
            acts.forms[move] = form(move, by_portal=by_portal)
        elif reason not in NOT_YET:
            acts.refused[move] = said(move, reason, is_abroad=is_abroad)
        if reason in KEYS:
            acts.limited.add(move)
    if "withdraw" in acts.forms:
        acts.forms.pop("ask_to_withdraw", None)  # who can do it need not ask
    return acts


def form(move: str, data=None, *, by_portal: bool = False) -> Form:
    """A move's form; its fields carry the move's name, because a page has several."""
    kind = move_forms.ReplyForm if by_portal and move == "confirm_contact" else FORMS[move]
    return kind(data, prefix=move, auto_id="id_%s")


def said(move: str, reason: Refusal, *, is_abroad: bool = False) -> str:
    """Why not, and where to turn instead."""
    page = MOVES[move].citizens_page
    abroad = page.instead_abroad if is_abroad else {}
    return str(abroad.get(reason) or page.instead.get(reason) or REFUSALS[reason])


def _until(complaint: Complaint, at: datetime) -> dict[str, str]:
    """By when what has ended can be taken up again, in words."""
    if complaint.closed_at is None:
        return {}
    limits = {"appeal": APPEAL_WITHIN, "reinstate": REINSTATE_WITHIN}
    return {move: moment(complaint.closed_at + limit, now=at) for move, limit in limits.items()}
