"""How a complaint of the demo lives: a plan of moves, each so long after the one before, by somebody in a capacity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from complaints.models import Complaint
from complaints.rules.statuses import Outcome

OUTCOMES = {
    Outcome.RELIEF_GRANTED: 46, Outcome.PARTLY_GRANTED: 14, Outcome.NOT_PROVED: 18, Outcome.REFERRED: 9,
    Outcome.FIR_REGISTERED: 10, Outcome.RECONCILED: 3,
}  # fmt: skip


TRY_AGAIN = timedelta(hours=7)


@dataclass(frozen=True)
class Step:
    """One move of a plan. `by`: cell, holder, superior, citizen. `after`: since the step before."""

    after: timedelta
    by: str
    move: str
    details: dict = field(default_factory=dict)


def plan(random: Random, complaint: Complaint) -> Iterator[Step]:
    """The life of one complaint. A step that the rules refuse when its time comes ends the plan."""
    policy = complaint.policy
    if not policy.has_limits:
        yield Step(_hours(random, 4, 60), "cell", "close_as_feedback")
        return
    if random.random() < 0.03:
        yield Step(_hours(random, 1, 20), "superior", "reject")
        return
    pace = random.choices([0.5, 0.9, 1.8], weights=[74, 18, 8])[0]  # brisk, near the limit, late
    yield Step(policy.contact_limit * 0.15 * random.uniform(0.2, 1.4), "cell", "mark")
    comes_first = policy.urgent_hours is not None and policy.urgent_hours <= policy.contact_hours
    if comes_first:
        yield _urgent_act(random, policy.urgent_hours * pace)
    yield from _contact(random, policy.contact_limit * pace)
    if policy.urgent_hours is not None and not comes_first:
        yield _urgent_act(random, policy.urgent_hours * pace)
    if random.random() < 0.03:
        return  # put into a drawer
    yield from _inquiry(random, policy.report_limit * pace)
    yield from _decision(random)


def _urgent_act(random: Random, hours: float) -> Step:
    """What the category asks for at once: most have done it in time."""
    return Step(_hours(random, hours * 0.1, hours * 0.5), "holder", "urgent_act")


def _contact(random: Random, limit: timedelta) -> Iterator[Step]:
    yield Step(limit * random.uniform(0.2, 1.0), "holder", "record_contact")
    said = random.random()
    if said < 0.07:
        yield Step(_hours(random, 1, 12), "citizen", "deny_contact", {"answer": "nobody"})
        yield Step(_hours(random, 2, 10), "holder", "record_contact")
        yield Step(_hours(random, 1, 12), "citizen", "confirm_contact", {"answer": "in_person"})
    elif said < 0.72:
        yield Step(_hours(random, 0.2, 14), "citizen", "confirm_contact", {"answer": "in_person"})
    else:
        yield Step(_hours(random, 25, 40), "cell", "confirm_contact", {"answer": "in_person"})


def _inquiry(random: Random, limit: timedelta) -> Iterator[Step]:
    if random.random() < 0.16:
        yield Step(limit * random.uniform(0.1, 0.3), "holder", "ask_citizen")
        if random.random() < 0.8:
            yield Step(_hours(random, 1, 16), "citizen", "resume")
    yield Step(limit * random.uniform(0.2, 0.75), "holder", "submit_report", _report(random))


def _report(random: Random) -> dict:
    outcome = random.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    fir = {"fir_number": f"{random.randint(1, 1900)}/26", "fir_station": "SAMPLE"}
    return {"outcome": outcome, **(fir if outcome == Outcome.FIR_REGISTERED else {})}


def _decision(random: Random, objections: int = 0) -> Iterator[Step]:
    """Accepted, verified, and the citizen's word; an objection begins a new round, which ends in a decision too."""
    if random.random() < 0.07:
        yield Step(_hours(random, 3, 40), "superior", "return_report")
        yield Step(_hours(random, 5, 22), "holder", "submit_report", _report(random))
    satisfied = random.choices(["satisfied", "not"], weights=[78, 22])[0]
    yield Step(_hours(random, 3, 46 if random.random() < 0.9 else 84), "superior", "accept")
    yield Step(_hours(random, 2, 24), "cell", "verify", {"verdict": satisfied})
    word = random.random()
    if word < 0.11 and objections < 2:
        yield Step(_hours(random, 2, 120), "citizen", "object")
        yield Step(_hours(random, 1, 7), "holder", "record_contact")
        yield Step(_hours(random, 1, 10), "citizen", "confirm_contact", {"answer": "in_person"})
        yield Step(_hours(random, 2, 12), "holder", "submit_report", _report(random))
        yield from _decision(random, objections + 1)
    elif word < 0.62:
        yield Step(_hours(random, 2, 130), "citizen", "close")


def _hours(random: Random, least: float, most: float) -> timedelta:
    return timedelta(hours=random.uniform(least, most))
