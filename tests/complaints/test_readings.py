"""Every reading of a complaint is logged in the transaction of the page that shows it."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from citizen.queries import own_complaint
from complaints.models import Complaint, Reading
from desk.services import reading_log
from tests.desk.conftest import address
from tests.signing_in import sign_in
from tests.world import clock


def opens(person, complaint):
    client = Client()
    sign_in(client, person.officer)
    return client.get(address(complaint))


@pytest.mark.slow
def test_who_opens_a_file_has_read_it_each_time_under_their_posting(world):
    complaint = world.in_inquiry("10:00")
    for person in (world.bilal, world.bilal, world.salma):
        assert opens(person, complaint).status_code == 200
    read = Reading.objects.filter(complaint=complaint).order_by("pk")
    assert [(row.posting, row.office) for row in read] == [
        (person.posting, person.posting.office) for person in (world.bilal, world.bilal, world.salma)
    ]


@pytest.mark.slow
def test_the_citizen_learns_how_many_offices_that_were(world):
    complaint = world.in_inquiry("10:00")
    assert own_complaint.load_own_complaint(complaint.pk).read_by == 0
    for person in (world.bilal, world.dania, world.salma, world.nadia):
        opens(person, complaint)
    assert own_complaint.load_own_complaint(complaint.pk).read_by == 3  # Bilal and Dania are in the same office.


def test_what_shows_nothing_is_no_reading(world):
    complaint = world.complaint(station="gulberg")
    for person in (world.rashid, world.dania, world.omar):
        assert opens(person, complaint).status_code in {403, 404}
    client = Client()
    sign_in(client, world.salma.officer)
    client.get("/desk/office/")
    assert client.get(f"{address(complaint)}mark/").status_code == 302
    assert not Reading.objects.exists()


@pytest.mark.parametrize(("seen", "status"), [(1, 422), (0, 409)])
def test_a_refused_form_shows_the_file_again_and_is_a_reading_too(world, seen, status):
    complaint = world.complaint()
    client = Client()
    sign_in(client, world.salma.officer)
    assert client.post(f"{address(complaint)}mark/", {"seen": seen, "to": ""}).status_code == status
    assert Reading.objects.filter(complaint=complaint).count() == 1


def test_where_it_cannot_be_written_down_nothing_is_shown(world, monkeypatch):
    complaint = world.complaint()

    def fails(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(reading_log, "record_reading", fails)
    client = Client(raise_request_exception=False)
    sign_in(client, world.salma.officer)
    answer = client.get(address(complaint))
    assert answer.status_code == 500
    assert complaint.etag not in answer.content.decode()


def test_a_reading_is_never_changed_nor_taken_back(world):
    complaint = world.complaint()
    reading_log.record_reading(complaint, by=world.salma.actor, at=clock("10:00"))
    for change in (lambda rows: rows.update(at=clock("11:00")), lambda rows: rows.delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change(Reading.objects.all())
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).readings.count() == 1
