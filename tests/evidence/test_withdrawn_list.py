"""Monitors of the CPO list the withdrawn files; reading the list is logged."""

import pytest

from complaints.models import Event, Evidence, Reading, ReadingKind
from desk.queries import withdrawn_evidence
from tests.citizen.conftest import words
from tests.desk.conftest import seat
from tests.evidence.test_withdrawing import ayesha, complaint, desk, takes, takes_back, wrong
from tests.world import clock

__all__ = ["ayesha", "complaint", "seat"]
LIST = "/desk/files-taken-back/"
pytestmark = pytest.mark.usefixtures("servers")


def test_without_any_the_page_says_so(world, seat):
    said = words(desk(seat, world.zara, LIST))
    assert "No file has been taken back" in said


def test_it_says_which_complaint_when_with_which_key_and_who_opened_it_since(world, seat, complaint, ayesha):
    takes_back(ayesha, complaint)
    said = words(desk(seat, world.zara, LIST))
    assert complaint.spaced_etag in said
    assert "23 November 2026, 09:20" in said
    assert "A code to the phone" in said
    assert "Nobody" in said
    assert "wrong.jpg" not in said
    path = f"/desk/complaints/{complaint.etag}/evidence/{wrong(complaint).pk}/unseal/"
    assert path in desk(seat, world.zara, LIST).content.decode()
    desk(seat, world.zara, path, "10:10", words="She reported pressure an hour later.")
    said = words(desk(seat, world.zara, LIST, "10:20"))
    assert world.zara.officer.title in said
    assert "She reported pressure an hour later." in said
    assert "Nobody" not in said


def test_reading_it_is_recorded_as_a_reading_of_every_complaint_on_it(world, seat, complaint, ayesha):
    takes_back(ayesha, complaint)
    desk(seat, world.zara, LIST)
    reading = Reading.objects.get(posting=world.zara.posting)
    assert (reading.complaint_id, reading.kind) == (complaint.pk, ReadingKind.OPENED)


def test_nobody_but_a_monitor_learns_that_there_is_such_a_list(world, seat, complaint, ayesha):
    takes_back(ayesha, complaint)
    for officer in (world.salma, world.nadia, world.usman, world.imran, world.asad, world.bilal):
        assert desk(seat, officer, LIST).status_code == 404
    assert LIST in desk(seat, world.zara, "/desk/pressure/").content.decode()
    assert LIST not in desk(seat, world.nadia, "/desk/pressure/").content.decode()


def test_the_latest_stand_first_and_the_next_page_has_the_others(world, seat, complaint, monkeypatch):
    monkeypatch.setattr(withdrawn_evidence, "SIZE", 1)
    first, second = complaint.evidence.order_by("created_at")
    takes(complaint, first.pk, clock("09:20"))
    takes(complaint, second.pk, clock("09:30"))
    page = desk(seat, world.zara, LIST)
    assert "09:30" in words(page)
    assert "09:20" not in words(page)
    assert '"?page=2"' in page.content.decode()
    assert "09:20" in words(desk(seat, world.zara, f"{LIST}?page=2"))
    assert desk(seat, world.zara, f"{LIST}?page=nonsense").status_code == 200


def test_of_a_file_that_was_taken_back_before_this_was_recorded_the_page_says_so(world, seat, complaint):
    Evidence.objects.filter(pk=wrong(complaint).pk).update(state="withdrew", withdrawn_at=clock("09:20"))
    assert not Event.objects.filter(kind="evidence_withdrawn").exists()
    assert "Not recorded" in words(desk(seat, world.zara, LIST))
