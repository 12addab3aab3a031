"""The SLA lab: what other time limits would have done to recorded complaints, against what they really do."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Role
from complaints.models import Category, Complaint, Policy, PolicyChange, PolicySimulation
from complaints.queries import past_complaint_clocks
from complaints.queries.past_complaint_clocks import (
    complaints_to_simulate,
    current_administrators,
    read_past_complaints,
)
from complaints.rules.time_limits.policy_simulation import simulate_complaint
from complaints.services import automatic_moves
from complaints.services.administration import policy_simulations, working_calendars
from complaints.services.administration.policy_limit_changes import LIMIT_FIELDS
from complaints.services.exclusion.officer_naming import name_officer
from tests.complaints import stages
from tests.desk.conftest import seat  # noqa: F401
from tests.factories import OfficerFactory, PostingFactory
from tests.world import DAY, Person, clock

CODE = "financial_crime"
NOW = "+25d 12:00"
PAGE = "/desk/admin/complaints/policychange/"


@contextmanager
def undone():
    """Undo everything that happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def limits(**wanted) -> dict:
    now = Policy.objects.filter(category__code=CODE).order_by("-version").first()
    return {name: getattr(now, name) for name in LIMIT_FIELDS} | {"source": "Standing Order 4"} | wanted


def in_force(wanted: dict) -> None:
    """Let these limits apply to complaints from the first day on."""
    old = Policy.objects.get(category__code=CODE, valid_until=None)
    Policy.objects.filter(pk=old.pk).update(valid_until=DAY)
    Policy.objects.create(category=old.category, version=old.version + 1, valid_from=DAY, **wanted)


# --- histories -----------------------------------------------------------------------------------------------------


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
    rows = complaints_to_simulate(category.pk, [], at=clock(at)).order_by("pk")
    pairs = [pair for batch in read_past_complaints(rows, with_offices=True) for pair in batch]
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


# --- the pages -----------------------------------------------------------------------------------------------------


def many(world, number=12, **answers):
    """File complaints that get their contact 20 hours late for a limit of 4 hours, in time for one of 48."""
    made = []
    for _ in range(number):
        complaint = world.complaint(CODE, "09:00", **answers)
        world.salma.marks(complaint, to=world.bilal, at="09:10")
        world.bilal.records_contact(complaint, "+1d 09:00")
        made.append(complaint)
    return made


def typed(**wanted) -> dict:
    values = limits(contact_hours=4, report_hours=400) | wanted
    return {name: value for name, value in values.items() if value is not None} | {
        "category": Category.objects.get(code=CODE).pk
    }


@pytest.fixture
def omar(world, seat):  # noqa: F811
    return seat(world.omar)


@pytest.fixture
def nasir(world) -> Person:
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    office = world.office("punjab")
    return Person("nasir", PostingFactory(officer=officer, office=office, role=Role.ADMINISTRATOR, is_head=False))


@pytest.mark.slow
def test_the_effect_is_shown_before_the_second_administrator_is_asked_who_sees_the_same(world, omar, nasir, seat):  # noqa: F811
    in_force(limits(contact_hours=48, report_hours=400))
    many(world)
    many(world, 3)
    shown = omar.sends(f"{PAGE}add/", NOW, **typed())
    simulation = PolicySimulation.objects.get()
    assert shown.url == f"{PAGE}simulation/{simulation.pk}/"
    assert not PolicyChange.objects.exists()
    page = omar.get(shown.url, NOW).content.decode()
    sentence = "15 more deadlines would have been missed (Lahore: 15)."
    assert sentence in page
    assert "15 complaints of this category were received" in page
    second = seat(nasir)
    assert "Request approval" not in second.get(shown.url, NOW).content.decode()
    assert second.sends(shown.url, NOW, act="request").url == shown.url
    assert not PolicyChange.objects.exists(), "only the administrator who entered the limits requests them"

    asked = omar.sends(shown.url, NOW, act="request")
    change = PolicyChange.objects.get()
    assert asked.url == f"{PAGE}{change.pk}/change/"
    assert sentence in second.get(asked.url, NOW).content.decode()
    assert omar.sends(shown.url, NOW, act="request").url == shown.url
    assert PolicyChange.objects.count() == 1
    assert second.sends(asked.url, NOW, decision="confirm").status_code == 302
    assert Policy.objects.get(category=change.category, valid_until=None).contact_hours == 4


@pytest.mark.slow
def test_going_back_keeps_what_was_typed_and_wrong_limits_are_refused_at_once(world, omar):
    assert "between 0 and 1" in omar.sends(f"{PAGE}add/", NOW, **typed(reminder_share=3)).content.decode()
    assert not PolicySimulation.objects.exists()
    shown = omar.sends(f"{PAGE}add/", NOW, **typed(contact_hours=37))
    number = PolicySimulation.objects.get().pk
    assert f"{PAGE}add/?simulation={number}" in omar.get(shown.url, NOW).content.decode()
    assert 'name="contact_hours" value="37"' in omar.get(f"{PAGE}add/", NOW, simulation=number).content.decode()
    for wrong in ("x", "9" * 30, "²", "0"):
        assert omar.get(f"{PAGE}add/", NOW, simulation=wrong).status_code == 200


@pytest.mark.slow
def test_few_complaints_show_nothing(world, omar):
    many(world, 9)
    page = omar.get(omar.sends(f"{PAGE}add/", NOW, **typed()).url, NOW).content.decode()
    assert "Fewer than 10 complaints" in page
    assert PolicySimulation.objects.get().result is None


@pytest.mark.slow
def test_a_complaint_against_an_administrator_changes_no_figure(world, omar, nasir, seat):  # noqa: F811
    in_force(limits(contact_hours=48, report_hours=400))
    complaints = many(world, 11)
    name_officer(
        complaint_id=complaints[0].pk,
        officer_id=world.omar.officer.pk,
        why="So says the receipt.",
        by=world.nadia.actor,
        at=clock("+1d 10:00"),
    )
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    for reader in (omar, seat(nasir)):
        page = reader.get(url, NOW).content.decode()
        assert "10 complaints of this category were received" in page
        assert "10 more deadlines would have been missed" in page
        assert complaints[0].etag not in page
    many(world, 1)
    assert "10 complaints" in omar.get(url, NOW).content.decode(), "the figures stay those of the calculation"


@pytest.mark.slow
def test_an_administrator_appointed_later_sees_figures_only_after_a_new_calculation(world, omar, nasir, seat):  # noqa: F811
    in_force(limits(contact_hours=48, report_hours=400))
    many(world)
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    PolicySimulation.objects.update(readers=[world.omar.officer.pk])
    second = seat(nasir)
    page = second.get(url, NOW).content.decode()
    assert "before you became an administrator" in page
    assert "more deadlines" not in page
    again = second.sends(url, NOW, act="repeat")
    assert again.url != url
    assert "more deadlines" in second.get(again.url, NOW).content.decode()


@pytest.mark.slow
def test_a_large_simulation_is_left_to_a_worker_and_shows_its_progress(world, omar, monkeypatch):
    monkeypatch.setattr(policy_simulations, "AT_ONCE", 5)
    monkeypatch.setattr(past_complaint_clocks, "BATCH", 5)
    in_force(limits(contact_hours=48, report_hours=400))
    many(world)
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    waiting = omar.get(url, NOW)
    assert waiting.headers["Refresh"]
    assert "Calculating: 0 of" in waiting.content.decode()
    assert "Request approval" not in waiting.content.decode()
    assert omar.sends(url, NOW, act="request").url == url
    assert not PolicyChange.objects.exists(), "nothing is requested before its effect is known"

    # A worker was killed after a batch: another worker takes its work after two minutes, not earlier.
    at = policy_simulations.now()
    PolicySimulation.objects.update(claimed_at=at, checked=5, total=12)
    assert "Calculating: 5 of 12" in omar.get(url, NOW).content.decode()
    assert policy_simulations.run_waiting_simulations() == 0
    PolicySimulation.objects.update(claimed_at=at - 2 * policy_simulations.ABANDONED_AFTER)
    assert policy_simulations.run_waiting_simulations() == 1
    assert policy_simulations.run_waiting_simulations() == 0
    done = omar.get(url, NOW)
    assert "Refresh" not in done.headers
    assert "12 more deadlines would have been missed" in done.content.decode()
    assert PolicySimulation.objects.get().checked == 12


@pytest.mark.slow
def test_only_one_batch_is_in_memory_and_statements_grow_with_batches_alone(world, monkeypatch):
    many(world, 12)
    counts = {}
    for size in (3, 6, 100):
        monkeypatch.setattr(past_complaint_clocks, "BATCH", size)
        rows = complaints_to_simulate(Category.objects.get(code=CODE).pk, [], at=clock(NOW))
        with CaptureQueriesContext(connection) as statements:
            batches = [len(batch) for batch in read_past_complaints(rows, with_offices=False)]
        assert max(batches) <= size
        assert sum(batches) == 12
        counts[size] = len([one for one in statements if "clockrun" in one["sql"]])
    assert counts == {3: 4, 6: 2, 100: 1}


@pytest.mark.slow
def test_the_page_takes_as_many_statements_for_one_complaint_as_for_many(world, omar):
    many(world, 10)
    urls = [omar.sends(f"{PAGE}add/", NOW, **typed()).url]
    for district in ("multan", "faisalabad"):
        for _ in range(10):
            world.complaint(CODE, "09:00", district=district)
    urls.append(omar.sends(f"{PAGE}add/", NOW, **typed()).url)
    numbers = []
    for url in urls:
        omar.get(url, NOW)
        with CaptureQueriesContext(connection) as statements:
            omar.get(url, NOW)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_no_officer_but_an_administrator_opens_a_simulation(world, omar, seat):  # noqa: F811
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    for person in (world.imran, world.zara, world.asad):
        assert seat(person).get(url, NOW).status_code != 200


def test_simulations_that_nobody_requested_are_deleted_after_a_month(world, omar):
    omar.sends(f"{PAGE}add/", "+1d 10:00", **typed())
    omar.sends(f"{PAGE}add/", "+2d 10:00", **typed())
    first, second = PolicySimulation.objects.order_by("pk")
    omar.sends(f"/desk/admin/complaints/policychange/simulation/{second.pk}/", "+2d 10:05", act="request")
    threats = Category.objects.get(code="threats")
    policy_simulations.start_simulation(category=threats, by=world.omar.actor, at=clock("+40d 10:00"), **limits())
    left = set(PolicySimulation.objects.values_list("pk", flat=True))
    assert first.pk not in left
    assert second.pk in left


def test_complaints_older_than_ninety_days_are_not_simulated(world):
    many(world, 1)
    category = Category.objects.get(code=CODE)
    assert complaints_to_simulate(category.pk, [], at=clock("+89d 09:00")).count() == 1
    assert complaints_to_simulate(category.pk, [], at=clock("+90d 09:00")).count() == 0
    assert Complaint.objects.unscoped("test").exists()
    assert [actor.officer_id for actor in current_administrators(clock("10:00"))] == [world.omar.officer.pk]
