"""Plans of simulated complaints: a goal, and the moves that lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from complaints.models import Complaint, Policy
from complaints.rules.clock import PAUSABLE_ABOVE
from complaints.rules.exclusion.settling import SETTLE_WITHIN, URGENT_CATEGORIES
from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.rules.statuses import Outcome
from complaints.services.automatic_moves import AUTO_MARK_SHARE

OUTCOMES = {
    Outcome.RELIEF_GRANTED: 46, Outcome.PARTLY_GRANTED: 14, Outcome.NOT_PROVED: 18, Outcome.REFERRED: 9,
    Outcome.FIR_REGISTERED: 10, Outcome.RECONCILED: 3,
}  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SILENT_FOR = timedelta(days=7, minutes=20)
DECIDED_WITHIN = timedelta(hours=48)
REPORTED_AFTER = 0.25
"""Share of the report limit after which a report arrives that still waits for a decision at the end."""
MARKED_BY = AUTO_MARK_SHARE * 0.8
"""Share of the contact limit within which a complaint that still waits for a mark has arrived."""
URGENT_UP_TO = timedelta(hours=4)
"""Complaints with a shorter contact limit are marked automatically at once, so none waits for a mark."""


class Goal(StrEnum):
    """State of a complaint when the demo begins."""

    RECEIVED = "received"
    UNSETTLED = "unsettled"  # an operator still has time to confirm whom it is against
    PASSED_UP = "passed_up"  # nobody confirmed it in time; a superior has it, or who had got it by then
    MARKED = "marked"
    IN_INQUIRY = "in_inquiry"
    UNCONFIRMED = "unconfirmed"  # the officer claims contact, and nobody has confirmed it for a day
    AWAITING = "awaiting"
    REPORTED = "reported"
    REOPENED = "reopened"
    LATE_CONTACT = "late_contact"
    LATE_REPORT = "late_report"
    LATE_DECISION = "late_decision"
    RESOLVED = "resolved"
    FEEDBACK = "feedback"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    APPEALED = "appealed"
    UNANSWERED = "unanswered"
    CLOSED = "closed"

    @property
    def has_ended(self) -> bool:
        return self in ENDED


SLOWEST = 1.7
LATE_REPORT_HOURS = (24, 200)
"""How late a report of the slowest pace is."""
ENDED = frozenset(
    {Goal.FEEDBACK, Goal.REJECTED, Goal.WITHDRAWN, Goal.OBJECTED, Goal.APPEALED, Goal.UNANSWERED, Goal.CLOSED}
)


@dataclass(frozen=True)
class PlannedMove:
    """One move of a plan. `by`: cell, holder, superior, citizen or system. `after`: time since the previous move."""

    after: timedelta
    by: str
    move: str
    details: dict = field(default_factory=dict)


def is_goal_possible(goal: Goal, policy: Policy) -> bool:
    """Return whether a complaint under this policy can reach that goal."""
    if not policy.has_limits:
        return goal in {Goal.FEEDBACK, Goal.RECEIVED}
    may_wait_for_mark = policy.contact_limit > URGENT_UP_TO and policy.urgent_hours is None
    match goal:
        case Goal.UNSETTLED | Goal.PASSED_UP:
            is_settled_in_four_hours = policy.category.code not in URGENT_CATEGORIES
            return policy.category.about_police and is_settled_in_four_hours and may_wait_for_mark
        case Goal.FEEDBACK:
            return False
        case Goal.REJECTED:  # a complaint about the police needs a head above the accused
            return not policy.category.about_police
        case Goal.RECEIVED | Goal.LATE_CONTACT:
            return may_wait_for_mark
        case Goal.AWAITING:
            return policy.report_limit > PAUSABLE_ABOVE
        case Goal.UNCONFIRMED:
            return policy.report_limit > timedelta(hours=72)
        case Goal.REOPENED:
            return policy.report_limit >= timedelta(hours=168)
    return True


def choose_age(random: Random, goal: Goal, policy: Policy) -> timedelta:
    """Return the age of a complaint that is at its goal now."""
    if not policy.has_limits:
        return random.uniform(2, 60) * HOUR if goal is Goal.RECEIVED else random.uniform(4, 45) * DAY
    contact, report = policy.contact_limit, policy.report_limit
    match goal:
        case Goal.RECEIVED:
            return contact * random.uniform(0.03, 0.2)
        case Goal.UNSETTLED:
            return min(SETTLE_WITHIN, contact * MARKED_BY) * random.uniform(0.2, 0.7)
        case Goal.PASSED_UP:
            return SETTLE_WITHIN + random.uniform(0.2, 3) * HOUR
        case Goal.MARKED:
            return contact * random.uniform(0.2, 0.85)
        case Goal.LATE_CONTACT:
            return contact * random.uniform(1.1, 3)
        case Goal.LATE_REPORT:
            return report + random.uniform(3, 400) * HOUR  # some were overdue a week ago already
        case Goal.REPORTED:
            return contact + report * REPORTED_AFTER + random.uniform(2, 22) * HOUR
        case Goal.LATE_DECISION:
            return contact + report * REPORTED_AFTER + DECIDED_WITHIN + random.uniform(3, 300) * HOUR
        case Goal.AWAITING:
            return contact * 0.9 + report * random.uniform(0.08, 0.22)
        case Goal.UNCONFIRMED:
            return contact * 0.4 + random.uniform(25, 60) * HOUR
        case Goal.IN_INQUIRY:
            return report * random.uniform(0.3, 0.9)
        case Goal.RESOLVED:
            return contact + report * REPORTED_AFTER + 32 * HOUR + random.uniform(1, 4) * DAY
        case Goal.REOPENED:
            return contact * 1.6 + report * REPORTED_AFTER + 50 * HOUR
        case Goal.APPEALED:
            return report * 2 + random.uniform(36, 48) * DAY
    return report * 1.5 + random.uniform(16, 34) * DAY


def plan_moves(random: Random, complaint: Complaint, goal: Goal) -> Iterator[PlannedMove]:
    """Yield the moves to the goal. A move that the rules refuse when it is due is skipped by the simulation."""
    policy = complaint.policy
    if goal in {Goal.RECEIVED, Goal.UNSETTLED, Goal.PASSED_UP}:
        return
    if goal is Goal.FEEDBACK:
        yield PlannedMove(_random_hours(random, 4, 60), "cell", "close_as_feedback")
        return
    if goal is Goal.REJECTED:
        yield PlannedMove(policy.contact_limit * random.uniform(0.05, 0.2), "superior", "reject")
        return
    yield PlannedMove(policy.contact_limit * random.uniform(0.03, 0.18), "cell", "mark")
    if complaint.category.code in REFERRED_CATEGORIES:
        yield PlannedMove(policy.contact_limit * random.uniform(0.02, 0.05), "cell", "refer_outside")
    if goal in {Goal.MARKED, Goal.LATE_CONTACT}:
        return
    # The slowest pace makes contact and report late, so that something was overdue in every week of the demo.
    pace = 1.0 if not goal.has_ended else random.choices([0.7, 1.0, SLOWEST], weights=[60, 26, 14])[0]
    if _urgent_act_comes_first(policy):
        yield _urgent_act_move(random, policy)
    yield from _contact_moves(random, policy.contact_limit * pace, goal)
    if policy.urgent_hours is not None and not _urgent_act_comes_first(policy):
        yield _urgent_act_move(random, policy)
    if goal is Goal.WITHDRAWN:
        yield from _withdrawal_moves(random, complaint)
    elif goal is Goal.AWAITING:
        yield PlannedMove(policy.report_limit * 0.05, "holder", "ask_citizen")
    elif goal not in {Goal.IN_INQUIRY, Goal.LATE_REPORT, Goal.UNCONFIRMED}:
        if pace == SLOWEST:
            late_by = _random_hours(random, *LATE_REPORT_HOURS)
            yield PlannedMove(policy.report_limit + late_by, "holder", "submit_report", _report_arguments(random))
        else:
            yield from _inquiry_moves(random, policy.report_limit * pace, may_ask_citizen=goal.has_ended)
        yield from _moves_after_report(random, policy, goal)


def _urgent_act_comes_first(policy: Policy) -> bool:
    return policy.urgent_hours is not None and policy.urgent_hours <= policy.contact_hours


def _urgent_act_move(random: Random, policy: Policy) -> PlannedMove:
    """Return the immediate action that the category requires."""
    return PlannedMove(
        _random_hours(random, policy.urgent_hours * 0.05, policy.urgent_hours * 0.3), "holder", "urgent_act"
    )


def _contact_moves(random: Random, limit: timedelta, goal: Goal) -> Iterator[PlannedMove]:
    chance = random.random()
    if chance > 0.93:
        yield PlannedMove(limit * 0.1, "holder", "try_contact")
    yield PlannedMove(limit * random.uniform(0.15, 0.6), "holder", "record_contact")
    if goal is Goal.UNCONFIRMED:
        return
    if chance < 0.06:
        yield PlannedMove(limit * 0.1, "citizen", "deny_contact", {"answer": "nobody"})
        yield PlannedMove(limit * 0.1, "holder", "record_contact")
        yield PlannedMove(limit * 0.1, "citizen", "confirm_contact", {"answer": "in_person"})
    elif chance < 0.75 or not goal.has_ended:
        yield PlannedMove(limit * random.uniform(0.05, 0.2), "citizen", "confirm_contact", {"answer": "in_person"})
    else:
        yield PlannedMove(_random_hours(random, 25, 40), "cell", "confirm_contact", {"answer": "in_person"})


def _withdrawal_moves(random: Random, complaint: Complaint) -> Iterator[PlannedMove]:
    """Yield the withdrawal. For a sensitive complaint the cell speaks to the complainant in private two days later."""
    if complaint.is_sensitive:
        yield PlannedMove(_random_hours(random, 4, 24), "citizen", "ask_to_withdraw")
        yield PlannedMove(_random_hours(random, 49, 60), "cell", "withdraw")
    else:
        yield PlannedMove(_random_hours(random, 4, 24), "citizen", "withdraw")


def _inquiry_moves(random: Random, limit: timedelta, *, may_ask_citizen: bool) -> Iterator[PlannedMove]:
    if may_ask_citizen and limit > PAUSABLE_ABOVE and random.random() < 0.25:
        yield PlannedMove(limit * random.uniform(0.05, 0.15), "holder", "ask_citizen")
        if random.random() < 0.75:
            yield PlannedMove(limit * 0.1, "citizen", "resume")
    share = random.uniform(0.1, 0.4) if may_ask_citizen else REPORTED_AFTER * random.uniform(0.8, 1)
    yield PlannedMove(limit * share, "holder", "submit_report", _report_arguments(random))


SAMPLE_PARTS = {
    "persons_heard": ["The complainant and the other party, at the office.", "شکایت کنندہ اور دو گواہ"],
    "evidence_seen": ["The receipts, and the place itself.", "ریکارڈ، تصاویر اور جائے وقوعہ"],
    "relief": ["What was asked for was done in the presence of both.", "شکایت کنندہ کی داد رسی کی گئی"],
    "next_step": ["The station asks again in a week.", "تھانہ ایک ہفتے بعد دوبارہ معلوم کرے گا"],
}
"""Texts for the parts of the demo's reports."""


def _report_arguments(random: Random) -> dict:
    outcome = random.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    fir = {"fir_number": f"{random.randint(1, 1900)}/26", "fir_station": "SAMPLE"}
    parts = {part: random.choice(texts) for part, texts in SAMPLE_PARTS.items()}
    return {"outcome": outcome, **parts, **(fir if outcome == Outcome.FIR_REGISTERED else {})}


def _moves_after_report(random: Random, policy: Policy, goal: Goal) -> Iterator[PlannedMove]:
    if goal is Goal.LATE_DECISION:
        return
    if goal is Goal.REPORTED:
        if random.random() < 0.4:
            yield PlannedMove(_random_hours(random, 1, 3), "superior", "accept")
        return
    yield from _decision_moves(random, may_return=goal.has_ended)
    if goal is Goal.RESOLVED:
        return
    if goal in {Goal.OBJECTED, Goal.REOPENED}:
        yield PlannedMove(_random_hours(random, 3, 16), "citizen", "object")
        yield from _second_round_moves(random, policy, goal)
    if goal is Goal.APPEALED:
        yield PlannedMove(_random_hours(random, 5, 100), "citizen", "close")
        yield PlannedMove(random.uniform(4, 20) * DAY, "citizen", "appeal")
        yield from _second_round_moves(random, policy, goal)
    if goal in {Goal.UNANSWERED, Goal.WITHDRAWN}:
        yield PlannedMove(SILENT_FOR, "system", "close")
    elif goal.has_ended:
        yield PlannedMove(_random_hours(random, 3, 130), "citizen", "close")


def _decision_moves(random: Random, *, may_return: bool) -> Iterator[PlannedMove]:
    """Yield a decision on a report: accepted and verified, sometimes returned first."""
    if may_return and random.random() < 0.07:
        yield PlannedMove(_random_hours(random, 3, 30), "superior", "return_report")
        yield PlannedMove(_random_hours(random, 5, 20), "holder", "submit_report", _report_arguments(random))
    satisfied = random.choices(["satisfied", "not"], weights=[78, 22])[0]
    is_slow = may_return and random.random() < 0.05
    yield PlannedMove(_random_hours(random, 50, 70) if is_slow else _random_hours(random, 2, 16), "superior", "accept")
    yield PlannedMove(_random_hours(random, 2, 16), "cell", "verify", {"verdict": satisfied})


def _second_round_moves(random: Random, policy: Policy, goal: Goal) -> Iterator[PlannedMove]:
    """Yield the moves of the next head: contact, half of the report limit, and a decision."""
    yield PlannedMove(policy.contact_limit * 0.2, "holder", "record_contact")
    yield PlannedMove(policy.contact_limit * 0.2, "citizen", "confirm_contact", {"answer": "in_person"})
    if goal is not Goal.REOPENED:
        yield PlannedMove(
            policy.report_limit * random.uniform(0.1, 0.3), "holder", "submit_report", _report_arguments(random)
        )
        yield from _decision_moves(random, may_return=False)


def settling_delay(random: Random, goal: Goal, limit: timedelta) -> timedelta | None:
    """Return after which time an operator confirms whom a complaint is against; None if nobody does in time."""
    return None if goal in {Goal.UNSETTLED, Goal.PASSED_UP} else limit * random.uniform(0.1, 0.7)


def _random_hours(random: Random, least: float, most: float) -> timedelta:
    return timedelta(hours=random.uniform(least, most))


def choose_start(end: datetime, random: Random, goal: Goal, policy: Policy) -> datetime:
    """Return when a complaint arrives that is at its goal at `end`; in the daytime if it is older than a day."""
    at = end - choose_age(random, goal, policy)
    if end - at > DAY:
        at = at.replace(hour=min(max(at.hour, 8), 21))
    return min(at, end - HOUR / 3).replace(microsecond=0)
