"""What happens while an operator's call page is open: an answer counts for what the complainant heard, and no more."""

import re

import pytest

from complaints.models import Call, Event, WaitingCall
from tests.desk.conftest import address

OVERTAKEN = "Nothing was saved yet: what the call is about has changed since you opened this page."


def opened(sitting, complaint, purpose: str, at: str) -> dict:
    """Open the page of a call and return its hidden fields."""
    return hidden(sitting.get(f"{address(complaint)}call/{purpose}/", at))


def hidden(answer) -> dict:
    return {"seen": re.search(r'name="seen" value="(\d+)"', answer.content.decode())[1]}


def kinds(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def test_news_that_arrives_during_the_call_is_shown_and_does_not_count_as_read(world, seat):
    complaint, salma = world.complaint("financial_crime", wants_calls=True), seat(world.salma)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    page, call = opened(salma, complaint, "news", "10:00"), f"{address(complaint)}call/news/"
    world.bilal.does("tell_citizen", complaint, "10:02", words="Please bring the receipt of the phone.")
    answer = salma.sends(call, "10:04", **page, result="reached", words="She was glad.")
    html = answer.content.decode()
    assert answer.status_code == 409
    for said in (OVERTAKEN, "Please bring the receipt of the phone.", "She was glad."):
        assert said in html
    assert WaitingCall.objects.filter(complaint=complaint).exists()
    assert not Call.objects.exists()
    assert "news_read" not in kinds(complaint)
    answer = salma.sends(call, "10:06", **hidden(answer), result="reached", words="She was glad.")
    assert answer.status_code == 302
    assert kinds(complaint)[-2:] == ["tell_citizen", "news_read"]


def test_a_call_in_vain_is_saved_whatever_has_arrived(world, seat):
    complaint, salma = world.complaint("financial_crime", wants_calls=True), seat(world.salma)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    page = opened(salma, complaint, "news", "10:00")
    world.bilal.does("tell_citizen", complaint, "10:02")
    assert salma.sends(f"{address(complaint)}call/news/", "10:04", **page, result="not_reached").status_code == 302
    assert Call.objects.get().result == "not_reached"


@pytest.mark.slow
def test_a_verdict_does_not_land_on_a_report_that_the_complainant_did_not_hear(world, seat):
    complaint, salma = world.in_inquiry("10:00"), seat(world.salma)
    world.bilal.reports(complaint, "11:00", words="Nobody saw the men; the camera was off that night.")
    page = opened(salma, complaint, "verify", "11:10")
    world.farah.does("return_report", complaint, "11:12", words="Ask the neighbours.")
    world.bilal.reports(complaint, "11:14", words="The neighbours saw two men, who were found and questioned.")
    answer = salma.sends(f"{address(complaint)}call/verify/", "11:16", **page, result="reached:satisfied")
    assert answer.status_code == 409
    assert "The neighbours saw two men" in answer.content.decode()
    assert "verify" not in kinds(complaint)


@pytest.mark.slow
def test_an_event_that_the_call_is_not_about_stops_nothing(world, seat):
    complaint, salma = world.in_inquiry("10:00"), seat(world.salma)
    world.bilal.reports(complaint, "11:00")
    page = opened(salma, complaint, "verify", "11:10")
    world.farah.does("note", complaint, "11:12", words="I will read this today.")
    answer = salma.sends(f"{address(complaint)}call/verify/", "11:16", **page, result="reached:satisfied")
    assert answer.status_code == 302
    assert kinds(complaint)[-1] == "verify"


@pytest.mark.slow
def test_another_error_does_not_pass_news_over_in_silence(world, seat):
    """The page is shown again because of a missing outcome; the next press still says that something is new."""
    complaint, salma = world.complaint("financial_crime", wants_calls=True), seat(world.salma)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    page, call = opened(salma, complaint, "news", "10:00"), f"{address(complaint)}call/news/"
    world.bilal.does("tell_citizen", complaint, "10:02")
    answer = salma.sends(call, "10:04", **page)
    assert (answer.status_code, hidden(answer)) == (422, page)
    assert salma.sends(call, "10:05", **hidden(answer), result="reached").status_code == 409
