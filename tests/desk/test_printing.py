"""The record of a complaint as PDF: it has what the reader may see and who printed it, and it is logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Reading, ReadingKind
from tests.desk.conftest import address
from tests.documents.reading import words, words_by_page

PERSONAL = {"name": "Zubaida Khatoon", "phone": "+923339998877", "email": "z@example.org", "address": "House 9"}


def prints(seat, complaint, at="12:00", **asked):
    return seat.get(f"{address(complaint)}record.pdf", at, **asked)


@pytest.fixture
def complaint(world):
    """A complaint with a message to the citizen and a note between officers."""
    complaint = world.in_inquiry(station="gulberg", landmark="Liberty Market")
    world.bilal.does("tell_citizen", complaint, "10:30", words="The bank answers on Monday.")
    world.dania.does("note", complaint, "10:40", words="Look at the dealer.")
    return complaint


def test_it_holds_the_facts_the_story_and_who_printed_it_when(world, seat, complaint):
    answer = prints(seat(world.bilal), complaint)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f"record-{complaint.etag}.pdf")
    said = words(answer.content)
    for part in (
        complaint.spaced_etag,
        "Liberty Market",
        "+923001112233",
        "My shop was broken into during the night.",
        "Inspector Bilal recorded that they spoke to the complainant",
        "Printed by Inspector Bilal, Inquiry officer, Gulberg Circle on 23 November 2026, 12:00.",
    ):
        assert part in said
    assert "Only officers read this Look at the dealer." in said
    assert "The complainant reads this The bank answers on Monday." in said


@pytest.mark.slow
def test_every_page_of_a_long_one_is_numbered_and_says_who_printed_it(world, seat, complaint):
    for number in range(30):
        world.bilal.does("note", complaint, "11:00", words=f"Note {number} of a long inquiry.")
    pages = words_by_page(prints(seat(world.bilal), complaint).content)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Printed by Inspector Bilal" in page


def test_it_is_made_in_the_language_that_is_asked_for(world, seat, complaint):
    said = words(prints(seat(world.bilal), complaint, language="ur").content)
    assert "بلال" in said
    assert "گلبرگ" in said
    assert words(prints(seat(world.bilal), complaint, language="xx").content).startswith("Punjab")


@pytest.mark.parametrize("who", ["dania", "usman", "zara", "asad"])
def test_a_protected_identity_is_on_no_paper_of_who_may_not_see_it(world, seat, who):
    hidden = world.complaint("financial_crime", protected=True, **PERSONAL)
    world.salma.marks(hidden, to=world.bilal, at="09:10")
    said = words(prints(seat(world.people[who]), hidden).content)
    assert not [secret for secret in PERSONAL.values() if secret in said]
    assert "Identity protected" in said
    assert "Zubaida Khatoon" in words(prints(seat(world.salma), hidden).content)


def test_what_passes_the_district_by_is_on_none_of_its_papers(world, seat, complaint):
    world.ayesha.does("report_pressure", complaint, "11:00", words="They came at night.")
    assert "They came at night." not in words(prints(seat(world.bilal), complaint).content)
    assert "They came at night." in words(prints(seat(world.zara), complaint).content)


def test_it_is_logged_as_printed_once(world, seat, complaint):
    prints(seat(world.bilal), complaint)
    reading = Reading.objects.get(complaint=complaint)
    assert (reading.kind, reading.posting) == (ReadingKind.PRINTED, world.bilal.posting)


def test_for_whom_the_file_does_not_exist_there_is_no_paper_of_it(world, seat, complaint):
    assert prints(seat(world.rashid), complaint).status_code == 404
    assert not Reading.objects.exists()


@pytest.mark.slow
def test_a_long_record_asks_for_no_more_than_a_short_one(world, seat, complaint):
    bilal, counts = seat(world.bilal), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            prints(bilal, complaint)
        counts.append(len(queries))
        for number in range(10):
            world.bilal.does("note", complaint, "11:00", words=f"Note {number}.")
    assert counts[0] == counts[1] <= 14


def test_the_page_leads_to_it_in_both_languages(world, seat, complaint):
    html = seat(world.bilal).opens(complaint, "12:00").content.decode()
    assert f"{address(complaint)}record.pdf?language=en" in html
    assert f"{address(complaint)}record.pdf?language=ur" in html
