"""Out of hours: a call is offered, agreed, made three times at most, and recorded."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.rules.calls.cell_calls import may_call
from ledger.service_exceptions import NotPermitted, Refused
from tests.whatsapp.handover.conftest import FILING
from tests.world import clock
from whatsapp.models import InboxHours
from whatsapp.queries.inbox_lists import load_inbox
from whatsapp.rules.handover.handover_rules import (
    inbox_working_hours,
    is_inbox_open,
    next_call_back,
    next_inbox_opening,
)
from whatsapp.services.handover_moving import keep_inbox
from whatsapp.services.inbox_hours_setting import set_inbox_hours


@pytest.fixture
def evening(talk):
    talk.phone.at = clock("21:00")
    return talk


def test_at_night_a_call_is_offered_for_the_next_opening_and_agreed(evening):
    says = evening.writes(*FILING, "operator")
    assert "We open at 8:00 am, Tuesday 24 November (Pakistan time)" in says
    assert "Shall we call you" in says
    says = evening.taps("Yes")
    assert "We will call you after 8:00 am, Tuesday 24 November" in says
    assert "be kept from this" in says  # the conversation goes on where it was
    handover = evening.handover
    assert (handover.wants_call, handover.is_live, handover.call_back_at) == (True, False, clock("+1d 08:00"))
    assert [row.pk for row in load_inbox(evening.world.salma.actor, at=evening.phone.at).calls] == [handover.pk]
    assert evening.log() == ["began", "person", "offered", "call_agreed"]


@pytest.mark.parametrize("answer", ["no", "No", "2"])
def test_who_does_not_want_a_call_goes_on(evening, answer):
    evening.writes(*FILING, "operator")
    says = evening.writes(answer)
    assert "We will not call you" in says
    assert "be kept from this" in says
    assert evening.handover.ended_why == "declined"


@pytest.mark.slow
def test_who_has_no_number_is_written_to(evening):
    evening.phone.number = ""
    says = evening.writes(*FILING, "operator")
    assert "will write to you here after 8:00 am" in says
    assert evening.handover.is_live is False
    evening.does("take_chat", evening.world.salma, "+1d 08:05")
    evening.does("write_to_person", evening.world.salma, "+1d 08:06", text="Good morning.")
    assert evening.handover.call_back_at is None
    assert evening.log("operator") == ["Good morning."]


@pytest.mark.slow
def test_who_waits_for_a_call_stays_with_the_conversation_until_the_operator_writes(evening):
    evening.writes(*FILING, "operator")
    evening.taps("Yes")
    evening.does("take_chat", evening.world.salma)
    assert evening.gets() == ""
    assert evening.writes("Gulberg") != ""
    assert evening.log("person") == ["operator"]
    evening.does("write_to_person", evening.world.salma, text="Good morning.")
    assert evening.gets() == "An operator of the complaint cell is here now and reads what you write.\nGood morning."
    assert evening.writes("Thank you") == ""
    assert evening.log("person") == ["operator", "Thank you"]


def test_asking_again_while_an_operator_has_the_chat_for_a_call_keeps_it(evening):
    evening.writes(*FILING, "operator")
    evening.does("take_chat", evening.world.salma)
    assert "Shall we call you" in evening.writes("operator")
    assert evening.handover.holder == evening.world.salma.posting


@pytest.mark.slow
def test_messages_that_miss_the_question_again_offer_the_same_call_without_another_line(evening):
    evening.phone.number = ""
    evening.writes(*FILING, "xyzzy", "xyzzy plugh")
    log = evening.log()
    assert log == ["began", "person", "person", "offered"]
    assert "will write to you here after 8:00 am" in evening.writes("plugh", "plover")
    assert evening.log() == log
    evening.phone.at = clock("+1d 21:00")
    evening.writes("operator")
    assert evening.log() == [*log, "offered"]  # for another day


def test_asking_again_when_the_cell_is_open_brings_an_operator_at_once(evening):
    evening.writes(*FILING, "operator")
    evening.taps("Yes")
    evening.phone.at = clock("+1d 08:30")
    assert "will answer you here" in evening.writes("operator")
    assert (evening.handover.is_live, evening.handover.call_back_at) == (True, None)


@pytest.mark.slow
def test_a_call_that_fails_three_times_ends_and_the_person_is_told(evening):
    evening.writes(*FILING, "operator")
    evening.taps("Yes")
    salma, note = evening.world.salma, {"was_reached": False, "note": "No answer"}
    evening.does("take_chat", salma, "+1d 07:50")
    with pytest.raises(Refused) as early:
        evening.does("record_call_back", salma, "+1d 07:55", **note)
    assert early.value.reason == "too_early"
    evening.does("record_call_back", salma, "+1d 08:05", **note)
    assert (evening.handover.holder, evening.handover.call_back_at) == (None, clock("+1d 10:05"))
    for at in ("+1d 10:06", "+1d 12:07"):
        evening.does("take_chat", salma, at)
        evening.does("record_call_back", salma, at, **note)
    assert evening.handover.ended_why == "not_reached"
    assert evening.log("call_failed") == ["No answer"] * 3
    assert "three times" in evening.gets()


@pytest.mark.slow
def test_a_call_that_reached_the_person_ends_the_matter(evening):
    evening.writes(*FILING, "operator")
    evening.taps("Yes")
    evening.does("take_chat", evening.world.salma, "+1d 08:01")
    evening.does("record_call_back", evening.world.salma, "+1d 08:09", was_reached=True, note="Explained the form")
    assert (evening.handover.ended_why, evening.log("called")) == ("called", ["Explained the form"])


def test_a_call_that_nobody_made_returns_to_the_list(evening):
    evening.writes(*FILING, "operator")
    evening.taps("Yes")
    evening.does("take_chat", evening.world.salma, "+1d 08:01")
    keep_inbox(at=clock("+1d 08:12"))
    handover = evening.handover
    assert (handover.holder, handover.is_live, handover.wants_call) == (None, False, True)


def test_who_still_waits_at_closing_time_is_offered_a_call(talk):
    talk.phone.at = clock("19:40")
    talk.writes(*FILING, "operator", "Hello?")
    keep_inbox(at=clock("19:59"))
    assert talk.gets() == ""
    keep_inbox(at=clock("20:00"))
    assert "Shall we call you" in talk.gets()
    assert (talk.handover.is_live, talk.handover.call_back_at) == (False, clock("+1d 08:00"))
    talk.phone.at = clock("20:01")
    assert "We will call you" in talk.writes("yes")
    assert talk.chat.state.answers["district"] == "lahore"


def test_the_head_sets_the_hours_and_nobody_else(talk):
    world, week = talk.world, ["10:00-12:00", *[""] * 6]
    for person in (world.salma, world.kamran, world.dania):
        with pytest.raises(NotPermitted):
            set_inbox_hours(week, None, by=person.actor, at=clock("09:00"))
    with pytest.raises(Refused):
        set_inbox_hours([""] * 7, None, by=world.imran.actor, at=clock("09:00"))
    set_inbox_hours(week, None, by=world.imran.actor, at=clock("09:00"))
    assert InboxHours.objects.get().office.code == "punjab"
    talk.phone.at = clock("12:30")
    assert "We open at 10:00 am, Monday 30 November" in talk.writes("Salam", "2", "operator")


def test_holidays_and_days_without_hours_are_closed():
    monday = clock("09:00")
    hours = inbox_working_hours(["08:00-20:00"] * 5 + ["", ""], {clock("+1d 09:00").date()})
    assert is_inbox_open(hours, at=monday)
    assert not is_inbox_open(hours, at=clock("20:00"))
    assert next_inbox_opening(hours, at=clock("20:00")) == clock("+2d 08:00")  # Tuesday is a holiday
    assert not is_inbox_open(hours, at=monday + timedelta(days=5))
    assert inbox_working_hours([""] * 7, ()) is None
    assert next_inbox_opening(None, at=monday) is None


@pytest.mark.parametrize(
    ("zone", "at", "called"),
    [
        ("Asia/Karachi", "21:00", "+1d 08:00"),
        ("Europe/London", "21:00", "+1d 12:00"),  # 7 am in London in winter
        ("America/Toronto", "21:00", "+1d 17:00"),
        ("Australia/Sydney", "21:00", "+1d 08:00"),  # 2 pm in Sydney
    ],
)
def test_a_person_abroad_is_called_by_day_where_they_live(zone, at, called):
    hours = inbox_working_hours(("08:00-20:00",) * 7, frozenset())
    planned = next_call_back(hours, ZoneInfo(zone), at=clock(at))
    assert is_inbox_open(hours, at=planned)
    assert may_call(planned, ZoneInfo(zone), None)
    assert planned == clock(called)


def test_a_cell_that_opens_only_by_their_night_calls_when_it_opens():
    hours = inbox_working_hours(("09:00-10:00",) * 7, frozenset())
    assert next_call_back(hours, ZoneInfo("America/New_York"), at=clock("21:00")) == clock("+1d 09:00")


def test_a_call_to_london_waits_for_the_morning_there(evening):
    evening.phone.number, evening.phone.user_id = "447400123456", "GB.1"
    evening.writes(*FILING, "operator")
    assert evening.handover.call_back_at == clock("+1d 12:00")
