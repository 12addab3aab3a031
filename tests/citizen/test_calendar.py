"""The deadlines as a calendar file: UTC, both times in words, and nothing revealed where nobody may know."""

import re

import pytest

from tests.citizen.conftest import path_of, registered, words
from tests.citizen.keys.cast import DURESS, SECRET, set_words
from tests.citizen.mine.conftest import resolved

ADD = "Add these dates to my calendar"


def calendar_of(visitor, receipt, at="09:00"):
    return visitor.get(receipt.removesuffix("receipt/") + "deadlines.ics", at)


def lines_of(answer) -> list[str]:
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def values(answer, name: str) -> list[str]:
    return [line.removeprefix(f"{name}:") for line in lines_of(answer) if line.startswith(f"{name}:")]


def test_the_receipt_offers_its_dates_in_utc_with_both_times_in_words(world, ayesha):
    receipt = path_of(ayesha.files(country="GB"))
    assert ADD in words(ayesha.get(receipt))
    answer = calendar_of(ayesha, receipt)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert values(answer, "DTSTART") == ["20261123T120000Z", "20261128T040000Z"]
    assert values(answer, "SUMMARY") == ["Deadline: an officer contacts you", "Deadline: the officer reports"]
    described = values(answer, "DESCRIPTION")[0]
    assert "23 November\\, 5:00 pm in Pakistan (23 November\\, 12:00 pm where you live)" in described
    assert registered()[0].spaced_etag in described


def test_at_home_the_description_names_the_zone(world, ayesha):
    described = values(calendar_of(ayesha, path_of(ayesha.files())), "DESCRIPTION")[0]
    assert "23 November\\, 5:00 pm\\, Pakistan time" in described


def test_of_a_confidential_complaint_it_says_only_reminder(world, ayesha):
    receipt = path_of(ayesha.files(category="gender_harassment"))
    answer = calendar_of(ayesha, receipt)
    (complaint,) = registered()
    assert set(values(answer, "SUMMARY")) == set(values(answer, "DESCRIPTION")) == {"Reminder"}
    assert values(answer, "URL") == []
    body = answer.content.decode() + answer["Content-Disposition"]
    assert not re.search(rf"{complaint.etag}|{complaint.spaced_etag}|olice|omplaint|E-tag|localhost|example", body)


def test_with_a_secret_word_too(world, ayesha):
    complaint = world.complaint("bribe_demand")
    set_words(complaint)
    ayesha.posts(f"/track/{complaint.etag}/key/", "10:00", key=SECRET)
    answer = ayesha.get(f"/track/{complaint.etag}/mine/deadlines.ics", "10:01")
    assert set(values(answer, "SUMMARY")) == {"Reminder"}
    assert complaint.etag not in answer.content.decode()


def test_with_a_secret_word_the_receipt_s_dates_are_closed_to_others(world, ayesha, bashir):
    receipt = path_of(ayesha.files())
    set_words(registered()[0])
    assert path_of(calendar_of(bashir, receipt)).endswith("/track/")
    assert path_of(calendar_of(bashir, receipt)) == path_of(bashir.get(receipt))


def test_after_the_duress_word_there_is_none(world, ayesha):
    complaint = world.complaint("gender_harassment")
    set_words(complaint, duress=DURESS)
    ayesha.posts(f"/track/{complaint.etag}/key/", "10:00", key=DURESS)
    assert "calendar" not in words(ayesha.get(f"/track/{complaint.etag}/mine/", "10:01"))
    assert ayesha.get(f"/track/{complaint.etag}/mine/deadlines.ics", "10:02").status_code == 302


def test_a_moved_deadline_replaces_the_entry_and_a_passed_one_goes(world, ayesha):
    receipt = path_of(ayesha.files())
    complaint = registered()[0]
    first = values(calendar_of(ayesha, receipt), "UID")
    ayesha.opens(complaint, "10:00")
    page = ayesha.get(f"/track/{complaint.etag}/mine/deadlines.ics", "10:01")
    assert values(page, "UID") == first
    assert values(calendar_of(ayesha, receipt, "18:00"), "SUMMARY") == ["Deadline: the officer reports"]
    assert path_of(calendar_of(ayesha, receipt, "+30d 09:00")) == receipt
    assert ADD not in words(ayesha.get(receipt, "+30d 09:00"))


@pytest.mark.slow
def test_her_own_deadline_is_there_too(world, ayesha):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    answer = ayesha.get(f"/track/{complaint.etag}/mine/deadlines.ics", "+1d 12:01")
    assert values(answer, "SUMMARY") == ["Deadline: say whether the problem is solved"]


def test_who_has_not_opened_it_gets_no_dates(world, bashir):
    complaint = world.complaint("vehicle_theft")
    assert bashir.get(f"/track/{complaint.etag}/mine/deadlines.ics").status_code == 302
