"""The moves that an officer may make on a complaint now, each with its form or the reason why it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.actors import Actor
from complaints.models import CannedReply, Complaint, Prepared
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.page_facts import PageFacts
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import facts
from complaints.workflow.declaration import Move, MovePage, TextReaders
from complaints.workflow.table import MOVES, may_citizen_read_text, permitted_moves, refusal_of_move
from desk.moves.form_table import FORMS
from desk.moves.move_form import MoveForm
from desk.queries.unused_prepared_texts import unused_prepared_texts_by_move
from desk.replies.reply_filling import reply_choices_by_language

AVOIDABLE_REFUSALS = frozenset(
    {Refusal.OUTCOME_MISSING, Refusal.FIR_MISSING, Refusal.SIGNED_REASON_MISSING, Refusal.WORDS_MISSING}
)
"""Refusals that the officer can avoid by filling in the form, so the form is shown."""

HIDDEN_REFUSALS = frozenset(
    {
        *(Refusal.CALL_DIRECTLY, Refusal.NOTHING_URGENT, Refusal.NOT_TO_BE_REFERRED),
        *(Refusal.ALREADY_AT_PARTNER, Refusal.NOT_AT_PARTNER),
        *(Refusal.ALREADY_ON_HOLD, Refusal.NO_HOLD, Refusal.HOLD_IS_THE_DISTRICTS),
    }
)
"""Refusals for which the move is hidden, because it does not apply: for example a connected call, if the officer may
call the complainant directly, or a legal hold on a complaint that cannot have one."""


@dataclass(frozen=True)
class AvailableMove:
    """One move on the page: its form, or the `reason` why it is refused now, with its text in `refusal`.

    `replies`: canned replies for its text. `prepared_by`: the clerk who prepared the text in the form.
    """

    name: str
    form: MoveForm | None
    refusal: str = ""
    reason: Refusal | None = None
    replies: list[CannedReply] = field(default_factory=list)
    prepared_by: str = ""

    @property
    def wording(self) -> MovePage:
        return MOVES[self.name].page

    @property
    def is_grave(self) -> bool:
        return self.wording.is_grave

    @property
    def reader(self) -> str:
        """Return who will read the form's text: "citizen", "officers" or "cells"; empty if it has no text."""
        if self.form is None or "words" not in self.form.fields:
            return ""
        if MOVES[self.name].text_readers is TextReaders.CELLS:
            return "cells"
        return "citizen" if may_citizen_read_text(self.name, by_officer=True) else "officers"

    @property
    def reply_groups(self) -> list:
        """Return the canned replies for a select, grouped by language."""
        return reply_choices_by_language(self.replies)

    @property
    def is_form_expanded(self) -> bool:
        """Return whether the form is shown open: it has errors, or a canned reply was just filled in."""
        return bool(self.form and (self.form.errors or self.form.is_filled))


def list_available_moves(
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    history_length: int,
    page_facts: PageFacts,
    refused: MoveForm | None = None,
) -> list[AvailableMove]:
    """Return the moves with a form that the workflow permits to this actor now, the possible ones before the refused.

    `history_length`: the length of the history on the page. `page_facts`: facts that the page has loaded already.
    `refused`: a form with errors, to be shown in place of an empty one.
    """
    capacities = facts.capacities_of(
        by, complaint, at=at, exclusion=page_facts.exclusion, annotated=page_facts.annotated
    )
    moves = [
        move for move in permitted_moves(Status(complaint.status), capacities) if move.has_page and move.name in FORMS
    ]
    if not moves:
        return []
    guard_facts = facts.load_facts(complaint, by=by, actor_capacities=capacities, at=at, page_facts=page_facts)
    form_arguments = {"by": by, "at": at, "seen": history_length, "exclusion": page_facts.exclusion}
    acts = [_build_available_move(move, complaint, guard_facts, refused=refused, **form_arguments) for move in moves]
    acts = [act for act in acts if act.reason not in HIDDEN_REFUSALS and (act.form is None or act.form.is_needed)]
    if complaint.has_prepared and Capacity.HOLDER in capacities:
        acts = _fill_in_prepared_texts(acts, unused_prepared_texts_by_move(complaint))
    return sorted(acts, key=lambda act: (act.form is None, act.wording.is_secondary, act.is_grave))


def _build_available_move(
    move: Move, complaint: Complaint, guard_facts: Facts, *, refused, **form_arguments
) -> AvailableMove:
    if refused is not None and refused.name == move.name:
        return AvailableMove(move.name, refused)
    reason = refusal_of_move(move.name, replace(guard_facts, capacities=guard_facts.capacities & move.by))
    if reason and reason not in AVOIDABLE_REFUSALS:
        return AvailableMove(move.name, None, str(REFUSALS[reason]), reason)
    return AvailableMove(move.name, build_move_form(move.name, complaint, **form_arguments))


def _fill_in_prepared_texts(acts: list[AvailableMove], texts: Mapping[str, Prepared]) -> list[AvailableMove]:
    """Put the texts that a clerk has prepared into the forms, except those that contain typed text."""
    for act in acts:
        if act.form and not (act.form.is_bound or act.form.is_filled) and act.name in texts:
            act.form.initial["words"] = texts[act.name].words
    return [replace(act, prepared_by=texts[act.name].by.officer.title if act.name in texts else "") for act in acts]


def add_canned_replies(acts: Sequence[AvailableMove], offered: Sequence[CannedReply]) -> list[AvailableMove]:
    """Return the same acts, each with the canned replies for its move."""
    return [replace(act, replies=[reply for reply in offered if act.form and reply.move == act.name]) for act in acts]


def build_move_form(
    name: str,
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    seen: int = 0,
    exclusion: ConflictExclusion | None = None,
    data=None,
) -> MoveForm:
    """Return the form of a move, with the choices that depend on the complaint, such as the officers to mark it to.

    `exclusion`: the conflict exclusion of the complaint, if it is loaded already.
    """
    arguments = FORMS[name].form_arguments_for(complaint, by=by, at=at, exclusion=exclusion)
    return FORMS[name](data, name=name, seen=seen, **arguments)
