"""The desk opens with the officer's own work, including a head's decisions and the complaints a clerk writes for."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.queries.complaint_list_pages import ComplaintList, load_complaint_list_page
from desk.queries.queue import my_queue_complaints
from tests.desk.conftest import DESK, etags
from tests.plans import as_in_production, large
from tests.world import Person, clock

HEADS = ("kamran", "dania", "farah", "usman", "imran")


def reported(world, holder="bilal"):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.usman.does("mark", complaint, "09:10", to=world.people[holder])
    world.people[holder].records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    world.people[holder].reports(complaint, "11:00")
    return complaint


def whose(complaint, *people, at="12:00") -> set[str]:
    """Return which of these people have it in their own queue, checked for each of their postings."""
    rows = {person.name: my_queue_complaints(person.actor, at=clock(at)) for person in people}
    return {name for name, queue in rows.items() if queue.filter(pk=complaint.pk).exists()}


def heads(world):
    region = world.usman.officer.postings.get(office__code="region_lahore")
    return [*(world.people[name] for name in HEADS), Person("region", region)]


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("holder", "decides"),
    [("latif", "dania"), ("kamran", "dania"), ("bilal", "farah"), ("dania", "farah"), ("farah", "usman")],
)
def test_a_report_waits_with_the_nearest_head_above_who_has_it(world, holder, decides):
    complaint = reported(world, holder)
    assert whose(complaint, *heads(world)) == {decides, holder} & {decides, *HEADS}


def test_who_heads_two_offices_is_not_their_own_superior(world):
    complaint = reported(world, "usman")
    assert whose(complaint, *heads(world)) == {"usman", "imran"}


def test_a_vacant_post_is_passed_over(world):
    complaint = reported(world)
    world.farah.officer.postings.update(ends_at=clock("11:30"))
    assert whose(complaint, world.dania, world.usman, world.imran, at="12:00") == {"usman"}


def test_what_is_decided_stands_there_no_more(world, seat):
    complaint = reported(world)
    assert etags(seat(world.farah).get(DESK, "12:00")) == [complaint.etag]
    world.farah.does("accept", complaint, "12:10")
    assert etags(seat(world.farah).get(DESK, "12:20")) == []


def test_what_an_officer_has_yet_to_report_is_not_their_heads(world):
    complaint = world.in_inquiry("10:00")
    assert whose(complaint, *heads(world)) == set()


def test_a_clerk_sees_what_the_officers_of_the_office_have_and_nothing_confidential(world, seat):
    hina = seat(world.hina)
    answer = hina.get(DESK, "09:00").content.decode()
    assert "No officer in your office has a complaint now." in answer
    theft, fraud = world.complaint("property_crime", "09:00"), world.complaint("financial_crime", "09:01")
    at_the_station, confidential = world.complaint("threats", "09:02"), world.complaint("gender_harassment", "09:03")
    world.usman.does("mark", at_the_station, "09:10", to=world.kamran)
    world.nadia.marks(confidential, to=world.dania, at="09:10")
    world.salma.marks(theft, to=world.bilal, at="09:10")
    world.salma.marks(fraud, to=world.dania, at="09:10")
    assert set(etags(hina.get(DESK, "09:20"))) == {theft.etag, fraud.etag}


@pytest.mark.parametrize(
    ("who", "indexes"), [("usman", ("open_by_holder", "report_to_decide")), ("hina", ("open_by_(office|circle)",))]
)
def test_own_work_is_found_by_its_indexes(world, who, indexes):
    as_in_production()
    world.complaint("property_crime", "09:00")  # the planner must not take an empty table for a large one
    queue = my_queue_complaints(world.people[who].actor, at=clock("12:00"))
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries, large("complaints_complaint"):
        load_complaint_list_page(ComplaintList(queue))
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        said = "\n".join(line for (line,) in cursor.fetchall())
    for index in indexes:
        assert re.search(rf"Index (Only )?Scan (using|on) {index}\b", said)  # for as many pages
    assert "Seq Scan on complaints_complaint" not in said


@pytest.mark.slow
@pytest.mark.parametrize("who", ["farah", "hina"])
def test_it_costs_the_same_whatever_the_number(world, seat, who):
    sitting, counts = seat(world.people[who]), set()
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert sitting.get(DESK, "12:00").status_code == 200
        counts.add(len(asked))
        reported(world)
    assert len(counts) == 1
    assert max(counts) <= 8  # with the total, the columns and the bell
