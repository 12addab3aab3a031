"""The rule of *Today*: why a complaint waits for an officer now. Every combination of its facts is tried."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from desk.rules.why_now import Duty, Reason, Turn, WaitingFacts, WhyNow, why_now

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONTACT, REPORT, ORDER, URGENT, DECISION, CALL, VERIFY, REFER = (NOON + timedelta(hours=n) for n in range(1, 9))
LATE = NOON - timedelta(hours=3)
TO_ACT = {Status.MARKED, Status.IN_INQUIRY}


def holder(**facts) -> WaitingFacts:
    """Return the facts of a complaint that an inquiry officer holds, with both deadlines ahead."""
    usual = {"status": Status.MARKED, "contact": ContactState.OPEN, "contact_due_at": CONTACT, "report_due_at": REPORT}
    return WaitingFacts(Duty.HOLDER, **{**usual, **facts})


CLAIMED = {"status": Status.IN_INQUIRY, "contact": ContactState.CLAIMED}


def cell(**facts) -> WaitingFacts:
    return WaitingFacts(Duty.CELL, **{"status": Status.REPORTED, "contact": ContactState.CONFIRMED, **facts})


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (Turn.NONE, Reason.CONTACT),
        (Turn.DENIED, Reason.CONTACT_DENIED),
        (Turn.OBJECTED, Reason.CONTACT_AFTER_OBJECTION),
        (Turn.REASSIGNED, Reason.CONTACT_AFTER_REASSIGNMENT),
        (Turn.RETURNED, Reason.CONTACT),
        (Turn.ANSWERED, Reason.CONTACT),
    ],
)
def test_an_open_contact_is_first_and_says_what_happened(turn, reason):
    assert why_now(holder(turn=turn)) == WhyNow(reason, CONTACT)


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (Turn.NONE, Reason.REPORT),
        (Turn.DENIED, Reason.REPORT),
        (Turn.RETURNED, Reason.RETURNED),
        (Turn.OBJECTED, Reason.REPORT_AFTER_OBJECTION),
        (Turn.ANSWERED, Reason.ANSWERED),
        (Turn.REASSIGNED, Reason.REPORT_AFTER_REASSIGNMENT),
    ],
)
@pytest.mark.parametrize("contact", set(ContactState) - {ContactState.OPEN})
def test_after_the_contact_the_report_is_due(contact, turn, reason):
    assert why_now(holder(contact=contact, turn=turn, status=Status.IN_INQUIRY)) == WhyNow(reason, REPORT)


def test_after_three_tries_the_complaint_cell_owes_the_contact():
    facts = holder(clocks={Clock.EXCUSE: LATE})
    assert why_now(facts) == WhyNow(Reason.REPORT, REPORT)


def test_the_nearest_deadline_counts():
    assert why_now(holder(order_due_at=LATE)) == WhyNow(Reason.ORDER, LATE)
    assert why_now(holder(order_due_at=ORDER)) == WhyNow(Reason.CONTACT, CONTACT)
    assert why_now(holder(clocks={Clock.URGENT: LATE}, order_due_at=ORDER)) == WhyNow(Reason.URGENT, LATE)


def test_a_complaint_without_time_limits_waits_without_a_deadline():
    facts = holder(contact=ContactState.NOT_NEEDED, contact_due_at=None, report_due_at=None)
    assert why_now(facts) == WhyNow(Reason.REPORT, None)


@pytest.mark.parametrize("status", Status)
def test_a_superior_decides_only_on_a_report(status):
    facts = WaitingFacts(Duty.SUPERIOR, status, ContactState.CONFIRMED, decision_due_at=DECISION)
    assert why_now(facts) == (WhyNow(Reason.DECIDE, DECISION) if status == Status.REPORTED else None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (cell(status=Status.RECEIVED, contact_due_at=CONTACT, due_at=REPORT), WhyNow(Reason.MARK, CONTACT)),
        (cell(status=Status.RECEIVED, due_at=REPORT), WhyNow(Reason.MARK, REPORT)),
        (cell(clocks={Clock.VERIFY: VERIFY}), WhyNow(Reason.VERIFY, VERIFY)),
        (cell(), WhyNow(Reason.VERIFY, None)),
        (cell(**CLAIMED, clocks={Clock.CALL: CALL}), None),
        (cell(clocks={Clock.REFERRAL: REFER, Clock.VERIFY: VERIFY}), WhyNow(Reason.REFER, REFER)),
        (cell(clocks={Clock.LISTENING: REFER}), WhyNow(Reason.LISTEN, REFER)),
        (cell(status=Status.IN_INQUIRY, due_at=REPORT, wants_to_withdraw=True), WhyNow(Reason.WITHDRAWAL, None)),
        (cell(**CLAIMED, wants_to_withdraw=True), WhyNow(Reason.WITHDRAWAL, None)),
        (cell(status=Status.IN_INQUIRY, due_at=REPORT), None),
    ],
)  # fmt: skip
def test_the_complaint_cell(facts, expected):
    assert why_now(facts) == expected


def test_every_combination_of_facts_has_an_answer_and_its_deadline_is_the_nearest_of_those_that_bind_the_holder():
    moments = (None, LATE, REPORT)
    clocks = ({}, {Clock.URGENT: CONTACT}, {Clock.EXCUSE: CALL}, {Clock.URGENT: LATE, Clock.EXCUSE: CALL})
    tried = 0
    for status, contact, turn, contact_due, report_due, order_due, running in product(
        Status, ContactState, Turn, moments, moments, moments, clocks
    ):
        facts = WaitingFacts(
            Duty.HOLDER, status, contact, contact_due_at=contact_due, report_due_at=report_due,
            order_due_at=order_due, clocks=running, turn=turn,
        )  # fmt: skip
        why, binding = why_now(facts), [order_due, running.get(Clock.URGENT)]
        if status in TO_ACT:
            owes_contact = contact == ContactState.OPEN and Clock.EXCUSE not in running
            binding += [report_due, contact_due if owes_contact else None]
        due = min((moment for moment in binding if moment), default=None)
        assert (why.due_at if why else None) == due, facts
        assert (why is None) == (due is None and status not in TO_ACT), facts
        tried += 1
    assert tried == len(Status) * len(ContactState) * len(Turn) * 27 * len(clocks)
