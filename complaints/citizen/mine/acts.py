"""What the complainant may do now: the moves that the table gives a citizen, and a form for each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import Form
from django.utils.translation import gettext, gettext_lazy

from complaints.citizen.mine import forms
from complaints.citizen.moments import moment
from complaints.models import Complaint
from complaints.models.contact_claim import Answer
from complaints.models.words import REFUSALS
from complaints.rules import guards
from complaints.rules.abroad import PAKISTAN
from complaints.rules.capacities import Capacity
from complaints.rules.inviting import Reply
from complaints.rules.moves import permitted
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OBJECTIONS, Status
from complaints.services import facts

FORMS: dict[str, type[Form]] = {
    "confirm_contact": forms.NoWords,
    "deny_contact": forms.NoWords,
    "answer_invitation": forms.InvitationForm,
    "resume": forms.AnswerForm,
    "add": forms.AddForm,
    "close": forms.NoWords,
    "object": forms.ObjectionForm,
    "appeal": forms.AppealForm,
    "ask_to_withdraw": forms.WithdrawForm,
    "keep": forms.NoWords,
    "withdraw": forms.WithdrawForm,
    "reinstate": forms.ReinstateForm,
    "report_pressure": forms.PressureForm,
    "all_well": forms.NoWords,
}
ANSWERS = {
    "confirm_contact": {Answer.IN_PERSON},
    "deny_contact": {Answer.SOMEONE_ELSE, Answer.NOBODY},
    "answer_invitation": set(Reply),
    "object": OBJECTIONS,
}
"""What a form's `answer` may say, by the move."""
AS_CITIZEN = frozenset({Capacity.CITIZEN})
NOT_YET = frozenset({Refusal.NO_CLAIM, Refusal.NOT_ASKED, Refusal.KEY_TURNED, Refusal.FEEDBACK_IS_FILED})
"""Refusals by which an act is simply not offered; any other is said, with where to turn instead."""

KEYS = frozenset({Refusal.UNPROVED_KEY, Refusal.OFFICERS_KEY})
"""Refusals for want of a proof of who acts."""

INSTEAD = {
    ("appeal", Refusal.TOO_LATE): gettext_lazy(
        "The 30 days for an appeal are over. You can go to the Justice of the Peace (section 22-A CrPC) or "
        "the courts, or call the IGP's complaint centre on 1787."
    ),
    ("object", Refusal.TOO_LATE): gettext_lazy(
        "The 72 hours in which you could change your answer are over. You can still appeal, with a reason, within 30 "
        "days after the complaint was closed."
    ),
    ("object", Refusal.NOT_ASKED): gettext_lazy(
        "The 7 days for your answer are over, and the complaint was closed as “no answer”, not as solved. You can "
        "appeal, with a reason, within 30 days after it was closed."
    ),
    ("reinstate", Refusal.TOO_LATE): gettext_lazy(
        "The 90 days for reopening this complaint are over. Make a new complaint and give this number in it."
    ),
    ("close", Refusal.UNDER_PRESSURE): gettext_lazy(
        "It can't be closed as solved for some days. If it is not solved, you can say so now."
    ),
}
"""What is said where a refusal needs more than its usual sentence."""

INSTEAD_ABROAD = {
    ("appeal", Refusal.TOO_LATE): gettext_lazy(
        "The 30 days for an appeal are over. You can go to the Justice of the Peace (section 22-A CrPC) or "
        "the courts, or write to Punjab Police on WhatsApp, also from abroad: +92 331 7871787."
    ),
}
"""The same to somebody who lives where 1787 can't be dialled."""


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
    return [move.name for move in permitted(Status(status), AS_CITIZEN) if move.has_page and move.name in FORMS]


def offered(
    complaint: Complaint, *, opened_by: OpenedBy = OpenedBy.FILING, at: datetime, by_portal: bool = False
) -> Acts:
    """The acts of this page. Two queries.

    `by_portal`: the officer's contact that waits for an answer is a message on this page.
    """
    acts, citizen = Acts(until=_until(complaint, at)), Citizen(complaint.complainant_id, opened_by)
    is_abroad = complaint.complainant.time_zone != PAKISTAN
    known = facts.gather(complaint, by=citizen, held=AS_CITIZEN, at=at, details={"changes": "yes"})
    for move in names(complaint.status):
        reason = guards.refusal(move, known)
        if reason is None:
            acts.forms[move] = form(move, by_portal=by_portal)
        elif reason not in NOT_YET:
            acts.refused[move] = said(move, reason, is_abroad=is_abroad)
        if reason in KEYS:
            acts.limited.add(move)
    if not getattr(complaint, "invited_for", None):
        acts.forms.pop("answer_invitation", None)
    if "withdraw" in acts.forms:
        acts.forms.pop("ask_to_withdraw", None)  # who can do it need not ask
    return acts


def form(move: str, data=None, *, by_portal: bool = False) -> Form:
    """A move's form; its fields carry the move's name, because a page has several."""
    kind = forms.ReplyForm if by_portal and move == "confirm_contact" else FORMS[move]
    return kind(data, prefix=move, auto_id="id_%s")


def said(move: str, reason: Refusal, *, is_abroad: bool = False) -> str:
    """Why not, and where to turn instead."""
    instead = INSTEAD | INSTEAD_ABROAD if is_abroad else INSTEAD
    return str(instead.get((move, reason), REFUSALS[reason]))


def _until(complaint: Complaint, at: datetime) -> dict[str, str]:
    """By when what has ended can be taken up again, in words."""
    if complaint.closed_at is None:
        return {}
    limits = {"appeal": guards.APPEAL_WITHIN, "reinstate": guards.REINSTATE_WITHIN}
    return {move: moment(complaint.closed_at + limit, now=at) for move, limit in limits.items()}


DONE = {
    "confirm_contact": lambda: gettext("Thank you. We recorded that the officer spoke to you."),
    "deny_contact": lambda: gettext(
        "Thank you. We recorded that the officer did not speak to you. The officer's deadline still counts."
    ),
    "answer_invitation": lambda: gettext("We recorded your answer. You don't have to come, whatever you answered."),
    "resume": lambda: gettext("Your answer was sent to the officer."),
    "add": lambda: gettext("Added to your complaint."),
    "close": lambda: gettext("Thank you. The complaint is closed as solved. You can change your answer for 72 hours."),
    "object": lambda: gettext("Your complaint has gone to a higher officer, who will start again."),
    "appeal": lambda: gettext("Your complaint has gone to a higher officer, who will start again."),
    "ask_to_withdraw": lambda: gettext(
        "We recorded your request. Your complaint continues until we have spoken to you in private by phone."
    ),
    "keep": lambda: gettext("Your complaint continues."),
    "withdraw": lambda: gettext("You have withdrawn your complaint. You can reopen it within 90 days."),
    "reinstate": lambda: gettext("You have reopened your complaint. It is now with a higher officer."),
    "report_pressure": lambda: gettext(
        "This was sent only to the Central Police Office. If you are in danger, call 15."
    ),
    "all_well": lambda: gettext("Thank you. If anything changes, say so here."),
}
"""What is said once when it is done."""
