"""Random legal histories of a complaint, at random times: the ledgers add up, and everything agrees."""

import os
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import ClockRun, Complaint, Custody
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.actors import SYSTEM
from complaints.rules.clock import LEAST_AFTER_RETURN, Clock, halve_report_limit
from complaints.rules.clock_obligations import CLOCKS_AFTER_THE_END
from complaints.rules.pressure_responders import ACT_WITHIN
from complaints.rules.statuses import OPEN, Status
from complaints.services import facts
from complaints.services.aftercare_questions import ask_due_aftercare_questions
from complaints.services.automatic_moves import (
    close_unanswered_resolutions,
    end_expired_pauses,
    mark_unmarked_complaints,
)
from complaints.workflow.table import MOVES, refusal_of_move
from ledger.service_exceptions import NotPermitted, Refused
from tests.complaints.verifying import found
from tests.depth import DEEP
from tests.world import clock

pytestmark = pytest.mark.slow

DEEP_EXAMPLES = int(os.environ.get("HISTORIES", settings.default.max_examples))
EXAMPLES = DEEP_EXAMPLES if DEEP else 8
NOTHING = timedelta()
CAST = ("ayesha", "bilal", "dania", "farah", "imran", "salma", "nadia")
DETAILS = {
    "submit_report": {"outcome": "relief_granted"},
    "verify": {"verdict": "not"},
    "deny_contact": {"answer": "nobody"},
}
SLOW = {"recategorise", "merge", "link", "forward"}  # Tested one by one in test_other_moves.
# Moves that end a complaint or only add text are drawn one time in eight.
SELDOM = {
    *("withdraw", "reject", "close", "ask_to_withdraw", "keep", "report_pressure", "re_mark", "appeal", "reinstate"),
    *("tell_citizen", "add", "all_well", "note"),
}
steps = st.lists(st.tuples(st.integers(0, 999), st.integers(1, 60 * 40)), min_size=6, max_size=20)


def moves_in_some_order(status, choice) -> list[str]:
    """Return the moves from this status, beginning with the one that was drawn."""
    names = [name for name, move in MOVES.items() if status in move.sources and name not in SLOW]
    if choice % 8:
        names = [name for name in names if name not in SELDOM] or names
    first = choice % len(names)
    return names[first:] + names[:first]


def whoever_may(world, complaint, name, held, at) -> bool:
    """Return the first person whom the table and the guards permit to make the move."""
    for who in (who for who in CAST if held[who] & MOVES[name].by):
        if _is_refused(world.people[who].acts_on(complaint), complaint, name, held[who], at):
            continue  # Checked first, because a refused move takes as long as a permitted one.
        try:
            with transaction.atomic():
                to = world.dania if name in {"mark", "re_mark"} else None
                world.people[who].does(name, complaint, at, to=to, **DETAILS.get(name, {}))
            return True
        except (NotPermitted, Refused):
            complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return False


def _is_refused(by, complaint, name, held, at) -> bool:
    told = {"words": "In so many words.", "details": DETAILS.get(name, {})}
    move = MOVES[name]
    known = facts.load_facts(
        complaint, by=by, actor_capacities=held & move.by, at=at, extras=move.optional_facts, **told
    )
    return refusal_of_move(name, known) is not None


def takes_a_step(world, complaint, choice, at) -> bool:
    """Make the first move in the drawn order that anybody can make now."""
    wall, people = conflict_exclusion_of(complaint, at=at), {who: world.people[who].acts_on(complaint) for who in CAST}
    held = {who: facts.capacities_of(by, complaint, at=at, exclusion=wall) for who, by in people.items()}
    return any(whoever_may(world, complaint, name, held, at) for name in moves_in_some_order(complaint.status, choice))


def live(world, complaint, history):
    """Run through a random history, with the periodic jobs now and then; return the time at its end."""
    at = clock("09:00")
    for number, (choice, minutes) in enumerate(history):
        at += timedelta(minutes=minutes)
        if number % 3 == 0:
            for job in (
                mark_unmarked_complaints,
                end_expired_pauses,
                close_unanswered_resolutions,
                ask_due_aftercare_questions,
            ):
                job(at=at)
            complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        takes_a_step(world, complaint, choice, at)
    return at


def overlap(run, custody, until) -> timedelta:
    begins = max(run.started_at, custody.started_at)
    return max(min(run.ended_at or until, custody.ended_at or until) - begins, NOTHING)


def test_every_second_of_every_clock_is_somebodys(world):
    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(steps, st.booleans())
    def in_any_history(history, wants_calls):
        with transaction.atomic():
            complaint = world.complaint("financial_crime", "09:00", station="gulberg", wants_calls=wants_calls)
            until = live(world, complaint, history)
            assert found() == []
            runs, held = ClockRun.objects.filter(complaint=complaint), list(Custody.objects.filter(complaint=complaint))
            for run in runs:
                ran = (run.ended_at or max(until, run.started_at)) - run.started_at
                assert sum((overlap(run, one, max(until, run.started_at)) for one in held), NOTHING) == ran
            _report_deadlines_are_those_of_limit_and_pauses(complaint, list(runs.filter(clock=Clock.REPORT)))
            lasting = complaint.running_clocks.exclude(clock__in=CLOCKS_AFTER_THE_END)
            assert complaint.status in OPEN or not lasting.exists()
            _each_report_of_pressure_is_a_task_and_each_mark_is_asked_once(complaint)
            transaction.set_rollback(True)

    in_any_history()


def _each_report_of_pressure_is_a_task_and_each_mark_is_asked_once(complaint):
    """No report of pressure is lost, no complainant is asked too often, and a wish to withdraw is in the row."""
    reports = complaint.events.filter(kind="report_pressure").order_by("at").values_list("at", flat=True)
    tasks = complaint.pressures.values_list("reported_at", "due_at")
    assert list(tasks) == [
        (at, at + ACT_WITHIN) for at in reports[:1]
    ]  # It is never closed here, so the others join it.
    asked = complaint.events.filter(kind="ask_after", cycle=complaint.cycle).count()
    assert asked <= complaint.asked_after <= 2
    if complaint.status in OPEN and complaint.left_at is None:
        known = facts.load_facts(complaint, by=SYSTEM, actor_capacities=frozenset(), at=complaint.head.at)
        assert complaint.withdrawal_asked_at == known.withdrawal_asked_at


def _report_deadlines_are_those_of_limit_and_pauses(complaint, runs):
    """In each round: the start, plus the limit, the time of the pauses, and what a return granted in addition."""
    limit = complaint.policy.report_limit
    for cycle in {run.cycle for run in runs}:
        mine = sorted((run for run in runs if run.cycle == cycle), key=lambda run: run.started_at)
        first, due = mine[0], mine[0].started_at + (limit if cycle == 1 else halve_report_limit(limit))
        assert first.due_at == due
        for before, run in pairwise(mine):
            left = due - before.ended_at
            if before.why == ClockRun.Why.DONE:  # Reported, and returned.
                left = max(left, LEAST_AFTER_RETURN)
            due = run.started_at + left
            assert run.due_at == due
        paused = (
            (run.started_at - before.ended_at) for before, run in pairwise(mine) if before.why == ClockRun.Why.PAUSED
        )
        assert sum(paused, NOTHING) <= first.limit / 4
        assert complaint.status != Status.RECEIVED or len(mine) == 1
