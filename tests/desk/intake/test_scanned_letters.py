"""Scanned letters at the desk: the list, the pages beside the form, the registration, and who sees nothing of it."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizen.filing.draft_addresses import draft_address
from complaints import evidence
from complaints.models import Complaint, CoverSheet, Draft, Event, Evidence, ScannedLetter
from complaints.queries.verification.chain_check import parse_event_body
from complaints.services.scanning import waiting_letters
from tests.citizen.test_receipt import text_of
from tests.complaints.scanning.letters import SOURCE, scanned_letter
from tests.complaints.verifying import found
from tests.desk.intake.conftest import Desk, text
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

LETTERS = "/desk/intake/letters/"
LETTER = {"channel": "letter", "letter_of": "2026-11-20"}


def place_of(letter: ScannedLetter) -> str:
    return f"{LETTERS}{letter.pk}/"


def opened(seat, person: Person, letter: ScannedLetter) -> Desk:
    """Return the operator with the letter's form, which they have opened from the letter's page."""
    at_desk = seat(person)
    answer = at_desk.sends(place_of(letter), "09:30", act="open")
    assert answer.headers["Location"] == f"/desk/intake/{letter.draft_id}/"
    return Desk(at_desk, letter.draft_id)


def colleague_of_salma(world) -> Person:
    officer = OfficerFactory(name_en="Tahira", name_ur="طاہرہ", rank=None)
    posting = PostingFactory(
        officer=officer, office=world.office("lahore"), role=world.salma.posting.role, is_head=False
    )
    return Person("tahira", posting)


@pytest.mark.slow
def test_salma_takes_down_a_letter_and_the_scan_is_evidence_with_its_origin(world, seat):
    letter = scanned_letter(world.salma, by=world.salma)
    salma = opened(seat, world.salma, letter)
    page = text(salma.seat.get(f"/desk/intake/{letter.draft_id}/", "09:31"))
    assert 'value="2026-11-23"' in page  # the day of the scan, until she reads the sheet
    assert re.search(r'value="letter"[^>]*checked', page)
    assert "evidence_remove" not in page
    assert salma.types(**LETTER).headers["Location"].endswith("/check/")
    assert letter.sheet.spaced_code in text(salma.reads_back())
    salma.agrees(agreed="letter")
    complaint = salma.complaint
    assert complaint.channel == "letter"
    kinds = list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["registered", "evidence_added", "letter_scanned"]
    event = Event.objects.get(complaint=complaint, kind="letter_scanned")
    facts = parse_event_body(event)["facts"]
    assert (facts["sheet"], facts["scans"]) == (letter.sheet.code, [SOURCE])
    assert facts["imported_by"] == world.salma.posting.pk
    assert list(Evidence.objects.filter(complaint=complaint).values_list("pk", flat=True)) == letter.file_ids[:1]
    shown = text(salma.seat.opens(complaint, "10:20"))
    assert letter.sheet.code in shown
    assert "pages 1–2 of the file with SHA-256 abab" in shown
    assert salma.seat.get(place_of(letter), "10:21").status_code == 404
    assert "No letters waiting" in text(salma.seat.get(LETTERS, "10:21"))
    assert found() == []


def test_a_letter_is_registered_as_a_letter_whatever_the_form_says(world, seat):
    salma = opened(seat, world.salma, scanned_letter(world.salma))
    salma.types()
    salma.agrees()
    assert salma.complaint.channel == "letter"


@pytest.mark.slow
def test_of_another_cells_letter_nothing_can_be_seen_or_counted(world, seat):
    letter = scanned_letter(world.salma)
    draft = f"/desk/intake/{letter.draft_id}/"
    for person in (world.sana, world.nadia):
        at_desk = seat(person)
        assert "No letters waiting" in text(at_desk.get(LETTERS, "10:00"))
        assert "0 wait" in text(at_desk.get("/desk/intake/", "10:00"))
        assert "scanned letter" not in text(at_desk.get("/desk/today/", "10:00"))
        assert {at_desk.get(path, "10:00").status_code for path in (place_of(letter), draft)} == {404}
        assert at_desk.sends(place_of(letter), "10:00", act="open").status_code == 404
    for person in (world.usman, world.kamran, world.zara):
        at_desk = seat(person)
        paths = (LETTERS, place_of(letter), f"{place_of(letter)}pages/1/")
        assert {at_desk.get(path, "10:00").status_code for path in paths} == {404}
        assert "scanned letter" not in text(at_desk.get("/desk/today/", "10:00"))


@pytest.mark.slow
def test_salma_finds_the_number_on_today_and_on_the_form(world, seat):
    scanned_letter(world.salma)
    scanned_letter(world.salma)
    salma = seat(world.salma)
    assert "2 scanned letters" in text(salma.get("/desk/today/", "10:00"))
    assert "2 wait" in text(salma.get("/desk/intake/", "10:00"))


@pytest.mark.slow
def test_a_letter_against_salma_is_taken_down_by_the_cpo_and_she_sees_nothing_more(world, seat):
    letter = scanned_letter(world.salma)
    salma = opened(seat, world.salma, letter)
    salma.types(**LETTER, text="Salma at the counter asked me for money.")
    said = salma.seat.sends(place_of(letter), "10:10", act="hand_on")
    assert said.headers["Location"] == LETTERS
    assert salma.reads_back("10:11").status_code == 404
    assert salma.agrees("10:12", agreed="letter").status_code == 404
    nadia = opened(seat, world.nadia, letter)
    assert "Salma at the counter asked me for money." in text(nadia.seat.get(f"/desk/intake/{nadia.key}/", "10:20"))
    nadia.types("10:21", **LETTER)
    nadia.agrees("10:22", agreed="letter")
    assert nadia.complaint.office == world.office("punjab")
    event = Event.objects.get(kind="letter_scanned")
    assert parse_event_body(event)["facts"]["handed_on"] is True
    assert not Complaint.objects.visible_to(world.salma.actor, at=clock("11:00")).exists()


@pytest.mark.slow
def test_a_colleague_goes_on_with_what_was_typed_and_the_first_operator_cannot(world, seat):
    letter, tahira = scanned_letter(world.salma), colleague_of_salma(world)
    salma = opened(seat, world.salma, letter)
    salma.types(**LETTER, district="")
    assert "Opened by" in text(salma.seat.get(LETTERS, "10:02"))
    taken_over = opened(seat, tahira, letter)
    assert "Two men took my buffalo" in text(taken_over.seat.get(f"/desk/intake/{letter.draft_id}/", "10:03"))
    assert salma.types(**LETTER).status_code == 404


def test_a_letter_is_closed_with_a_reason_and_opened_again(world, seat):
    letter, salma = scanned_letter(world.salma), seat(world.salma)
    assert salma.sends(place_of(letter), "10:00", act="close").status_code == 422
    assert salma.sends(place_of(letter), "10:00", act="close", reason="advertisement").headers["Location"] == LETTERS
    page = text(salma.get(LETTERS, "10:01"))
    assert "Closed without a complaint" in page
    assert "Advertisement or unwanted mail" in page
    late = salma.sends(place_of(letter), "10:02", act="open")
    assert late.headers["Location"] == LETTERS
    salma.sends(place_of(letter), "10:03", act="reopen")
    assert "No letters waiting" not in text(salma.get(LETTERS, "10:04"))


def test_sheets_are_printed_each_with_a_code_of_its_own_for_salmas_cell(world, seat):
    salma = seat(world.salma)
    answer = salma.sends(f"{LETTERS}sheets/", "08:00", count="2")
    assert answer["Content-Type"] == "application/pdf"
    printed = re.sub(r"\s+", " ", text_of(answer.content))
    sheets = list(CoverSheet.objects.all())
    assert [sheet.office.code for sheet in sheets] == ["lahore", "lahore"]
    assert all(sheet.spaced_code in printed for sheet in sheets)
    assert "Lahore" in printed
    assert salma.sends(f"{LETTERS}sheets/", "08:00", count="51").status_code == 422
    assert seat(world.bilal).sends(f"{LETTERS}sheets/", "08:00", count="1").status_code == 404


def test_the_letters_draft_opens_in_no_citizens_browser(world, client):
    letter = scanned_letter(world.salma)
    Draft.objects.filter(pk=letter.draft_id).update(operator=None)
    for step in ("what/", "check/", "evidence/"):
        answer = client.get(f"/complaint/{draft_address(letter.draft_id)}/{step}")
        assert "letter.pdf" not in text(answer)
        assert answer.status_code in {302, 404, 410}


@pytest.mark.slow
def test_the_number_of_statements_does_not_depend_on_the_number_of_letters(world, seat):
    salma = seat(world.salma)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            scanned_letter(world.salma)
        pages = []
        for path in (LETTERS, "/desk/intake/", "/desk/today/"):
            salma.get(path, "10:00")
            with CaptureQueriesContext(connection) as ran:
                salma.get(path, "10:01")
            pages.append(len(ran))
        counts.append(pages)
    assert counts[0] == counts[1]


def test_an_unknown_letter_is_not_there(world, seat):
    assert seat(world.salma).get(f"{LETTERS}{uuid4()}/", "10:00").status_code == 404


@pytest.mark.slow
def test_the_pages_are_shown_as_pictures_once_they_are_checked(world, seat):
    letter = scanned_letter(world.salma)
    salma = seat(world.salma)
    assert "Being checked" in text(salma.get(place_of(letter), "09:01"))
    assert salma.get(f"{place_of(letter)}pages/1/", "09:01").status_code == 404
    evidence.inspect_waiting_files(at=clock("09:02"))
    page = text(salma.get(place_of(letter), "09:03"))
    assert page.count("pages/") >= 2
    picture = salma.get(f"{place_of(letter)}pages/2/", "09:04")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert salma.get(f"{place_of(letter)}pages/3/", "09:04").status_code == 404
    assert seat(world.sana).get(f"{place_of(letter)}pages/1/", "09:04").status_code == 404


def test_a_letter_that_was_handed_on_meanwhile_is_not_registered(world, seat):
    letter = scanned_letter(world.salma)
    salma = opened(seat, world.salma, letter)
    salma.types(**LETTER)
    waiting_letters.close_letter(
        letter.pk, reason=ScannedLetter.Reason.REPEATED, by=world.salma.actor, at=clock("10:05")
    )
    assert salma.agrees("10:06", agreed="letter").status_code == 404
    assert not Complaint.objects.unscoped("test").exists()
