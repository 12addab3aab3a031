"""Urgent complaints that the system marked and nobody opened: the higher office is notified once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Leave
from complaints.models import Event
from complaints.services.automatic_moves import (
    mark_unmarked_complaints,
    notify_of_unopened_complaints,
    urgent_complaints_unopened_by_holder,
)
from config.celery import app
from desk.services import reading_log
from notifications.models import Message
from tests.complaints.test_firewall import name
from tests.plans import as_in_production
from tests.world import clock


def marked(world, category="threats", at="09:00", **answers):
    """A complaint that the system has marked immediately to the head of the station."""
    complaint = world.complaint(category, at, station="gulberg", **answers)
    assert mark_unmarked_complaints(at=clock(at)) == 1
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    return complaint


def told() -> list[str]:
    return list(Message.objects.filter(template="unopened").values_list("recipient", flat=True))


def to(*people) -> list[str]:
    return [f"posting:{person.posting.pk}" for person in people]


@pytest.mark.parametrize("category", ["heinous_crime", "threats", "illegal_detention"])
def test_after_a_quarter_of_an_hour_unopened_the_office_above_is_told_once(world, category):
    complaint = marked(world, category)
    holder = complaint.holder.office
    assert notify_of_unopened_complaints(at=clock("09:14")) == 0
    assert notify_of_unopened_complaints(at=clock("09:15")) == 1
    above = world.dania if holder.code == "gulberg" else world.farah
    assert told() == to(above)
    event = Event.objects.get(complaint=complaint, kind="unopened")
    assert (event.at, event.posting_id) == (clock("09:15"), None)
    assert notify_of_unopened_complaints(at=clock("09:20")) == 0
    assert told() == to(above)


def test_who_has_it_has_opened_it(world):
    complaint = marked(world)
    reading_log.record_reading(complaint, by=world.kamran.actor, at=clock("09:10"))
    assert notify_of_unopened_complaints(at=clock("09:15")) == 0


@pytest.mark.parametrize("who", ["salma", "latif", "zara"])
def test_that_somebody_else_reads_it_opens_nothing(world, who):
    complaint = marked(world)
    reading_log.record_reading(complaint, by=world.people[who].actor, at=clock("09:10"))
    assert notify_of_unopened_complaints(at=clock("09:15")) == 1


def on_leave(whom, cover):
    days = {"starts_at": clock("08:00"), "ends_at": clock("+2d 09:00"), "set_at": clock("08:00")}
    return Leave.objects.create(posting=whom.posting, cover=cover.posting, **days)


def test_on_leave_their_cover_opens_it(world):
    complaint = marked(world)
    on_leave(world.kamran, cover=world.dania)
    reading_log.record_reading(complaint, by=world.dania.actor, at=clock("09:10"))
    assert notify_of_unopened_complaints(at=clock("09:15")) == 0


def test_what_waited_for_a_quarter_of_its_limit_is_not_such_a_case(world):
    world.complaint("financial_crime", "09:00", station="gulberg")
    assert mark_unmarked_complaints(at=clock("11:00")) == 1
    assert notify_of_unopened_complaints(at=clock("11:30")) == 0


def test_what_an_officer_marked_is_not_either(world):
    complaint = world.complaint("threats", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:00")
    assert notify_of_unopened_complaints(at=clock("09:30")) == 0


def test_marked_anew_it_is_in_other_hands(world):
    complaint = marked(world)
    world.dania.does("re_mark", complaint, "09:10", to=world.bilal)
    assert notify_of_unopened_complaints(at=clock("09:30")) == 0


def test_the_head_for_whom_a_named_officer_acts_is_passed_over(world):
    on_leave(world.farah, cover=world.bilal)
    complaint = world.complaint("threats", "09:00", station="gulberg")
    name(world, complaint, world.bilal, at="09:00")
    mark_unmarked_complaints(at=clock("09:01"))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    assert complaint.holder == world.dania.posting
    assert notify_of_unopened_complaints(at=clock("09:30")) == 1
    assert told()[0] not in to(world.farah, world.bilal)


def test_the_unopened_are_found_by_the_index_of_what_waits_for_contact(world):
    as_in_production()
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        list(urgent_complaints_unopened_by_holder(at=clock("09:15")))
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
        said = "\n".join(line for (line,) in cursor.fetchall())
    assert "open_by_contact" in said or "open_by_status" in said
    assert "Seq Scan on complaints_complaint" not in said


def test_nobody_waits_longer_than_five_minutes_more(world):
    entry = app.conf.beat_schedule["notify of unopened complaints"]
    assert entry["task"] == "complaints.tasks.notify_of_unopened_complaints"
    assert timedelta(seconds=entry["schedule"]) <= timedelta(minutes=5)
