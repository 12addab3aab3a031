"""What the complainant added after the registration, as officers read it: corrections, gaps, and contact details."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import UNKNOWN_ANSWER
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.followup import (
    AgeAnswer,
    CallingHoursAnswer,
    IdentityAnswer,
    IncidentPlaceAnswer,
    IncidentTimeAnswer,
    OnBehalfAnswer,
    PersonsConcernedAnswer,
    SafeContactAnswer,
)
from tests.complaints.tellings import CNIC, tells
from tests.desk.conftest import Seat
from tests.world import PHONES

SESSION, MOST = 3, 12
EVERYTHING = [
    "Police station",
    "When it happened",
    "Complaint against",
    "Photos, recordings, documents",
    "Name",
    "Identity document",
    "How and when to contact them safely",
]


def page(seat: Seat, complaint: Complaint, at: str = "11:00") -> str:
    """Return the text of the page."""
    html = seat.opens(complaint, at).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def missing(seat: Seat, complaint: Complaint) -> list[str]:
    return seat.opens(complaint, "11:00").context["missing"]


def test_what_is_told_and_corrected_after_the_number_stands_among_the_facts_with_its_moment(world, seat):
    complaint = world.complaint("financial_crime", landmark="Near the bank")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg", landmark="Near the school"), "10:00")
    tells(world.ayesha, complaint, IncidentTimeAnswer(day=date(2026, 11, 20), about="in the evening"), "10:05")
    tells(world.ayesha, complaint, PersonsConcernedAnswer(words="A dealer called Jamshed"), "10:10")
    said = page(seat(world.salma), complaint)
    for words in (
        "Gulberg Police Station, Gulberg Circle added 23 November 2026, 10:00",
        "Near the school added 23 November 2026, 10:00",
        "20 November 2026, in the evening added 23 November 2026, 10:05",
        "A dealer called Jamshed added 23 November 2026, 10:10",
        "The complainant added: the police station, a landmark.",
        "Before the change:",
        "Near the bank",
    ):
        assert words in said


def test_what_the_cell_wrote_down_for_a_caller_is_told_as_the_cell_s(world, seat):
    complaint = world.complaint("financial_crime")
    tells(world.salma, complaint, PersonsConcernedAnswer(unknown=True))
    assert "Salma recorded that the complainant does not know: complaint against." in page(seat(world.salma), complaint)


@pytest.mark.slow
def test_the_cell_reads_what_is_still_missing(world, seat):
    complaint = world.complaint("financial_crime", name="")
    salma = seat(world.salma)
    assert missing(salma, complaint) == EVERYTHING
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    tells(world.ayesha, complaint, IncidentTimeAnswer(about="Last night"))
    tells(world.ayesha, complaint, PersonsConcernedAnswer(unknown=True))
    tells(world.ayesha, complaint, IdentityAnswer(name="Ayesha", document="cnic", number=CNIC))
    tells(world.ayesha, complaint, SafeContactAnswer(phone=PHONES["ayesha"], neutral=True))
    assert missing(salma, complaint) == ["Complaint against (they don't know)", "Photos, recordings, documents"]
    assert "Messages must not mention what the complaint is about." in page(salma, complaint)


def test_an_officer_told_by_their_seniority_is_not_missing(world, seat):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SHO")
    told = seat(world.nadia).opens(complaint, "11:00")
    assert "up to the SHO" in told.content.decode()
    assert "Complaint against" not in told.context["missing"]


@pytest.mark.slow
def test_for_whom_they_speak_and_whether_that_person_agrees(world, seat):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, OnBehalfAnswer(behalf="relative", name="Sadia Bibi"))
    assert "Whether the person concerned agrees" in missing(seat(world.salma), complaint)
    assert "For a relative, Sadia Bibi" in page(seat(world.salma), complaint)
    tells(world.ayesha, complaint, OnBehalfAnswer(behalf="relative", name="Sadia Bibi", consent="given"))
    assert "Whether the person concerned agrees" not in missing(seat(world.salma), complaint)
    assert "For a relative, Sadia Bibi, The person agrees" in page(seat(world.salma), complaint)


@pytest.mark.slow
def test_of_a_protected_identity_not_even_what_is_missing_is_said(world, seat):
    complaint = world.complaint("financial_crime", name="", protected=True)
    tells(world.ayesha, complaint, OnBehalfAnswer(behalf="child", name="Sadia Bibi"))
    tells(world.ayesha, complaint, IncidentPlaceAnswer(landmark="At the corner", position="31.52037,74.35875,12"))
    world.salma.marks(complaint, to=world.bilal, at="10:10")
    for reader in (world.bilal, world.dania, world.zara):
        said = page(seat(reader), complaint)
        assert {"Name", "Identity document"} & set(missing(seat(reader), complaint)) == set()
        assert "At the corner" in said
        assert [words for words in ("Sadia", "31.52037", "3001112233") if words in said] == []
    said = page(seat(world.salma), complaint)
    assert "31.52037, 74.35875, to within 12 m" in said
    assert "Sadia Bibi" in said
    assert "Name" in missing(seat(world.salma), complaint)


def test_who_is_anonymous_lacks_nothing_of_themselves(world, seat):
    unknown = {"name": "", "phone": "", "anonymous": True, "secret_digest": digest_secret_word("purple kite over Ravi")}
    complaint = world.complaint("bribe_demand", **unknown)
    assert missing(seat(world.salma), complaint) == EVERYTHING[:4]


def test_what_has_ended_lacks_nothing(world, seat):
    complaint = world.complaint("financial_crime")
    world.usman.does("reject", complaint, "09:30")
    assert missing(seat(world.usman), complaint) == []


def test_that_they_don_t_know_the_station_is_said(world, seat):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station=UNKNOWN_ANSWER))
    assert missing(seat(world.salma), complaint)[0] == "Police station (they don't know)"


@pytest.mark.parametrize(
    ("at", "now"), [("10:30", "Do not call now"), ("11:00", "Can be called now"), ("19:00", "Do not call now")]
)
def test_an_officer_reads_the_hours_in_both_clocks_and_whether_it_is_one_of_them_now(world, seat, at, now):
    complaint = world.complaint("financial_crime")
    said = CallingHoursAnswer(hours=SafeHours(9, 17), time_zone="Asia/Riyadh", woman_officer=True)
    tells(world.ayesha, complaint, said)
    world.salma.marks(complaint, to=world.bilal, at="10:10")
    told = page(seat(world.bilal), complaint, at)
    assert "Call only 09:00 to 17:00 their time (Riyadh). In Pakistan that is 11:00 to 19:00." in told
    assert now in told
    assert "Asks for a woman officer." in told


def test_hours_at_home_are_said_once_and_whoever_lives_abroad_is_rung_by_their_own_day(world, seat):
    at_home, abroad = world.complaint("financial_crime"), world.complaint("financial_crime", time_zone="Asia/Dubai")
    tells(world.ayesha, at_home, CallingHoursAnswer(hours=SafeHours(22, 6)))
    assert "Call only 22:00 to 06:00." in page(seat(world.salma), at_home)
    assert "During the day in their time zone (Dubai)." in page(seat(world.salma), abroad)


def test_hidden_or_not_the_officer_knows_when_and_by_whom_to_have_them_rung(world, seat):
    complaint = world.complaint("gender_harassment")
    tells(world.ayesha, complaint, AgeAnswer(under_18=True))
    tells(world.ayesha, complaint, CallingHoursAnswer(hours=SafeHours(9, 17), woman_officer=True))
    world.nadia.marks(complaint, to=world.dania, at="10:10")
    said = page(seat(world.dania), complaint)
    for words in ("Call only 09:00 to 17:00.", "Asks for a woman officer.", "Under 18."):
        assert words in said


@pytest.mark.mostly_slow
@pytest.mark.parametrize("reader", ["salma", "bilal", "usman", "zara"])
@pytest.mark.parametrize("protected", [False, True])
def test_the_page_costs_no_more_than_twelve_queries_whatever_was_told(world, seat, reader, protected):
    complaint = world.complaint("financial_crime", protected=protected)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    sitting, counts = seat(world.people[reader]), []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert sitting.opens(complaint, "12:00").status_code == 200
        counts.append(len(queries))
        for number in range(6 if turn == 0 else 0):
            tells(world.ayesha, complaint, PersonsConcernedAnswer(words=f"Number {number}"))
    assert counts[0] == counts[1] <= SESSION + MOST
