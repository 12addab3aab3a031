"""Every clock, as one table: whose delay it is, within what time, from what to what (docs/decisions/0011).

Three are promised to the complainant. What else is owed by a time runs as clocks of the same sweep and the same
ledger: reminder at 75 %, breach at 100 %, the policy's steps of escalation. Only who answers, and how long, differ.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from complaints.rules.calls.calling import DUE_WITHIN, Purpose
from complaints.rules.clock import PROMISED, Clock
from complaints.rules.pressure import ACT_WITHIN
from complaints.rules.referral import REFER_WITHIN
from complaints.rules.statuses import Status
from complaints.rules.thresholds import ANSWER_EXPECTED_WITHIN, TRIES_BEFORE_EXCUSE

VERIFY_WITHIN = timedelta(hours=48)


class Answers(StrEnum):
    """Whose delay it is, from the ledgers at that moment: the holder of record."""

    HOLDER = "holder"  # before marking, and where nobody is posted, the head of the office or the nearest above
    SUPERIOR = "superior"  # the first head above the holder
    CELL = "cell"  # the head of the office whose cell makes the call
    CENTRAL = "central"  # the head of the Central Police Office
    ADDRESSEE = "addressee"  # of the order; who can no longer be asked leaves it to the holder


CELLS = frozenset({Answers.CELL, Answers.CENTRAL})
"""Operators do the work, and are reminded; the head of their office answers for it."""


@dataclass(frozen=True)
class Owed:
    """One clock. `within` None: it comes with it (a policy, an order's date). `begins_after`: from what begins it.

    Which events begin and end it, their declarations say (complaints.workflow). The end of the complaint ends all but a
    report of pressure.
    """

    answers: Answers
    source: str
    within: timedelta | None = None
    begins_after: timedelta = timedelta()


OWED: dict[Clock, Owed] = {
    Clock.CONTACT: Owed(Answers.HOLDER, "policy"),
    Clock.REPORT: Owed(Answers.HOLDER, "policy"),
    Clock.DECISION: Owed(Answers.SUPERIOR, "policy"),
    Clock.VERIFY: Owed(
        Answers.SUPERIOR,
        "issue 6, point 10: 48 h on the supervisor",
        within=VERIFY_WITHIN,
    ),
    Clock.CALL: Owed(
        Answers.CELL,
        "domain.md, record contact: no answer in 24 h, an operator calls",
        within=DUE_WITHIN[Purpose.CONTACT],
        begins_after=ANSWER_EXPECTED_WITHIN,
    ),
    Clock.EXCUSE: Owed(
        Answers.CELL,
        "docs/decisions/0013: 4 h, ours",
        within=DUE_WITHIN[Purpose.EXCUSE],
    ),
    Clock.ORDER: Owed(Answers.ADDRESSEE, "the order's date"),
    Clock.PRESSURE: Owed(
        Answers.CENTRAL,
        "domain.md, Pressure: two hours at the Central Police Office",
        within=ACT_WITHIN,
    ),
    Clock.REFERRAL: Owed(
        Answers.CENTRAL,
        "domain.md, Special cases: the CPO refers within 24 h",
        within=REFER_WITHIN,
    ),
    Clock.URGENT: Owed(Answers.HOLDER, "categories.csv, urgent_hours"),
}

OUTLIVES_THE_COMPLAINT = frozenset({Clock.PRESSURE})
"""Somebody may be pressed at any time: no end of the complaint ends the task."""

KINDS = ("reminder", "breach", "escalation", "set_aside")
DUTY_KINDS = {kind: f"duty_{kind}" for kind in KINDS}
PRESSURE_KINDS = {kind: f"pressure_{kind}" for kind in KINDS}


def event_kind(clock: Clock, kind: str) -> str:
    """By what name the history tells of a step (`KINDS`): the complainant's story has the promised clocks alone, and
    of a report of pressure only the Central Police Office reads (complaints.rules.pressure)."""
    if clock in PROMISED:
        return kind
    return (PRESSURE_KINDS if clock == Clock.PRESSURE else DUTY_KINDS)[kind]


def wants_cell(tries: int, *, has_phone: bool) -> bool:
    """Whether, after so many tries of an officer, the complaint cell has to ring."""
    return has_phone and tries >= TRIES_BEFORE_EXCUSE


def awaits_verification(status: str, *, accepted_at: datetime | None, verified_at: datetime | None) -> bool:
    """Whether a report is accepted and its complainant has still to be asked; for just so long that clock runs."""
    return status == Status.REPORTED and accepted_at is not None and verified_at is None
