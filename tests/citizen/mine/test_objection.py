"""Behind the key the complainant reads to whom the complaint would be opened, and objects with one button."""

import pytest
import time_machine

from complaints.models import Exclusion, NarrowingRequest
from complaints.services.exclusion import narrowing
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from tests.citizen.mine.conftest import opens, told
from tests.complaints.narrowings import approve_twice
from tests.world import clock

ASKED = "May these offices and officers open your complaint?"
LABEL = "Gulberg Circle and every office below it"


@pytest.fixture
def complaint(world):
    return world.complaint("misbehaviour", station="gulberg", post="SDPO")


@pytest.fixture
def request_to_open(world, complaint):
    return approved(world, complaint)


def approved(world, complaint) -> NarrowingRequest:
    """Return a request that two operators approved at 11:00."""
    rows = Exclusion.objects.current().filter(complaint=complaint, office=world.office("gulberg_circle"))
    request = narrowing.request_narrowing(
        complaint_id=complaint.pk,
        exclusion_ids=list(rows.values_list("pk", flat=True)),
        why="The circle has another SDPO now.",
        by=world.zara.actor,
        at=clock("10:00"),
    )
    return approve_twice(world, request, at="11:00")


def objects(visitor, complaint, at):
    return visitor.posts(f"/track/{complaint.etag}/mine/keep-closed/", at)


def test_before_two_operators_approved_it_there_is_nothing_to_object_to(ayesha, complaint):
    assert ASKED not in opens(ayesha, complaint, "10:30")


def test_they_read_which_office_why_and_until_when(ayesha, complaint, request_to_open):
    page = opens(ayesha, complaint, "12:00")
    for said in (ASKED, LABEL, "The circle has another SDPO now.", "11:00 am tomorrow", "I object"):
        assert said in page


@pytest.mark.slow
def test_one_tap_objects_and_the_question_is_gone(ayesha, complaint, request_to_open):
    opens(ayesha, complaint, "12:00")
    assert objects(ayesha, complaint, "12:01").status_code == 302
    assert NarrowingRequest.objects.get().objected_at == clock("12:01")
    page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:02"))
    assert "You objected. Your complaint is not opened to anyone else until the Central Police Office decides." in page
    assert ASKED not in page
    assert objects(ayesha, complaint, "12:03").status_code == 302
    assert "There is nothing to object to now." in told(ayesha.get(f"/track/{complaint.etag}/mine/", "12:04"))


@pytest.mark.slow
def test_a_child_who_gets_no_messages_has_a_day_from_the_first_time_they_read_it(ayesha, world):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SDPO", under_18=True)
    approved(world, complaint)
    assert "11:00 am tomorrow" in opens(ayesha, complaint, "+5d 11:00")
    assert NarrowingRequest.objects.get().seen_at == clock("+5d 11:00")
    assert "I object" in opens(ayesha, complaint, "+6d 10:00")
    assert NarrowingRequest.objects.get().seen_at == clock("+5d 11:00")
    assert narrowing.end_narrowed_exclusions(at=clock("+6d 10:59")) == 0
    assert narrowing.end_narrowed_exclusions(at=clock("+6d 11:00")) == 1


def test_looking_at_the_page_without_reading_it_begins_no_day(ayesha, world):
    """A mail scanner or a browser that only asks for the headers."""
    complaint = world.complaint("misbehaviour", station="gulberg", post="SDPO", under_18=True)
    opens(ayesha, complaint, "10:00")
    approved(world, complaint)
    with time_machine.travel(clock("10:10"), tick=False):
        ayesha.client.head(f"/track/{complaint.etag}/mine/")
    assert NarrowingRequest.objects.get().seen_at is None


def test_without_the_key_nobody_objects(bashir, complaint, request_to_open):
    assert objects(bashir, complaint, "12:01").status_code == 403
    assert NarrowingRequest.objects.get().objected_at is None


def test_the_message_says_that_they_can_object_and_neither_whom_nor_why(complaint, request_to_open):
    message = Message.objects.get(template="narrowing_announced")
    for language in ("en", "ur"):
        text = str(render_message(message.template, message.context, address=Address(language=language)))
        assert "24" in text
        for hidden in ("Gulberg", "گلبرگ", "SDPO"):
            assert hidden not in text
