"""The complainant withdraws the complaint, continues with it, or reopens it."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.rules.thresholds import REINSTATE_WITHIN, WITHDRAWAL_WAITS
from complaints.workflow.declaration import (
    VOICE_NOTE,
    AnnouncementContext,
    CitizenMovePage,
    Custody,
    Effect,
    MessageChoice,
    Move,
    MovePage,
    PrecedingCall,
    SentenceByActor,
    Sentences,
    TextReaders,
    Visibility,
)


def guard_ask_to_withdraw(facts: Facts) -> Refusal | None:
    """Refuse a second request, and after the complainant has withdrawn."""
    return Refusal.ALREADY_DONE if facts.withdrawal_asked_at or facts.left else None


ASK_TO_WITHDRAW = Move(
    "ask_to_withdraw",
    sources=OPEN,
    target=None,
    by={Capacity.CITIZEN},
    guard=guard_ask_to_withdraw,
    request_for="withdraw",
    sentences=Sentences(
        officer=_("The complainant asked to withdraw the complaint."),
        citizen=_("You asked to withdraw it."),
    ),
    to_citizen="withdrawal_asked",
    call_purposes={Purpose.WITHDRAWAL},
    text_for_cpo_only=True,
    visibility=Visibility.CPO_ALONE_IF_ORDINARY,
    is_counted_in_cycle=True,
    citizens_page=CitizenMovePage(
        done=_("We recorded your request. Your complaint continues until we have spoken to you in private by phone."),
    ),
)


def is_withdrawal_reserved_for_cpo(facts: Facts) -> bool:
    """Return whether the acting cell may not record this, because only the CPO's cell may for an ordinary complaint.

    A district's cell never learns of a request to withdraw an ordinary complaint.
    """
    return Capacity.CELL in facts.capacities and facts.officer_at is not OfficeKind.CENTRAL and not facts.is_sensitive


def guard_keep(facts: Facts) -> Refusal | None:
    if is_withdrawal_reserved_for_cpo(facts):
        return Refusal.CPO_CELL_ONLY
    return None if facts.withdrawal_asked_at else Refusal.NOT_ASKED


KEEP = Move(
    "keep",
    sources=OPEN,
    target=None,
    by={Capacity.CITIZEN, Capacity.CELL},
    guard=guard_keep,
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} recorded that the complainant chose to continue with the complaint."),
            citizen=_("The complainant chose to continue with the complaint."),
        ),
        citizen=_("Your complaint continues."),
    ),
    to_citizen="kept",
    text_readers=TextReaders.CELLS,
    text_for_cpo_only=True,
    visibility=Visibility.CPO_ALONE_IF_ORDINARY,
    is_counted_in_cycle=True,
    page=MovePage(
        title=_("Complainant wants to continue"),
        button=_("Record the decision to continue"),
        done=_("Recorded: the complaint continues."),
        is_secondary=True,
    ),
    citizens_page=CitizenMovePage(
        done=_("Your complaint continues."),
    ),
    call=PrecedingCall(Purpose.WITHDRAWAL, answer="keep", may_precede_due_call=True),
)


def guard_withdraw(facts: Facts) -> Refusal | None:
    """Allow the complainant; where that is not safe, only the CPO's cell, after a private call.

    The cell has to wait for two days after the request. The district, and a person who looks over the complainant's
    shoulder, read the same with and without pressure.
    """
    if facts.left:
        return Refusal.ALREADY_DONE
    if Capacity.CELL not in facts.capacities:
        return Refusal.CELL_AFTER_A_CALL if facts.is_sensitive or facts.is_under_pressure else None
    if is_withdrawal_reserved_for_cpo(facts):
        return Refusal.CPO_CELL_ONLY
    if facts.withdrawal_asked_at is None:
        return Refusal.NOT_ASKED
    if facts.officer_at is not OfficeKind.CENTRAL:
        return Refusal.CPO_CELL_ONLY
    if facts.is_under_pressure:
        return Refusal.UNDER_PRESSURE
    return Refusal.TOO_EARLY if facts.at < facts.withdrawal_asked_at + WITHDRAWAL_WAITS else None


def message_template_on_withdraw(after: AnnouncementContext) -> str:
    """Return the message. In the gravest categories the inquiry continues without the complainant."""
    return "withdrawn" if after.complaint.left_at is None else "left_inquiry"


WITHDRAW = Move(
    "withdraw",
    sources=OPEN,
    target=Status.WITHDRAWN,
    by={Capacity.CITIZEN, Capacity.CELL},
    guard=guard_withdraw,
    stays_if_grave=True,
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} ended it: the complainant withdrew it in a separate call."),
            citizen=_("The complainant withdrew it."),
        ),
        citizen=_("The complaint was withdrawn."),
        petition=_("The complaint was withdrawn."),
    ),
    to_citizen=MessageChoice(("withdrawn", "left_inquiry"), message_template_on_withdraw),
    text_readers=TextReaders.CELLS,
    text_for_cpo_only=True,
    needs_proof=True,
    page=MovePage(
        title=_("Complainant withdraws, after a private call"),
        button=_("Record the withdrawal"),
        done=_("The complaint is withdrawn."),
        is_grave=True,
        is_secondary=True,
    ),
    citizens_page=CitizenMovePage(
        done=_("You have withdrawn your complaint. You can reopen it within 90 days."),
    ),
    call=PrecedingCall(Purpose.WITHDRAWAL, answer="withdraw"),
)


def guard_reinstate(facts: Facts) -> Refusal | None:
    """Refuse after the time limit, and for feedback: it has no clock, so nobody would have to act on it."""
    if not facts.has_limits:
        return Refusal.FEEDBACK_IS_FILED
    return Refusal.TOO_LATE if facts.at > facts.ended_at + REINSTATE_WITHIN else None


REINSTATE = Move(
    "reinstate",
    sources={Status.WITHDRAWN, Status.MERGED},
    target=Status.MARKED,
    by={Capacity.CITIZEN},
    guard=guard_reinstate,
    contact=Effect.STARTS,
    report=Effect.STARTS,
    custody=Custody.NEXT_HEAD,
    new_cycle=True,
    records=(VOICE_NOTE,),
    needs_words=True,
    sentences=Sentences(
        officer=_("The complainant reopened it. A new round begins with {to}."),
        citizen=_("You reopened the complaint. It was sent to %(who)s."),
        names_holder=True,
        petition=_("The applicant reopened the complaint."),
        review=_("Reopened by the complainant"),
    ),
    to_citizen="reinstated",
    to_holder="marked_to_you",
    call_purposes={Purpose.NEWS},
    citizens_page=CitizenMovePage(
        done=_("You have reopened your complaint. It is now with a higher officer."),
        refusal_texts={
            Refusal.TOO_LATE: _(
                "The 90 days for reopening this complaint are over. Make a new complaint and give this number in it."
            )
        },
    ),
)

NOT_READ_ALOUD = {
    ASK_TO_WITHDRAW.name: "they have just asked for it, and the Central Police Office's cell calls about it",
    KEEP.name: "they have just said so themselves, on their page or to the cell",
    WITHDRAW.name: "they have just said so themselves, on their page or to the cell",
}
"""Why the complaint cell does not read these messages by telephone (`complaints.workflow.table.NOT_READ_ALOUD`)."""

KINDS = (
    ASK_TO_WITHDRAW,
    KEEP,
    WITHDRAW,
    REINSTATE,
)
