"""The two approvals of a report, as the complaint page shows them."""

from html import unescape

import pytest

from complaints.rules.statuses import Outcome


def keys(answer) -> list[tuple[str, str]]:
    """Return name and time of each approval from the page's context."""
    return [(key.name, key.given_at) for key in answer.context["keys"]]


def page(answer) -> str:
    return unescape(answer.content.decode())


def test_no_key_is_spoken_of_before_there_is_a_report(world, seat):
    assert keys(seat(world.bilal).opens(world.in_inquiry(), "11:00")) == []


@pytest.mark.slow
def test_the_page_says_which_key_is_turned_and_whose_the_other_one_is(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    world.bilal.reports(complaint, "12:00")
    html = page(bilal.opens(complaint, "12:30"))
    assert "This report needs two approvals" in html
    assert "The head of an office above Gulberg Circle who did not write the report." in html
    assert "The complaint cell calls the complainant and asks." in html
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    answer = bilal.opens(complaint, "13:30")
    assert keys(answer) == [("A superior's decision", ""), ("The complainant's answer", "23 November 2026, 13:00")]
    assert "The complaint cell calls the complainant and asks." not in page(answer)
    world.farah.does("accept", complaint, "14:00", words="A civil matter.")
    assert keys(bilal.opens(complaint, "14:30")) == []


def test_of_a_conduct_complaint_and_of_a_false_one_the_keys_are_higher(world, seat):
    bribe = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.salma.marks(bribe, to=world.dania, at="09:10")
    world.dania.records_contact(bribe, "09:30")
    world.ayesha.says("in_person", bribe, "10:00")
    world.dania.reports(bribe, "12:00", Outcome.PROVED_FALSE)
    html = page(seat(world.usman).opens(bribe, "12:30"))
    assert "The head of the region or of the Central Police Office" in html
    assert "The complaint cell of the Central Police Office asks the complainant in a private call." in html
