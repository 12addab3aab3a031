"""The preview of the queue: what it shows, that it is recorded as a reading, and that it is closed to the excluded."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, Reading
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import FINAL, Status
from complaints.services.exclusion import officer_naming
from desk.queue.preview_panel import NEXT_STEPS
from desk.rules.next_step import NextStep, next_step
from tests.desk.conftest import DESK, address
from tests.world import clock

MOST_STATEMENTS = 14  # those of the session (3), the complaint (2), its history and names, and the reading


@pytest.fixture
def opens(seat):
    """Return a function: `opens(person, complaint, at)` is the response to the preview as the queue's script asks."""

    def ask(person, complaint, at="12:00", *, header=True):
        sitting = seat(person)
        if header:
            sitting.client.defaults["HTTP_X_PREVIEW"] = "1"
        return sitting.get(f"{address(complaint)}preview/", at)

    return ask


@pytest.fixture
def marked(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg", text="My cheque was forged. " * 60)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


def readings(complaint) -> int:
    return Reading.objects.filter(complaint=complaint).count()


def test_it_shows_the_beginning_the_next_step_and_the_last_events(world, opens, marked):
    world.bilal.records_contact(marked, "11:00")
    html = " ".join(opens(world.bilal, marked).content.decode().split())
    for words in (
        *("My cheque was forged. My cheque", "The complainant confirms the contact.", "Claimed, unconfirmed"),
        *("Gulberg Police Station", "Bilal, Inquiry officer", "recorded that they spoke", "Open the complaint"),
    ):
        assert words in html
    assert len(html) < 6000
    assert "<html" not in html
    assert html.index("recorded that they spoke") < html.index("registered it")  # the newest first


def test_opening_it_is_a_reading_once_a_minute(world, opens, marked):
    opens(world.bilal, marked, "12:00")
    assert readings(marked) == 1
    opens(world.bilal, marked, "12:00")
    assert readings(marked) == 1
    opens(world.bilal, marked, "12:02")
    assert readings(marked) == 2
    reading = Reading.objects.earliest("pk")
    assert (reading.posting_id, reading.kind) == (world.bilal.posting.pk, "opened")


def test_its_address_alone_leads_to_the_whole_page_and_records_nothing(world, opens, marked):
    answer = opens(world.bilal, marked, header=False)
    assert (answer.status_code, answer.url) == (302, address(marked))
    assert "X-Preview" in answer["Vary"]
    assert readings(marked) == 0


def test_the_accused_gets_the_page_of_what_does_not_exist(world, opens, marked):
    missing = Complaint(etag="264819073556")
    before = opens(world.bilal, missing)
    named = {"officer_id": world.bilal.officer.pk, "why": "She says so.", "by": world.nadia.actor, "at": clock("11:00")}
    officer_naming.name_officer(complaint_id=marked.pk, **named)
    answer = opens(world.bilal, marked)
    assert (answer.status_code, before.status_code) == (404, 404)
    assert answer.content.replace(marked.etag.encode(), b"") == before.content.replace(missing.etag.encode(), b"")
    assert readings(marked) == 0


def test_a_protected_complainant_is_not_named(world, opens):
    complaint = world.complaint("gender_harassment", "09:00", text="He waits at the gate every morning.")
    html = opens(world.usman, complaint)
    assert "He waits at the gate" in html.content.decode()  # the page shows it too, and the reading is recorded
    assert "Ayesha" not in html.content.decode()
    assert readings(complaint) == 1


def test_it_costs_the_same_however_long_the_history_is(world, opens, marked):
    counts = []
    for at in ("09:30", "09:40"):
        with CaptureQueriesContext(connection) as asked:
            assert opens(world.usman, marked, at).status_code == 200
        counts.append(sum("SAVEPOINT" not in one["sql"] for one in asked))
        for minute in range(4):
            world.bilal.does("note", marked, f"09:3{minute + 1}", words=f"Note {minute}")
    assert max(counts) <= MOST_STATEMENTS + 8, counts  # the sign-in of a new session is counted too


def test_a_row_offers_the_preview_under_its_posting(world, seat, marked):
    html = seat(world.bilal).get(DESK, "10:00").content.decode()
    assert f'data-preview="{address(marked)}preview/"' in html


@pytest.mark.parametrize(("status", "contact"), product(Status, ContactState))
def test_every_state_has_a_next_step_and_an_ended_complaint_has_none(status, contact):
    for is_accepted in (False, True):
        step = next_step(status, contact, is_accepted=is_accepted)
        assert str(NEXT_STEPS[step]).endswith(".")
        assert (step is NextStep.NONE) == (status in FINAL)
