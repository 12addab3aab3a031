"""The badges of clocks, at every moment at which they change."""

from datetime import timedelta

import pytest
from django.utils import translation

from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import OPEN, Status
from desk.complaint.clock_badges import (
    ComplaintClocks,
    add_clock_name,
    contact_badge,
    deadline_badge,
    decision_badge,
    format_duration,
    report_badge,
)
from tests.desk.conftest import DESK
from tests.world import KARACHI, clock

NOON = clock("12:00")
HOUR = timedelta(hours=1)


def said(chip):
    return chip and (chip.words, chip.tone)


@pytest.mark.parametrize(
    ("hours", "words", "tone"),
    [
        (72, "3 d left", "plain"),
        (48, "2 d left", "plain"),
        (47.9, "47 h left", "plain"),
        (12.1, "12 h left", "plain"),
        (12, "12 h left", "soon"),
        (1, "1 h left", "soon"),
        (0.5, "30 min left", "soon"),
        (0.001, "1 min left", "soon"),
        (0, "1 min late", "late"),
        (-0.5, "30 min late", "late"),
        (-2, "2 h late", "late"),
        (-47.9, "47 h late", "late"),
        (-72, "3 d late", "late"),
    ],
)
def test_a_running_clock_says_how_long(hours, words, tone):
    chip = deadline_badge(NOON + hours * HOUR, at=NOON)
    assert (chip.words, chip.tone, chip.at) == (words, tone, NOON + hours * HOUR)


@pytest.mark.parametrize("status", sorted(OPEN))
@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (ContactState.OPEN, ("2 h left", "soon")),
        (ContactState.CLAIMED, ("Claimed, unconfirmed", "plain")),
        (ContactState.CONFIRMED, ("Confirmed", "good")),
        (ContactState.UNCONFIRMED, ("Unconfirmed", "plain")),
        (ContactState.EXCUSED, ("Could not be reached", "plain")),
        (ContactState.NOT_NEEDED, None),
    ],
)
def test_every_way_that_the_contact_can_stand(status, contact, expected):
    clocks = ComplaintClocks(status, contact, contact_due_at=NOON + 2 * HOUR, contacted_at=NOON - HOUR)
    assert said(contact_badge(clocks, at=NOON)) == expected


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
def test_an_ended_complaint_owes_no_contact(status):
    clocks = ComplaintClocks(status, ContactState.OPEN, contact_due_at=NOON - HOUR)
    assert contact_badge(clocks, at=NOON) is None


def test_a_contact_without_a_limit_has_no_chip():
    assert contact_badge(ComplaintClocks(Status.MARKED, ContactState.OPEN), at=NOON) is None


def test_a_late_contact_is_said_and_asks_for_nothing_more():
    clocks = ComplaintClocks(
        Status.IN_INQUIRY, ContactState.CONFIRMED, contact_due_at=NOON, contacted_at=NOON + 3 * HOUR
    )
    assert said(contact_badge(clocks, at=NOON + 9 * HOUR)) == ("Confirmed, 3 h late", "plain")


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY])
def test_the_report_clock_runs_until_there_is_a_report(status):
    clocks = ComplaintClocks(status, ContactState.CONFIRMED, report_due_at=NOON + 19 * HOUR)
    assert said(report_badge(clocks, at=NOON)) == ("19 h left", "plain")
    assert said(report_badge(clocks, at=NOON + 21 * HOUR)) == ("2 h late", "late")


@pytest.mark.parametrize("status", [Status.MARKED, Status.IN_INQUIRY])
def test_a_returned_report_is_owed_again(status):
    clocks = ComplaintClocks(status, ContactState.CONFIRMED, report_due_at=NOON + HOUR, reported_at=NOON - HOUR)
    assert said(report_badge(clocks, at=NOON)) == ("1 h left", "soon")


@pytest.mark.parametrize("hour", [0, 10, 1000])
def test_a_paused_clock_says_what_is_left_whatever_the_hour(hour):
    clocks = ComplaintClocks(
        Status.AWAITING_CITIZEN, ContactState.CONFIRMED, report_due_at=NOON + 216 * HOUR, paused_at=NOON
    )
    assert said(report_badge(clocks, at=NOON + hour * HOUR)) == ("Paused, 9 d left", "paused")


def test_a_clock_that_was_late_when_it_was_paused_stays_late():
    clocks = ComplaintClocks(
        Status.AWAITING_CITIZEN, ContactState.CONFIRMED, report_due_at=NOON - 2 * HOUR, paused_at=NOON
    )
    assert said(report_badge(clocks, at=NOON + HOUR)) == ("Paused, 2 h late", "late")


@pytest.mark.parametrize("status", [Status.REPORTED, Status.RESOLVED, Status.CLOSED])
def test_a_report_is_said_with_how_late_it_came(status):
    in_time = ComplaintClocks(status, ContactState.CONFIRMED, report_due_at=NOON, reported_at=NOON)
    late = ComplaintClocks(status, ContactState.CONFIRMED, report_due_at=NOON, reported_at=NOON + 72 * HOUR)
    assert said(report_badge(in_time, at=NOON)) == ("Reported", "good")
    assert said(report_badge(late, at=NOON)) == ("Reported, 3 d late", "plain")


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.MERGED, Status.CLOSED])
def test_what_ended_without_a_report_owes_none(status):
    assert report_badge(ComplaintClocks(status, ContactState.OPEN, report_due_at=NOON), at=NOON) is None


def test_a_category_without_limits_has_no_report_chip():
    assert report_badge(ComplaintClocks(Status.RECEIVED, ContactState.NOT_NEEDED), at=NOON) is None


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.REPORTED}))
def test_only_a_report_is_decided(status):
    assert decision_badge(ComplaintClocks(status, ContactState.CONFIRMED, decision_due_at=NOON), at=NOON) is None


def test_the_decision_clock_runs_while_the_report_lies_there():
    clocks = ComplaintClocks(Status.REPORTED, ContactState.CONFIRMED, decision_due_at=NOON + 5 * HOUR)
    assert said(decision_badge(clocks, at=NOON)) == ("5 h left", "soon")
    assert said(decision_badge(clocks, at=NOON + 7 * HOUR)) == ("2 h late", "late")


def test_an_accepted_report_waits_for_the_complainants_word():
    clocks = ComplaintClocks(Status.REPORTED, ContactState.CONFIRMED, accepted_at=NOON)
    assert said(decision_badge(clocks, at=NOON)) == ("Accepted, awaiting verification", "plain")


def test_clocks_are_read_from_a_row_that_holds_more():
    row = dict.fromkeys(ComplaintClocks.__dataclass_fields__) | {"status": "marked", "contact": "open", "etag": "1"}
    assert ComplaintClocks.from_row(row) == ComplaintClocks("marked", "open")


def test_amounts_are_rounded_down_so_that_no_time_is_promised_that_is_not_there():
    with translation.override("en"):
        assert format_duration(timedelta(hours=1, minutes=59)) == "1 h"
        assert format_duration(timedelta(days=2, hours=23)) == "2 d"


def test_in_a_row_the_decision_says_its_name():
    decision = deadline_badge(NOON + 5 * HOUR, at=NOON)
    assert said(add_clock_name("Decision", decision)) == ("Decision: 5 h left", "soon")
    accepted = decision_badge(ComplaintClocks(Status.REPORTED, ContactState.CONFIRMED, accepted_at=NOON), at=NOON)
    assert add_clock_name("Decision", accepted) == accepted


def test_a_badge_carries_the_exact_moment_in_the_list_and_shows_it_on_the_file(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    due = complaint.contact_due_at.astimezone(KARACHI)
    said = f"{due:%-d} November 2026, {due:%H:%M}"
    bilal = seat(world.bilal)
    assert f'title="{said}">' in bilal.get(DESK, "10:00").content.decode()
    assert f'<span class="file-when"><bdi>{said}</bdi></span>' in bilal.opens(complaint, "10:00").content.decode()


@pytest.mark.parametrize("contact", [ContactState.CLAIMED, ContactState.UNCONFIRMED])
def test_a_badge_that_speaks_of_no_moment_carries_none(contact):
    assert contact_badge(ComplaintClocks(Status.MARKED, contact, contact_due_at=NOON), at=NOON).at is None
