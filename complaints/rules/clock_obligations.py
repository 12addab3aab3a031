"""The table of all clocks: who answers for the delay, and the time limit (docs/decisions/0010).

Three clocks are promised to the complainant. All other obligations with a time limit are clocks too. They use the same
sweep and the same ledger: a reminder at 75 %, a breach at 100 %, and the policy's escalation steps. They differ only in
who answers and in the length.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from complaints.rules.calls.cell_calls import CALL_DUE_WITHIN, Purpose
from complaints.rules.clock import PROMISED, Clock
from complaints.rules.exclusion.settling import SETTLE_WITHIN
from complaints.rules.outside_referral import REFER_WITHIN
from complaints.rules.pressure_responders import ACT_WITHIN
from complaints.rules.statuses import Status
from complaints.rules.thresholds import ANSWER_EXPECTED_WITHIN, TRIES_BEFORE_EXCUSE

VERIFY_WITHIN = timedelta(hours=48)
LISTEN_WITHIN = timedelta(minutes=15)


class AnswerableParty(StrEnum):
    """Who answers for a delay, according to the ledgers at the time of the delay."""

    HOLDER = "holder"  # before marking, or without a holder: the head of the office, or the nearest head above
    SUPERIOR = "superior"  # the first head above the holder
    CELL = "cell"  # the head of the office whose cell makes the call
    CENTRAL = "central"  # the head of the Central Police Office
    ADDRESSEE = "addressee"  # of the order; the holder, if the addressee is no longer posted


CELL_PARTIES = frozenset({AnswerableParty.CELL, AnswerableParty.CENTRAL})
"""Operators do the work and get the reminders; the head of their office answers for the delay."""


@dataclass(frozen=True)
class Obligation:
    """The rules of one clock.

    `within`: the time limit; None if a policy or the date of an order sets it. `begins_after`: the time between the
    event that begins the clock and its start. The declarations in complaints.workflow state which events begin and end
    it. The end of the complaint ends every clock except that of a report of pressure.
    """

    answers: AnswerableParty
    source: str
    within: timedelta | None = None
    begins_after: timedelta = timedelta()


OBLIGATIONS: dict[Clock, Obligation] = {
    Clock.CONTACT: Obligation(AnswerableParty.HOLDER, "policy"),
    Clock.REPORT: Obligation(AnswerableParty.HOLDER, "policy"),
    Clock.DECISION: Obligation(AnswerableParty.SUPERIOR, "policy"),
    Clock.VERIFY: Obligation(
        AnswerableParty.SUPERIOR,
        "docs/decisions/0010: 48 h on the supervisor, ours",
        within=VERIFY_WITHIN,
    ),
    Clock.CALL: Obligation(
        AnswerableParty.CELL,
        "docs/rules.md, Contact: no answer in 24 h, an operator calls",
        within=CALL_DUE_WITHIN[Purpose.CONTACT],
        begins_after=ANSWER_EXPECTED_WITHIN,
    ),
    Clock.EXCUSE: Obligation(
        AnswerableParty.CELL,
        "docs/decisions/0013: 4 h, ours",
        within=CALL_DUE_WITHIN[Purpose.EXCUSE],
    ),
    Clock.ORDER: Obligation(AnswerableParty.ADDRESSEE, "the order's date"),
    Clock.PRESSURE: Obligation(
        AnswerableParty.CENTRAL,
        "docs/rules.md, Pressure: two hours at the Central Police Office",
        within=ACT_WITHIN,
    ),
    Clock.REFERRAL: Obligation(
        AnswerableParty.CENTRAL,
        "docs/rules.md, Special cases: the CPO refers within 24 h",
        within=REFER_WITHIN,
    ),
    Clock.SETTLING: Obligation(
        AnswerableParty.CELL,
        "docs/rules.md, Before registration, 5: 1 h for detention and torture, else 4 h",
        within=SETTLE_WITHIN,
    ),
    Clock.LISTENING: Obligation(
        AnswerableParty.CELL,
        "docs/rules.md, First sentence and voice note: within 15 minutes, day and night",
        within=LISTEN_WITHIN,
    ),
    Clock.URGENT: Obligation(AnswerableParty.HOLDER, "categories.csv, urgent_hours"),
}

CLOCKS_AFTER_THE_END = frozenset({Clock.PRESSURE})
"""Clocks that the end of the complaint does not end: the complainant may be under pressure at any time."""

STEP_KINDS = ("reminder", "breach", "escalation", "set_aside")
DUTY_STEP_KINDS = {kind: f"duty_{kind}" for kind in STEP_KINDS}
PRESSURE_STEP_KINDS = {kind: f"pressure_{kind}" for kind in STEP_KINDS}


def step_event_kind(clock: Clock, kind: str) -> str:
    """Return the kind of the event that records a step (one of `STEP_KINDS`) of this clock.

    The complainant sees only the events of promised clocks. Only the Central Police Office sees the events of a report
    of pressure (complaints.rules.pressure_responders).
    """
    if clock in PROMISED:
        return kind
    return (PRESSURE_STEP_KINDS if clock == Clock.PRESSURE else DUTY_STEP_KINDS)[kind]


def needs_call_by_cell(tries: int, *, has_phone: bool) -> bool:
    """Return whether the complaint cell has to call, after this many attempts of the officer."""
    return has_phone and tries >= TRIES_BEFORE_EXCUSE


def awaits_verification(status: str, *, accepted_at: datetime | None, verified_at: datetime | None) -> bool:
    """Return whether a report is accepted but not verified with the complainant. The VERIFY clock runs exactly then."""
    return status == Status.REPORTED and accepted_at is not None and verified_at is None
