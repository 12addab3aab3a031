"""Legal holds and anonymisation of ended complaints (docs/decisions/0006)."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import FINAL, Status
from complaints.rules.thresholds import LEGAL_HOLD_OFFICES
from complaints.workflow.declaration import Kind, Move, MovePage, NoMessage, Sentences, TextReaders


def guard_hold(facts: Facts) -> Refusal | None:
    """Allow heads from the district upwards, and the monitors of the Central Police Office."""
    if facts.officer_at not in LEGAL_HOLD_OFFICES:
        return Refusal.HOLD_IS_THE_DISTRICTS
    return Refusal.ALREADY_ON_HOLD if facts.held else None


HOLD = Move(
    "hold",
    sources=FINAL,
    target=None,
    by={Capacity.HEAD, Capacity.MONITOR},
    guard=guard_hold,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} placed a legal hold on it. Nothing is destroyed until the hold is lifted."),
        citizen=_(
            "A court or an inquiry may need this complaint. It will be kept longer than usual, until that is over."
        ),
    ),
    to_citizen=NoMessage("it is on their page; their matter has not moved"),
    text_readers=TextReaders.OFFICERS,
    page=MovePage(
        title=_("Legal hold: keep beyond the retention period"),
        button=_("Place the hold"),
        done=_("The complaint is under a legal hold. Nothing in it will be destroyed until the hold is lifted."),
        is_secondary=True,
    ),
)


def guard_lift_hold(facts: Facts) -> Refusal | None:
    """Allow only the Central Police Office to lift a hold."""
    if not facts.held:
        return Refusal.NO_HOLD
    return None if facts.officer_at is OfficeKind.CENTRAL else Refusal.CPO_LIFTS_IT


LIFT_HOLD = Move(
    "lift_hold",
    sources=set(Status),
    target=None,
    by={Capacity.HEAD, Capacity.MONITOR},
    guard=guard_lift_hold,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} lifted the legal hold."),
        citizen=_("This complaint is now kept only for the usual period."),
    ),
    to_citizen=NoMessage("it is on their page; their matter has not moved"),
    text_readers=TextReaders.OFFICERS,
    page=MovePage(
        title=_("Lift the legal hold"),
        button=_("Lift the hold"),
        done=_("The hold is lifted. The retention period applies again."),
        is_grave=True,
        is_secondary=True,
    ),
)

ANONYMISED = Kind(
    "anonymised",
    sentences=Sentences(
        officer=_(
            "The retention period ended. Names, numbers, all text and all files were destroyed. The record of "
            "what happened, when and by whom remains."
        ),
    ),
    to_citizen=NoMessage("no address is left; the page that the number opens states it"),
)

KINDS = (
    HOLD,
    LIFT_HOLD,
    ANONYMISED,
)
