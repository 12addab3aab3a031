"""The SLA lab: what other time limits would have done to recorded complaints, against what they really do."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from complaints.models import Category, Complaint, PolicySimulation
from complaints.queries import past_complaint_clocks
from complaints.queries.past_complaint_clocks import (
    complaints_to_simulate,
    current_administrators,
    read_past_complaints,
)
from complaints.rules.time_limits.policy_simulation import simulate_complaint
from complaints.services import automatic_moves
from complaints.services.administration import policy_simulations, working_calendars
from monitoring.queries.incident_positions import incident_squares
from tests.complaints import stages
from tests.complaints.sla_lab import CODE, NOW, in_force, limits, many
from tests.world import DAY, clock


@contextmanager
def undone():
    """Undo everything that happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def nothing_happens(world):
    world.complaint(CODE, "09:00")


def a_long_inquiry(world):
    complaint = stages.marked(world)
    world.bilal.records_contact(complaint, "+1d 10:00")
    world.ayesha.says("in_person", complaint, "+1d 10:30")
    world.bilal.asks(complaint, "+1d 11:00")
    world.ayesha.answers(complaint, "+2d 15:00")
    world.bilal.reports(complaint, "+6d 10:00")
    world.farah.does("return_report", complaint, "+6d 18:00")
    world.bilal.asks(complaint, "+7d 10:00")
    world.ayesha.answers(complaint, "+7d 18:00")
    world.bilal.reports(complaint, "+9d 09:00")
    world.farah.does("accept", complaint, "+11d 10:00")
    world.salma.does("verify", complaint, "+11d 11:00", verdict="satisfied")
    world.ayesha.does("object", complaint, "+12d 09:00")


def a_denied_contact(world):
    complaint = stages.claimed(world)
    world.ayesha.says("nobody", complaint, "20:00")
    world.bilal.records_contact(complaint, "+1d 07:30")
    world.ayesha.says("in_person", complaint, "+1d 08:00")
    world.bilal.reports(complaint, "+2d 09:00")


def an_evening(world):
    complaint = world.complaint(CODE, "19:30")
    world.salma.marks(complaint, to=world.bilal, at="20:00")
    world.bilal.records_contact(complaint, "+1d 08:30")
    world.ayesha.says("in_person", complaint, "+1d 09:30")


def chosen_hours(world):
    complaint = world.complaint(CODE, "09:00", safe_from=6, safe_until=7)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "+1d 06:30")


def attempts_in_vain(world):
    stages.tried(world, 3)


def a_question_without_an_answer(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    for day in range(1, 24):
        automatic_moves.end_expired_pauses(at=clock(f"+{day}d 13:00"))


def another_officer(world):
    complaint = stages.marked(world)
    world.dania.does("re_mark", complaint, "+1d 14:00", to=world.kamran)
    world.kamran.records_contact(complaint, "+1d 15:00")
    world.ayesha.says("in_person", complaint, "+1d 15:30")
    world.kamran.reports(complaint, "+5d 11:00")


HISTORIES = (
    *(nothing_happens, a_long_inquiry, a_denied_contact, an_evening, chosen_hours, attempts_in_vain),
    *(a_question_without_an_answer, another_officer),
)


def lives(world) -> None:
    for history in HISTORIES:
        history(world)


def judged(wanted, at=NOW) -> list[tuple]:
    """Return each deadline of the complaints, as recorded and as simulated with these limits."""
    category = Category.objects.get(code=CODE)
    rules = policy_simulations._limits_of(PolicySimulation(category=category, **wanted))
    rows = complaints_to_simulate(category.pk, [], at=clock(at), until=clock(at)).order_by("pk")
    pairs = [pair for batch in read_past_complaints(rows, until=clock(at), with_offices=True) for pair in batch]
    return [found for _district, complaint in pairs for found in simulate_complaint(complaint, rules, at=clock(at))]


def week(*days: str) -> list[str]:
    return [*days, *[days[-1]] * (5 - len(days)), "", ""]


def calendar(**weeks):
    made = working_calendars.create_calendar(
        by=None, at=DAY, name_en="C", name_ur="C", week=week("09:00-13:00, 14:00-17:00"), office_weeks=weeks
    )
    working_calendars.add_holiday(
        calendar=made, by=None, at=DAY, day=DAY.date() + timedelta(days=3), name_en="Eid", name_ur="", source=""
    )
    return made


OTHER_LIMITS = {
    "shorter": lambda: {"contact_hours": 6, "report_hours": 60, "decision_hours": 12, "pause_share": 0.6},
    "longer": lambda: {"contact_hours": 30, "report_hours": 300, "decision_hours": 72, "pause_share": 0.1},
    "night": lambda: {
        "contact_hours": 14,
        "report_hours": 100,
        "pause_share": 0.5,
        "escalation_hours": 12,
        "escalations": 5,
    },
    "calendar": lambda: {"contact_hours": 8, "report_hours": 48, "pause_share": 1.0, "calendar": calendar()},
    "by office": lambda: {
        "contact_hours": 8,
        "report_hours": 40,
        "pause_share": 1.0,
        "calendar": calendar(circle=week("10:00-12:00"), station=["00:00-24:00"] * 7),
    },
}
NOW_LIMITS = {"contact_hours": 24, "report_hours": 168, "decision_hours": 48, "pause_share": 0.5}


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("name", OTHER_LIMITS)
def test_the_simulation_says_what_happens_when_the_same_is_done_under_these_limits(world, name):
    other = limits(**OTHER_LIMITS[name]())
    with undone():
        in_force(other)
        lives(world)
        really = [found.before for found in judged(other)]
    in_force(limits(**NOW_LIMITS))
    lives(world)
    found = judged(other)
    assert [one.after for one in found] == really
    assert [one.after for one in found] != [one.before for one in found]
    assert [one.after for one in judged(limits())] == [one.before for one in found], "the present limits change nothing"


@pytest.mark.slow
def test_only_one_batch_is_in_memory_and_statements_grow_with_batches_alone(world, monkeypatch):
    many(world, 12)
    counts = {}
    for size in (3, 6, 100):
        monkeypatch.setattr(past_complaint_clocks, "BATCH", size)
        rows = complaints_to_simulate(Category.objects.get(code=CODE).pk, [], at=clock(NOW), until=clock(NOW))
        with CaptureQueriesContext(connection) as statements:
            batches = [len(batch) for batch in read_past_complaints(rows, until=clock(NOW), with_offices=False)]
        assert max(batches) <= size
        assert sum(batches) == 12
        counts[size] = len([one for one in statements if "clockrun" in one["sql"]])
    assert counts == {3: 4, 6: 2, 100: 1}


@pytest.mark.parametrize("of_map", [False, True])
def test_the_complaints_of_a_period_are_found_by_an_index(world, of_map):
    """No index has the day of registration: without a bound of the deadline every old complaint would be read."""
    with CaptureQueriesContext(connection) as statements:
        if of_map:
            list(incident_squares(world.office("lahore"), DAY.date(), DAY.date()))
        else:
            complaints_to_simulate(Category.objects.get(code=CODE).pk, [], at=clock(NOW), until=clock(NOW)).count()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statements[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert re.search(rf"Index Cond: .*{'district' if of_map else 'category'}_id = .*due_at >= ", plan), plan


def test_complaints_older_than_ninety_days_are_not_simulated(world):
    many(world, 1)
    category = Category.objects.get(code=CODE)
    for until, number in (("09:00", 0), ("09:01", 1), ("+90d 09:00", 1), ("+90d 09:01", 0)):
        rows = complaints_to_simulate(category.pk, [], at=clock("+91d 09:00"), until=clock(until))
        assert rows.count() == number, until
    assert Complaint.objects.unscoped("test").exists()
    assert [actor.officer_id for actor in current_administrators(clock("10:00"))] == [world.omar.officer.pk]
