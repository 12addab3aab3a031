"""The page of a call shows what the call is about, so that the operator needs no second window."""

from datetime import timedelta

import pytest

from complaints.models import ContactSample, Naming
from complaints.queries.due_calls import count_expired_spot_checks
from complaints.rules.calls.cell_calls import SPOT_CHECKED_WITHIN
from complaints.rules.statuses import Outcome
from complaints.services.calls import call_log
from tests.desk.calls.test_call_list import claimed
from tests.desk.conftest import address
from tests.factories import create_naming
from tests.world import clock


def about(sitting, complaint, purpose: str, at: str) -> str:
    """Return the part of the page that shows what the call is about."""
    answer = sitting.get(f"{address(complaint)}call/{purpose}/", at)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "What the call is about" in html
    return html.split("What the call is about")[1].split("</section>")[0]


def test_the_report_that_is_verified_is_there_with_its_outcome_and_words(world, seat):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00", Outcome.NOT_PROVED, words="Nobody saw the men; the camera was off.")
    said = about(seat(world.salma), complaint, "verify", "11:30")
    assert "Nobody saw the men; the camera was off." in said
    assert "Not proved" in said
    assert "Bilal" in said


@pytest.mark.slow
def test_of_several_reports_the_last_one(world, seat):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00", words="The first report.")
    world.farah.does("return_report", complaint, "12:00", words="Ask the neighbours.")
    world.bilal.reports(complaint, "13:00", words="The neighbours saw nothing.")
    said = about(seat(world.salma), complaint, "verify", "13:30")
    assert "The neighbours saw nothing." in said
    assert "The first report." not in said
    assert "Ask the neighbours." not in said


def test_the_news_that_are_read_are_there_and_none_that_were_read_before_or_are_not_the_complainants(world, seat):
    complaint = world.complaint("financial_crime", wants_calls=True)
    world.salma.does("mark", complaint, "09:10", to=world.bilal, words="He is at the court until noon.")
    salma = seat(world.salma)
    said = about(salma, complaint, "news", "09:15")
    assert "Bilal" in said
    assert "He is at the court until noon." not in said
    world.salma.rings(complaint, "09:20", "news", "reached")
    world.bilal.does("tell_citizen", complaint, "11:00", words="Please bring the receipt of the phone.")
    said = about(salma, complaint, "news", "11:10")
    assert "Please bring the receipt of the phone." in said
    assert said.count("<li") == 1


def test_a_question_is_read_aloud_from_the_page(world, seat):
    complaint = world.in_inquiry("10:00", wants_calls=True)
    world.salma.rings(complaint, "10:10", "news", "reached")
    world.bilal.does("ask_citizen", complaint, "11:00", words="Which door did they come through?")
    assert "Which door did they come through?" in about(seat(world.salma), complaint, "news", "11:10")


@pytest.mark.parametrize(("purpose", "who"), [("contact", "salma"), ("sample", "nadia")])
def test_a_contact_that_is_asked_about_says_who_claims_it_and_when(world, seat, monkeypatch, purpose, who):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    complaint, at = claimed(world), "+1d 10:00"
    if purpose == "sample":
        world.ayesha.says("in_person", complaint, "10:00")
        at = "10:30"
    said = about(seat(world.people[who]), complaint, purpose, at)
    assert "Bilal" in said
    assert "23 November 2026, 09:" in said


def test_the_tries_of_the_officer_are_there_when_the_cell_rings_after_them(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for at in ("09:30", "11:45", "14:00"):
        world.bilal.does("try_contact", complaint, at, words=f"The line was busy at {at}.")
    said = about(seat(world.salma), complaint, "excuse", "14:30")
    assert said.count("<li") == 3


@pytest.mark.slow
def test_a_spot_check_expires_after_a_fortnight_and_the_cpo_is_told_how_many_did(world, seat, monkeypatch):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    old, new = claimed(world), world.in_inquiry()
    world.ayesha.says("in_person", old, "10:00")
    ContactSample.objects.filter(complaint=new).update(drawn_at=clock("+3d 10:00"))
    just_before = clock("10:00") + SPOT_CHECKED_WITHIN - timedelta(minutes=1)
    nadia = seat(world.nadia)
    page = nadia.get("/desk/calls/", just_before).content.decode()
    assert f"{old.etag}/call/sample/" in page
    assert "expired" not in page
    page = nadia.get("/desk/calls/", clock("10:00") + SPOT_CHECKED_WITHIN).content.decode()
    assert f"{old.etag}/call/sample/" not in page
    assert f"{new.etag}/call/sample/" in page
    assert "1 spot check of the last 30 days was not made within 14 days and has expired." in page
    assert timedelta(days=14) == SPOT_CHECKED_WITHIN
    answer = nadia.get(f"{address(old)}call/sample/", clock("10:00") + SPOT_CHECKED_WITHIN)
    assert answer.status_code == 404


@pytest.mark.slow
def test_the_count_of_expired_spot_checks_tells_nothing_of_a_complaint_against_the_operator(world, monkeypatch):
    monkeypatch.setattr(call_log, "is_selected_for_spot_check", lambda number: True)
    complaint = claimed(world)
    world.ayesha.says("in_person", complaint, "10:00")
    at = clock("10:00") + SPOT_CHECKED_WITHIN
    assert count_expired_spot_checks(world.nadia.actor, at=at) == 1
    create_naming(
        complaint=complaint, officer=world.nadia.officer, source=Naming.Source.CELL, named_at=clock("11:00"),
        by=world.zara.posting, why="They say so.",
    )  # fmt: skip
    assert count_expired_spot_checks(world.nadia.actor, at=at) == 0
