"""The pages of the SLA lab: the effect of other time limits, before the second administrator is asked for approval."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Role
from complaints.models import Category, Policy, PolicyChange, PolicySimulation
from complaints.queries import past_complaint_clocks
from complaints.services.administration import policy_simulations
from complaints.services.exclusion.officer_naming import name_officer
from tests.complaints.sla_lab import CODE, NOW, in_force, limits, many
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

PAGE = "/desk/admin/complaints/policychange/"


def typed(**wanted) -> dict:
    values = limits(contact_hours=4, report_hours=400) | wanted
    return {name: value for name, value in values.items() if value is not None} | {
        "category": Category.objects.get(code=CODE).pk
    }


@pytest.fixture
def omar(world, seat):
    return seat(world.omar)


@pytest.fixture
def nasir(world) -> Person:
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    office = world.office("punjab")
    return Person("nasir", PostingFactory(officer=officer, office=office, role=Role.ADMINISTRATOR, is_head=False))


@pytest.mark.slow
def test_the_effect_is_shown_before_the_second_administrator_is_asked_who_sees_the_same(world, omar, nasir, seat):
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
    assert "This category had fewer than 10 complaints or deadlines" in page
    assert PolicySimulation.objects.get().result is None


@pytest.mark.slow
def test_a_complaint_against_an_administrator_changes_no_figure(world, omar, nasir, seat):
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
def test_an_administrator_appointed_later_sees_figures_only_after_a_new_calculation(world, omar, nasir, seat):
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
def test_a_simulation_that_no_worker_finishes_ends_and_says_so(world, omar, monkeypatch):
    monkeypatch.setattr(policy_simulations, "AT_ONCE", 5)
    many(world)
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url

    def stopped(*_, **__):
        """Stop the worker after the first progress, as the time limit does."""
        long_ago = policy_simulations.now() - 2 * policy_simulations.ABANDONED_AFTER
        PolicySimulation.objects.update(claimed_at=long_ago)
        raise TimeoutError

    monkeypatch.setattr(past_complaint_clocks, "read_past_complaints", stopped)
    for _ in range(policy_simulations.MOST_ATTEMPTS):
        assert "Calculating:" in omar.get(url, NOW).content.decode()
        with pytest.raises(TimeoutError):
            policy_simulations.run_waiting_simulations()
    assert policy_simulations.run_waiting_simulations() == 0
    page = omar.get(url, NOW)
    assert "The calculation did not finish" in page.content.decode()
    assert "Refresh" not in page.headers
    assert omar.sends(url, NOW, act="request").url == f"{PAGE}{PolicyChange.objects.get().pk}/change/"


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


@pytest.mark.slow
def test_a_clock_with_few_deadlines_is_not_shown_nor_what_it_could_be_computed_from(world, omar):
    """Twelve complaints with one report: the line of the decision would be about that complaint alone."""
    in_force(limits(contact_hours=48, report_hours=400))
    first, *_others = many(world)
    world.ayesha.says("in_person", first, "+1d 10:00")
    world.bilal.reports(first, "+1d 12:00")
    page = omar.get(omar.sends(f"{PAGE}add/", NOW, **typed()).url, NOW)
    by_clock = page.context["effect"].by_clock
    assert [(row.total, row.is_shown) for row in by_clock] == [(12, False), (12, True), (1, False), (25, True)]
    table = page.content.decode().split("<caption>By time limit</caption>")[1].split("</table>")[0]
    assert table.count("<td") == 24
    assert table.count('<td class="number">–</td>') == 12


@pytest.mark.slow
def test_all_simulations_of_a_week_count_the_same(world, omar):
    """Subtracting one from the other reveals no complaint: neither what it got nor that it was filed."""
    in_force(limits(contact_hours=48, report_hours=400))
    first, *_others = many(world)
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    world.ayesha.says("in_person", first, "+25d 13:00")
    world.bilal.reports(first, "+25d 14:00")
    world.complaint(CODE, "+25d 16:00")
    repeated = omar.sends(url, "+27d 12:00", act="repeat").url
    next_week = omar.sends(url, "+28d 12:00", act="repeat").url
    pages = [omar.get(each, "+28d 12:30") for each in (url, repeated, next_week)]
    effects = [page.context["effect"] for page in pages]
    assert effects[0].by_clock == effects[1].by_clock != effects[2].by_clock
    assert effects[0].by_district == effects[1].by_district != effects[2].by_district
    assert [(one.complaints, f"{one.last:%d}") for one in effects] == [(12, "13"), (12, "13"), (13, "20")]


@pytest.mark.slow
def test_the_page_of_the_decision_reloads_by_itself_while_it_calculates(world, omar, nasir, seat, monkeypatch):
    many(world)
    url = omar.sends(f"{PAGE}add/", NOW, **typed()).url
    decision = omar.sends(url, NOW, act="request").url
    second = seat(nasir)
    assert "Refresh" not in second.get(decision, NOW).headers
    monkeypatch.setattr(policy_simulations, "AT_ONCE", 5)
    second.sends(url, NOW, act="repeat")
    waiting = second.get(decision, NOW)
    assert "The page reloads by itself." in waiting.content.decode()
    assert waiting.headers["Refresh"] == "3"
    policy_simulations.run_waiting_simulations()
    assert "Refresh" not in second.get(decision, NOW).headers


def test_no_officer_but_an_administrator_opens_a_simulation(world, omar, seat):
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
