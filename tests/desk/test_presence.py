"""Which other officers have a complaint open: shown for a minute to officers who can see the complaint."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Reading
from desk.complaint import other_viewers
from operations.embedded_servers import find_free_port
from tests.desk.conftest import address
from tests.world import clock


@pytest.fixture(autouse=True)
def nobody_looks():
    """Redis outlives a test."""
    broker = other_viewers.redis_client_for(other_viewers.settings.CACHE_URL).client
    if keys := broker.keys("here:*"):
        broker.delete(*keys)


def looks(seat, complaint, at="10:00") -> str:
    """Return what the open page polls."""
    answer = seat.get(f"{address(complaint)}here/", at)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_page_says_who_else_has_it_open_and_forgets_them_after_a_minute(world, seat):
    complaint = world.in_inquiry()
    bilal, dania = seat(world.bilal), seat(world.dania)
    assert "is looking at this too" not in unescape(bilal.opens(complaint, "10:00").content.decode())
    page = unescape(dania.opens(complaint, "10:00").content.decode())
    assert "Inspector Bilal, Inquiry officer, Gulberg Circle" in page.split("is looking at this too")[0]
    assert "Dania" in looks(bilal, complaint)
    keys = other_viewers.redis_client_for(other_viewers.settings.CACHE_URL).client.keys("here:*")
    assert [key for key in keys if key == f"here:{complaint.pk}".encode()] == []  # nor does Redis know which complaint
    assert looks(bilal, complaint, "10:01").strip() == ""


def test_one_is_named_in_the_language_of_the_reader(world, seat):
    complaint = world.in_inquiry()
    seat(world.bilal).opens(complaint, "10:00")
    said = unescape(seat(world.dania).get(f"/ur{address(complaint)}here/", "10:00").content.decode())
    assert "بلال" in said


def test_it_asks_the_database_for_nothing_but_the_right_to_see_and_writes_nothing(world, seat):
    complaint, dania = world.in_inquiry(), seat(world.dania)
    dania.opens(complaint, "10:00")
    read = Reading.objects.count()
    with CaptureQueriesContext(connection) as queries:
        looks(dania, complaint)
    assert len(queries) <= 4  # session, officer, postings, and whether they may see the complaint
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert Reading.objects.count() == read


def test_for_whom_the_file_does_not_exist_nobody_looks_at_it(world, seat):
    complaint = world.complaint("threats", station="gulberg")
    assert seat(world.rashid).get(f"{address(complaint)}here/", "10:00").status_code == 404
    assert "Rashid" not in looks(seat(world.salma), complaint)


def test_that_the_central_office_or_an_auditor_looks_no_district_learns(world, seat):
    complaint = world.in_inquiry()
    for person in (world.zara, world.nadia, world.asad):
        seat(person).opens(complaint, "10:00")
    assert looks(seat(world.salma), complaint).strip() == ""
    said = looks(seat(world.imran), complaint)
    assert "Zara" in said
    assert "Nadia" in said
    assert "Asad" not in said


def test_without_the_broker_nobody_is_shown_and_the_file_opens(world, seat, settings):
    complaint = world.in_inquiry()
    seat(world.bilal).opens(complaint, "10:00")
    settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    assert other_viewers.register_and_list_viewers(complaint.pk, world.dania.posting, at=clock("10:00")) == []


def test_redis_shows_neither_the_complaint_nor_the_officer_and_believes_nobody(world, seat):
    complaint = world.in_inquiry()
    seat(world.bilal).opens(complaint, "10:00")
    broker = other_viewers.redis_client_for(other_viewers.settings.CACHE_URL).client
    [key] = broker.keys("here:*")
    [(field, entry)] = broker.hgetall(key).items()
    text = f"{key} {field} {entry}"
    assert field != str(world.bilal.posting.pk).encode()
    for told in (complaint.etag, "Bilal", "Inspector", "Gulberg"):
        assert told not in text
    broker.hset(key, "somebody", b'{"at": 1763874000, "central": false, "en": "Nobody", "ur": "Nobody"}')
    broker.hset(key, "moved", entry)
    said = looks(seat(world.dania), complaint)
    assert "Bilal" in said
    assert "Nobody" not in said
