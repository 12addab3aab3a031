"""Patterns of delay: counted from the ledgers, shown only for enough complaints, sorted by certainty."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.guard_facts import ContactState
from complaints.services.exclusion.officer_naming import name_officer
from reviews.models import MonthOfOfficer
from reviews.queries.pattern_lists import BY_OFFICE, BY_OFFICER, _order_by_certainty, load_pattern_page
from reviews.rules.delay_patterns import FEWEST_CASES, Pattern, PatternShare
from reviews.services.pattern_computation import compute_patterns
from sla.services.sweeping import sweep
from tests.desk.conftest import seat  # noqa: F401
from tests.world import DAY, clock

PAGE = "/desk/patterns/"
MONTH = date(DAY.year, DAY.month, 1)


def counted(person, at="+20d 09:00") -> dict[str, tuple[int, int]]:
    compute_patterns(at=clock(at))
    rows = MonthOfOfficer.objects.filter(officer=person.officer)
    return {row.pattern: (row.number, row.of) for row in rows}


def months(person, number: int, of: int, pattern=Pattern.BREACHED, office=None) -> None:
    office = office or person.posting.office
    MonthOfOfficer.objects.create(
        officer=person.officer, office=office, month=MONTH, pattern=pattern, number=number, of=of
    )


def listed(world, who="zara", by=BY_OFFICER) -> list[str]:
    rows, _ = load_pattern_page(world.people[who].actor, by=by, today=DAY.date())
    return [row.subject.name_en for row in rows]


def test_a_missed_deadline_counts_once_per_complaint_held(world):
    for _ in range(2):
        complaint = world.complaint("financial_crime", "09:00")
        world.salma.marks(complaint, to=world.bilal, at="09:20")
    world.bilal.records_contact(complaint, "09:30")
    sweep(at=clock("17:01"))
    assert counted(world.bilal)["breached"] == (1, 2)
    assert "breached" not in counted(world.kamran)


@pytest.mark.slow
def test_an_objection_counts_against_the_report_it_follows(world):
    for objects in (True, False):
        complaint = world.in_inquiry("10:00")
        world.bilal.reports(complaint, "11:00")
        world.usman.does("accept", complaint, "12:00")
        world.salma.does("verify", complaint, "13:00", verdict="satisfied")
        if objects:
            world.ayesha.does("object", complaint, "14:00")
    assert counted(world.bilal)["objected"] == (1, 2)


def test_a_question_in_the_last_tenth_is_late(world):
    early, late = world.in_inquiry("10:00"), world.in_inquiry("10:00")
    world.bilal.asks(early, "11:00")
    due = late.report_due_at
    world.bilal.asks(late, due - timedelta(hours=2))
    assert counted(world.bilal)["paused_late"] == (1, 2)


@pytest.mark.slow
def test_denied_contacts_are_counted_among_answered_ones(world):
    confirmed = world.in_inquiry("10:00")
    denied, open_still = (world.complaint("financial_crime", "09:00") for _ in range(2))
    for complaint in (denied, open_still):
        world.salma.marks(complaint, to=world.bilal, at="09:20")
        world.bilal.records_contact(complaint, "09:30")
    world.ayesha.says("nobody", denied, "10:00")
    assert confirmed.contact == ContactState.CONFIRMED
    assert counted(world.bilal)["denied"] == (1, 2)


def test_recomputing_counts_nothing_twice_and_keeps_older_months(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    old = {"officer": world.bilal.officer, "office": world.bilal.posting.office, "month": date(2025, 1, 1)}
    MonthOfOfficer.objects.create(**old, pattern="breached", number=3, of=40)
    compute_patterns(at=clock("+20d 09:00"))
    before = list(MonthOfOfficer.objects.order_by("pk").values_list("month", "pattern", "number", "of"))
    compute_patterns(at=clock("+20d 09:01"))
    assert sorted(before) == sorted(MonthOfOfficer.objects.values_list("month", "pattern", "number", "of"))
    assert MonthOfOfficer.objects.filter(month=date(2025, 1, 1)).exists()


def test_the_most_certain_pattern_is_first_and_few_cases_are_not_shown(world):
    months(world.bilal, 40, 100)
    months(world.kamran, 9, FEWEST_CASES)  # a larger share, and less certain
    months(world.latif, FEWEST_CASES - 1, FEWEST_CASES - 1)
    assert listed(world) == ["Bilal", "Kamran"]


@pytest.mark.parametrize(("number", "of"), [(0, 20), (1, 20), (20, 20), (3, 41), (250, 1000), (999, 1000)])
def test_the_database_sorts_by_what_the_list_says(world, number, of):
    """The lower end of the interval is computed by a rule and by SQL. Both results are equal."""
    months(world.bilal, number, of)
    (row,) = _order_by_certainty(MonthOfOfficer.objects.all(), BY_OFFICER)
    assert row["surely"] == pytest.approx(PatternShare(number, of).interval[0], abs=1e-9)


def test_months_are_added_up_across_a_transfer(world):
    months(world.bilal, 10, 15)
    months(world.bilal, 10, 15, office=world.office("multan"))
    rows, more = load_pattern_page(world.zara.actor, by=BY_OFFICER, today=DAY.date())
    assert (rows[0].shares[Pattern.BREACHED], more) == (PatternShare(20, 30), False)
    assert listed(world, by=BY_OFFICE) == []


def test_officers_see_neither_their_own_row_nor_that_of_their_head(world):
    months(world.zara, 30, 40)
    months(world.imran, 30, 40)
    assert listed(world) == []
    assert listed(world, "asad") == ["Zara"]


@pytest.mark.slow
def test_only_overseers_of_reviews_see_the_page(world, seat):  # noqa: F811
    months(world.bilal, 20, 40)
    page = seat(world.zara).get(PAGE, "12:00").content.decode()
    assert "20 of 40" in page
    assert "35 to 65 %" in page
    assert "Too few cases" in page
    for name in ("bilal", "dania", "usman", "salma", "omar"):
        assert seat(world.people[name]).get(PAGE, "12:00").status_code in {403, 404}
    for wrong in ("0", "-1", "x", "99999999999999999999", "²"):
        assert seat(world.zara).get(PAGE, "12:00", page=wrong).status_code == 200


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_interval_contains_the_share_and_narrows_with_more_cases(number, more):
    share = PatternShare(number, number + more)
    low, high = share.interval
    assert 0 <= low <= high <= 1
    if share.of:
        assert low - 1e-9 <= share.number / share.of <= high + 1e-9
        wider = PatternShare(number * 4, share.of * 4).interval
        assert wider[1] - wider[0] <= high - low + 1e-9


@pytest.mark.parametrize(("number", "of", "low", "high"), [(20, 40, 0.352, 0.648), (0, 20, 0.0, 0.161)])
def test_the_interval_is_wilsons(number, of, low, high):
    assert PatternShare(number, of).interval == pytest.approx((low, high), abs=0.001)


@pytest.mark.slow
def test_names_and_exclusions_are_allegations_and_count_nowhere(world):
    """Patterns count what the ledgers and the history record. Naming Kamran again and again makes no pattern of him."""
    marked = world.complaint("financial_crime", "09:00")
    world.salma.marks(marked, to=world.kamran, at="09:20")
    world.kamran.records_contact(marked, "09:30")
    before = {person.name: counted(person) for person in (world.kamran, world.latif, world.dania)}
    for minute in range(FEWEST_CASES):
        complaint = world.complaint("misbehaviour", "10:00", station="gulberg", post="SHO")
        name_officer(
            complaint_id=complaint.pk, officer_id=world.kamran.officer.pk, why="It is said.", by=world.salma.actor,
            at=clock(f"10:{minute:02}"),
        )  # fmt: skip
    after = {person.name: counted(person) for person in (world.kamran, world.latif, world.dania)}
    assert after == before
    assert before["kamran"]
    assert "Kamran" not in listed(world)
