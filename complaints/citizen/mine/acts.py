"""What the complainant may do now: the moves that the table gives a citizen, and a form for each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.forms import Form

from complaints.citizen.mine.forms import AnswerForm, NoWords, ObjectionForm
from complaints.models import Complaint
from complaints.models.words import REFUSALS
from complaints.rules import guards
from complaints.rules.capacities import Capacity
from complaints.rules.guards import Refusal
from complaints.rules.moves import permitted
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Status
from complaints.services import facts

FORMS: dict[str, type[Form]] = {
    "confirm_contact": NoWords,
    "deny_contact": NoWords,
    "resume": AnswerForm,
    "close": NoWords,
    "object": ObjectionForm,
}
AS_CITIZEN = frozenset({Capacity.CITIZEN})
NOT_YET = frozenset({Refusal.NO_CLAIM})
"""Refusals by which an act is simply not offered; any other is said, with where to turn instead."""


@dataclass
class Acts:
    """The acts on the page by the move's name: its form, or the reason why it can't be taken now."""

    forms: dict[str, Form] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def names(status: str) -> list[str]:
    """The moves with a page that the table gives a citizen here."""
    return [move.name for move in permitted(Status(status), AS_CITIZEN) if move.has_page and move.name in FORMS]


def offered(complaint: Complaint, *, at: datetime) -> Acts:
    """The acts of this page. Three queries, none where the table gives a citizen nothing."""
    acts, moves = Acts(), names(complaint.status)
    if not moves:
        return acts
    citizen = Citizen(complaint.complainant_id)
    known = facts.gather(complaint, by=citizen, held=AS_CITIZEN, at=at)
    for move in moves:
        reason = guards.refusal(move, known)
        if reason is None:
            acts.forms[move] = form(move)
        elif reason not in NOT_YET:
            acts.refused[move] = REFUSALS[reason]
    return acts


def form(move: str, data=None) -> Form:
    """A move's form; its fields carry the move's name, because a page has several."""
    return FORMS[move](data, prefix=move, auto_id="id_%s")
