"""Why a complaint waits for an officer now, and until when: the first page of the desk (*Today*) says it.

Source: ux.md, *Today*. The deadlines are those of docs/rules.md, *Contact* and *Inquiry and report*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status


class Duty(StrEnum):
    """What the officer is to the complaint."""

    HOLDER = "holder"
    SUPERIOR = "superior"  # decides on the report
    CELL = "cell"  # works in the complaint cell


class Turn(StrEnum):
    """The last event that sent the complaint back to its holder, if there was one."""

    NONE = ""
    DENIED = "denied"  # the complainant says that nobody called
    RETURNED = "returned"  # a superior returned the report
    OBJECTED = "objected"  # the complainant objected or appealed
    ANSWERED = "answered"  # the complainant answered a question
    REASSIGNED = "reassigned"


class Reason(StrEnum):
    """Why the complaint waits for this officer."""

    ORDER = "order"
    URGENT = "urgent"
    CONTACT = "contact"
    CONTACT_DENIED = "contact_denied"
    CONTACT_AFTER_OBJECTION = "contact_after_objection"
    CONTACT_AFTER_REASSIGNMENT = "contact_after_reassignment"
    REPORT_AFTER_OBJECTION = "report_after_objection"
    REPORT_AFTER_REASSIGNMENT = "report_after_reassignment"
    ANSWERED = "answered"
    RETURNED = "returned"
    REPORT = "report"
    DECIDE = "decide"
    MARK = "mark"
    LISTEN = "listen"
    REFER = "refer"
    VERIFY = "verify"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class WaitingFacts:
    """What decides why a complaint waits.

    `due_at`: the earliest deadline promised to the complainant. `clocks`: the deadlines of the running clocks that
    exist only for the police. `order_due_at`: the deadline of a superior's order to the holder. `wants_to_withdraw`:
    the complainant has asked to withdraw the complaint.
    """

    duty: Duty
    status: Status
    contact: ContactState
    due_at: datetime | None = None
    contact_due_at: datetime | None = None
    report_due_at: datetime | None = None
    decision_due_at: datetime | None = None
    order_due_at: datetime | None = None
    is_verified: bool = False
    wants_to_withdraw: bool = False
    clocks: Mapping[Clock, datetime] = field(default_factory=dict)
    turn: Turn = Turn.NONE


@dataclass(frozen=True)
class WhyNow:
    """The reason, and the deadline; None if there is no deadline."""

    reason: Reason
    due_at: datetime | None


def why_now(facts: WaitingFacts) -> WhyNow | None:
    """Return why a complaint waits for an officer now, by its nearest deadline. None if it does not wait for them."""
    match facts.duty:
        case Duty.HOLDER:
            return _why_for_holder(facts)
        case Duty.SUPERIOR:
            return WhyNow(Reason.DECIDE, facts.decision_due_at) if facts.status == Status.REPORTED else None
        case Duty.CELL:
            return _why_for_cell(facts)


def _why_for_holder(facts: WaitingFacts) -> WhyNow | None:
    """Return the holder's nearest obligation. A report that is being decided, or a question, waits for others."""
    obligations = []
    if facts.order_due_at:
        obligations.append(WhyNow(Reason.ORDER, facts.order_due_at))
    if Clock.URGENT in facts.clocks:
        obligations.append(WhyNow(Reason.URGENT, facts.clocks[Clock.URGENT]))
    if facts.status in {Status.MARKED, Status.IN_INQUIRY}:
        # After three tries the complaint cell calls instead.
        is_open = facts.contact == ContactState.OPEN and Clock.EXCUSE not in facts.clocks
        if is_open and facts.contact_due_at:
            obligations.append(WhyNow(_reason_for_contact(facts.turn), facts.contact_due_at))
        obligations.append(WhyNow(_reason_for_report(facts.turn), facts.report_due_at))
    with_deadline = [one for one in obligations if one.due_at]
    return min(with_deadline, key=lambda one: one.due_at) if with_deadline else next(iter(obligations), None)


def _reason_for_contact(turn: Turn) -> Reason:
    return {
        Turn.DENIED: Reason.CONTACT_DENIED,
        Turn.OBJECTED: Reason.CONTACT_AFTER_OBJECTION,
        Turn.REASSIGNED: Reason.CONTACT_AFTER_REASSIGNMENT,
    }.get(turn, Reason.CONTACT)


def _reason_for_report(turn: Turn) -> Reason:
    return {
        Turn.RETURNED: Reason.RETURNED,
        Turn.OBJECTED: Reason.REPORT_AFTER_OBJECTION,
        Turn.ANSWERED: Reason.ANSWERED,
        Turn.REASSIGNED: Reason.REPORT_AFTER_REASSIGNMENT,
    }.get(turn, Reason.REPORT)


def _why_for_cell(facts: WaitingFacts) -> WhyNow | None:
    """Return what the complaint cell has to do, besides its calls.

    A contact that an officer claims is asked about by a message, and a day later by a call, which is a task of its own.
    So is the consent to a hearing. Nobody promised the complainant a deadline for their wish to withdraw.
    """
    if Clock.REFERRAL in facts.clocks:
        return WhyNow(Reason.REFER, facts.clocks[Clock.REFERRAL])
    if Clock.LISTENING in facts.clocks:
        return WhyNow(Reason.LISTEN, facts.clocks[Clock.LISTENING])
    if facts.status == Status.RECEIVED:
        return WhyNow(Reason.MARK, facts.contact_due_at or facts.due_at)
    if facts.status == Status.REPORTED and not facts.is_verified:
        return WhyNow(Reason.VERIFY, facts.clocks.get(Clock.VERIFY))
    return WhyNow(Reason.WITHDRAWAL, None) if facts.wants_to_withdraw else None
