"""Keyset pagination: no row is lost or repeated, and the cost is the same at any depth."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint
from complaints.queries.queue_cursor import QueueCursor
from desk.queries.complaint_list_pages import ComplaintList, load_complaint_list_page
from desk.queries.queue import build_office_queue_list
from tests.desk.conftest import DESK, OFFICE, etags
from tests.plans import as_in_production
from tests.world import clock

QUERIES = 10  # session, officer, postings, bell; the complaints' ids and total for each of two postings; rows; columns
OF_AN_OFFICE = 10  # session, officer, postings, bell; categories, offices; ids, rows, the total; columns


def numbers(*complaints):
    return [complaint.etag for complaint in complaints]


@pytest.fixture
def three(world):
    """Register a fraud and a theft (contact within eight hours) and a serious crime (one hour), in that order."""
    return [world.complaint(c, "09:00") for c in ("financial_crime", "property_crime", "heinous_crime")]


def several(world, number: int):
    """Register this many thefts, some at the same moment, so that the id decides their order."""
    return [world.complaint("property_crime", clock("09:00") + timedelta(minutes=n // 3)) for n in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("path", [DESK, OFFICE])
def test_paging_over_sixty_loses_and_repeats_none_in_either_direction(world, seat, path):
    expected = numbers(*several(world, 60))
    salma = seat(world.salma)
    answer, forwards = salma.get(path, "12:00"), []
    while True:
        forwards.append(etags(answer))
        if not answer.context["next_url"]:
            break
        answer = salma.get(path + answer.context["next_url"], "12:00")
    assert [len(page) for page in forwards] == [25, 25, 10]
    assert [etag for page in forwards for etag in page] == expected
    backwards = [etags(answer)]
    while answer.context["previous_url"]:
        answer = salma.get(path + answer.context["previous_url"], "12:00")
        backwards.insert(0, etags(answer))
    assert backwards == forwards


@pytest.mark.slow
def test_what_leaves_the_queue_between_two_pages_takes_no_other_with_it(world, seat):
    rows = several(world, 30)
    salma = seat(world.salma)
    following = salma.get(OFFICE, "12:00").context["next_url"]
    world.usman.does("reject", rows[0], "12:01")
    assert etags(salma.get(OFFICE + following, "12:02")) == numbers(*rows[25:])


@pytest.mark.slow
def test_a_page_keeps_the_filters(world, seat):
    several(world, 30)
    answer = seat(world.salma).get(OFFICE, "12:00", category="property_crime")
    assert "category=property_crime" in answer.context["next_url"]


@pytest.mark.parametrize("token", ["x", "\x00", "1-", "9" * 30 + "-1", "999999999999999999-1", "1\x00-2", "٣-٤"])
@pytest.mark.parametrize("where", ["after", "before"])
def test_a_cursor_that_cannot_be_read_gives_the_first_page_and_says_so(world, seat, token, where):
    complaint = world.complaint(at="09:00")
    answer = seat(world.salma).get(OFFICE, "09:20", **{where: token})
    assert answer.status_code == 200
    assert etags(answer) == numbers(complaint)
    assert "This is the first page." in answer.content.decode()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("path", [DESK, OFFICE])
@pytest.mark.parametrize("person", ["salma", "usman", "nadia"])
def test_the_number_of_queries_does_not_depend_on_the_rows(world, seat, path, person):
    sitting = seat(world.people[person])
    counts = {}
    for wanted in (0, 1, 25):
        several(world, wanted - Complaint.objects.unscoped("test").count())
        with CaptureQueriesContext(connection) as asked:
            assert sitting.get(path, "12:00").status_code == 200
        counts[wanted] = len(asked)
    assert len(set(counts.values())) == 1, counts
    assert counts[25] <= (OF_AN_OFFICE if path == OFFICE else QUERIES)


@pytest.mark.slow
def test_a_mixed_page_costs_the_same(world, seat, three):
    world.salma.marks(three[0], to=world.bilal, at="09:10")
    world.in_inquiry()
    asked = world.in_inquiry()
    world.bilal.asks(asked, "10:30")
    world.bilal.reports(world.in_inquiry(), "11:00")
    sitting = seat(world.usman)
    with CaptureQueriesContext(connection) as queries:
        assert len(etags(sitting.get(OFFICE, "12:00"))) == 6
    assert len(queries) <= OF_AN_OFFICE


@pytest.mark.parametrize("where", ["after", "before"])
def test_a_page_far_down_is_found_by_the_index_and_not_by_reading_up_to_it(world, where):
    as_in_production()
    plan = Complaint.objects.visible_to(world.imran.actor).open()
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        load_complaint_list_page(ComplaintList(plan), **{where: QueueCursor(clock("09:00"), 1)})
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        said = "\n".join(line for (line,) in cursor.fetchall())
    assert "open_by_province" in said
    assert "Index Cond: (ROW(due_at, id)" in said
    assert "Sort Key" not in said


def test_of_complaints_that_nobody_may_see_none_is_looked_for(world, django_assert_num_queries):
    """An administrator has no complaints, so these are the statements of the page without rows."""
    world.complaint("property_crime", "09:00")
    with django_assert_num_queries(1):
        assert load_complaint_list_page(build_office_queue_list(world.omar.actor, at=clock("10:00"))).rows == []
