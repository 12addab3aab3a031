"""What an officer may do with a complaint now: the moves that the table gives them, each with its form or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.actors import Actor
from complaints.models import CannedReply, Complaint, Prepared
from complaints.models.labels import REFUSALS
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import facts
from complaints.services.facts import AtHand
from complaints.workflow.declaration import Move, Page, Readers
from complaints.workflow.table import MOVES, is_read_by_citizen, permitted, refusal
from desk.moves.form_table import FORMS
from desk.moves.move_form import MoveForm
from desk.queries.prepared_texts import prepared_for
from desk.replies.filling import choices

TYPED = frozenset({Refusal.OUTCOME_MISSING, Refusal.FIR_MISSING, Refusal.SIGNED_REASON_MISSING, Refusal.WORDS_MISSING})
"""Refusals that the form itself can mend: no reason to withhold it."""

NOT_SAID = frozenset(
    {
        *(Refusal.RING_YOURSELF, Refusal.NOTHING_URGENT, Refusal.NOT_TO_BE_REFERRED),
        *(Refusal.HOLD_STANDS, Refusal.NO_HOLD, Refusal.HOLD_IS_THE_DISTRICTS),
    }
)
"""Who may ring the complainant themselves is not offered what they do not need, nor is a hold where none can be."""


@dataclass(frozen=True)
class Act:
    """One move on offer: its form, or the `reason` why it is refused now, in words `refusal`. `replies`: written
    beforehand for its words. `prepared_by`: the clerk whose words stand in it."""

    name: str
    form: MoveForm | None
    refusal: str = ""
    reason: Refusal | None = None
    replies: list[CannedReply] = field(default_factory=list)
    prepared_by: str = ""

    @property
    def wording(self) -> Page:
        return MOVES[self.name].page

    @property
    def is_grave(self) -> bool:
        return self.wording.is_grave

    @property
    def reader(self) -> str:
        """Who will read the words of its form: "citizen", "officers" or "cells"; empty where it takes none."""
        if self.form is None or "words" not in self.form.fields:
            return ""
        if MOVES[self.name].words_for is Readers.CELLS:
            return "cells"
        return "citizen" if is_read_by_citizen(self.name, by_officer=True) else "officers"

    @property
    def reply_groups(self) -> list:
        """Its replies for a select, grouped by language."""
        return choices(self.replies)

    @property
    def is_open(self) -> bool:
        """Whether its form stands open from the start: it came back to be mended, or with a reply filled in."""
        return bool(self.form and (self.form.errors or self.form.is_filled))


def acts_for(
    complaint: Complaint, *, by: Actor, at: datetime, seen: int, at_hand: AtHand, refused: MoveForm | None = None
) -> list[Act]:
    """The moves with a page that the table allows this actor now, what can be done before what cannot.

    `seen`: the length of the history on this page. `at_hand`: what was fetched with it.
    `refused`: a form that came back with errors takes the place of a fresh one.
    """
    held = facts.capacities_of(by, complaint, at=at, wall=at_hand.wall, annotated=at_hand.annotated)
    moves = [move for move in permitted(Status(complaint.status), held) if move.has_page and move.name in FORMS]
    if not moves:
        return []
    known = facts.gather(complaint, by=by, held=held, at=at, at_hand=at_hand)
    more = {"by": by, "at": at, "seen": seen, "wall": at_hand.wall}
    acts = [_act(move, complaint, known, refused=refused, **more) for move in moves]
    acts = [act for act in acts if act.reason not in NOT_SAID]
    if complaint.has_prepared and Capacity.HOLDER in held:
        acts = _with_prepared(acts, prepared_for(complaint))
    return sorted(acts, key=lambda act: (act.form is None, act.wording.is_beside, act.is_grave))


def _act(move: Move, complaint: Complaint, known: Facts, *, refused, **more) -> Act:
    if refused is not None and refused.name == move.name:
        return Act(move.name, refused)
    reason = refusal(move.name, replace(known, capacities=known.capacities & move.by))
    if reason and reason not in TYPED:
        return Act(move.name, None, str(REFUSALS[reason]), reason)
    return Act(move.name, form_for(move.name, complaint, **more))


def _with_prepared(acts: list[Act], texts: Mapping[str, Prepared]) -> list[Act]:
    """The same acts, with what a clerk has prepared in the forms that nobody has typed into yet."""
    for act in acts:
        if act.form and not (act.form.is_bound or act.form.is_filled) and act.name in texts:
            act.form.initial["words"] = texts[act.name].words
    return [replace(act, prepared_by=texts[act.name].by.officer.title if act.name in texts else "") for act in acts]


def with_replies(acts: Sequence[Act], offered: Sequence[CannedReply]) -> list[Act]:
    """The same acts, each with the replies that were written for its move."""
    return [replace(act, replies=[reply for reply in offered if act.form and reply.move == act.name]) for act in acts]


def form_for(
    name: str,
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    seen: int = 0,
    wall: ConflictExclusion | None = None,
    data=None,
) -> MoveForm:
    """The form of a move. Marking needs to know to whom this actor may mark, a contact by which ways it is made.

    `wall`: whom the firewall keeps away, where that is known.
    """
    more = FORMS[name].arguments_for(complaint, by=by, at=at, wall=wall)
    return FORMS[name](data, name=name, seen=seen, **more)
