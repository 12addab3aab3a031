"""From the conversation to an operator and back: nothing is lost, and the conversation goes on where it was."""

import json
from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from ledger.service_exceptions import NotPermitted, Refused
from tests.factories import OfficerFactory, PostingFactory
from tests.whatsapp.handover.conftest import FILING
from tests.whatsapp.transcripts import part
from tests.world import Person, clock
from whatsapp.models import Handover, Sending
from whatsapp.rules.languages import Language
from whatsapp.rules.text_meaning.human_requests import language_of_request
from whatsapp.services.handover_moving import keep_inbox


def test_two_misunderstandings_bring_an_operator_who_reads_what_was_not_understood(talk):
    assert "operator" not in talk.writes(*FILING, "xyzzy")
    assert "An operator of the complaint cell (Lahore)" in talk.writes("xyzzy plugh")
    handover = talk.handover
    assert (handover.reason, handover.office.code, handover.is_live) == ("misunderstood", "lahore", True)
    assert talk.log("person") == ["xyzzy", "xyzzy plugh"]


def test_a_chat_without_a_district_goes_to_the_province(talk):
    assert "An operator" in talk.writes("Salam", "2", "operator")
    assert (talk.handover.reason, talk.handover.office.code) == ("requested", "punjab")


@pytest.mark.parametrize(
    ("text", "language"),
    [("I want to talk to a human", "en"), ("Operator", "en"), ("can I speak to someone please", "en"),
     ("mujhe kisi operator se baat karni hai", "roman"), ("kisi insan se baat karao", "roman"),
     ("آپریٹر", "ur"), ("مجھے کسی انسان سے بات کرنی ہے", "ur"), ("مجھے آپریٹر سے بات کرنی ہے۔", "ur")],
)  # fmt: skip
def test_a_request_is_understood_in_every_language(text, language):
    assert language_of_request(text) == Language(language)


@pytest.mark.parametrize(
    "text",
    ["The operator of the call centre cheated me", "someone", "person", "an officer beat me", "insan",
     "I spoke to an agent and he took my money", "آپریٹر نے مجھے دھوکا دیا"],
)  # fmt: skip
def test_a_story_about_an_operator_is_no_request(text):
    assert language_of_request(text) is None


def test_the_first_message_of_all_can_ask_for_an_operator(talk):
    assert "شکایت سیل" in talk.writes("آپریٹر")
    assert talk.chat.language == "ur"


@pytest.mark.slow
def test_while_an_operator_answers_the_conversation_stands_still_and_then_goes_on(talk):
    talk.writes(*FILING, "operator")
    before = talk.chat.state
    assert "with the operators" in talk.writes("I don't know my station")
    assert talk.writes("It is near the canal") == ""
    talk.does("take_chat", talk.world.salma)
    assert "is here now" in talk.gets()
    talk.does("write_to_person", talk.world.salma, text="It is Gulberg.")
    assert talk.gets() == "It is Gulberg."
    assert talk.writes("Thank you") == ""
    assert (talk.chat.state.step, talk.chat.state.answers) == (before.step, before.answers)
    talk.does("hand_chat_back", talk.world.salma)
    says = talk.gets()
    assert "The automatic service goes on where you were" in says
    assert "be kept from this" in says
    assert "photo" in talk.writes("No")
    assert talk.log("person") == ["operator", "I don't know my station", "It is near the canal", "Thank you"]
    assert talk.log() == ["began", "person", "person", "person", "taken", "operator", "person", "ended"]


def test_the_person_can_go_on_without_an_operator_at_any_time(talk):
    talk.writes(*FILING, "operator")
    assert "Choose a service" in talk.writes("0")
    assert (talk.handover.ended_why, talk.log()[-1]) == ("left", "ended")
    talk.writes("continue")
    assert talk.chat.state.answers["district"] == "lahore"


def test_a_person_has_one_chat_with_operators_however_often_they_ask(talk):
    talk.writes(*FILING, "operator")
    talk.does("take_chat", talk.world.salma)
    talk.gets()
    talk.does("put_chat_back", talk.world.salma)
    talk.gets()
    assert "with the operators" in talk.writes("talk to a human")
    assert Handover.objects.count() == 1


def test_the_second_operator_is_refused_and_sends_nothing(talk):
    talk.writes("Salam", "2", "operator")
    world = talk.world
    talk.does("take_chat", world.nadia)
    second = world_operator(world, "punjab")
    sent = Sending.objects.count()
    for act, more in (("take_chat", {}), ("write_to_person", {"text": "Hello"}), ("hand_chat_back", {})):
        with pytest.raises(Refused) as refused:
            talk.does(act, second, **more)
        assert refused.value.reason == "taken"
    assert Sending.objects.count() == sent
    assert talk.handover.holder_id == world.nadia.posting.pk


def world_operator(world, office: str):
    """Return a further complaint operator, posted there."""
    officer = OfficerFactory(name_en="Tahira", name_ur="طاہرہ", rank=None)
    posting = PostingFactory(officer=officer, office=world.office(office), role=Role.COMPLAINT_OPERATOR)
    return Person("tahira", posting)


def test_who_does_not_have_the_chat_writes_nothing(talk):
    talk.writes("Salam", "2", "operator")
    with pytest.raises(Refused) as refused:
        talk.does("write_to_person", talk.world.nadia, text="Hello")
    assert refused.value.reason == "not_yours"
    with pytest.raises(NotPermitted):
        talk.does("take_chat", talk.world.salma)  # of another cell
    with pytest.raises(NotPermitted):
        talk.does("take_chat", talk.world.imran)  # the head reads, and puts back


def test_an_operator_who_leaves_loses_the_chat_and_the_person_is_told(talk):
    talk.writes(*FILING, "operator")
    talk.does("take_chat", talk.world.salma)
    talk.writes("Are you there?")
    waiting_since = talk.handover.waiting_since
    keep_inbox(at=talk.phone.at + timedelta(minutes=8))
    assert talk.handover.holder is not None
    talk.gets()
    keep_inbox(at=talk.phone.at + timedelta(minutes=9))  # ten after she asked and Salma took the chat
    handover = talk.handover
    assert (handover.holder, handover.is_live, handover.waiting_since) == (None, True, waiting_since)
    assert "Another one will answer here" in talk.gets()
    assert talk.log()[-1] == "returned"


def test_an_operator_whom_the_person_does_not_answer_keeps_the_chat_until_it_ends_by_itself(talk):
    talk.writes(*FILING, "operator")
    talk.does("take_chat", talk.world.salma)
    talk.does("write_to_person", talk.world.salma, text="Where was it?")
    talk.gets()
    keep_inbox(at=talk.phone.at + timedelta(hours=11))
    assert talk.handover.ended_at is None
    keep_inbox(at=talk.phone.at + timedelta(hours=12))
    assert talk.handover.ended_why == "expired"
    assert "goes on where you were" in talk.gets()


def test_a_file_is_recorded_and_the_person_is_told_what_becomes_of_it(talk):
    talk.writes(*FILING, "operator")
    talk.phone.last = talk.phone.sends(part("photo", "My receipt"))
    assert "sees this file as soon as it is checked" in json.dumps(talk.phone.last)
    line = talk.handover.lines.latest("pk")
    assert (line.media, line.text) == ("photo", "My receipt")
    talk.phone.sends(part("location", "31.5204, 74.3587"))
    talk.phone.sends(part("sticker", ""))
    assert [line.media for line in talk.handover.lines.order_by("-pk")[:2]] == ["other", "place"]
    before = talk.handover.lines.count()
    talk.phone.sends(part("reaction", ""))
    assert talk.handover.lines.count() == before


def test_stop_stays_with_the_conversation(talk):
    talk.writes(*FILING, "operator")
    talk.writes("STOP")
    assert talk.log("person") == ["operator"]
    assert talk.handover.ended_at is None


@pytest.mark.parametrize("office", ["lahore", "punjab"])
def test_the_lowest_cell_with_an_operator_on_duty_gets_it(talk, office):
    if office == "punjab":
        posting = talk.world.salma.posting
        type(posting).objects.filter(pk=posting.pk).update(ends_at=clock("08:00"))
    talk.writes(*FILING, "operator")
    assert talk.handover.office.code == office


def test_without_any_operator_the_person_hears_of_the_other_ways(talk):
    posting = talk.world.salma.posting
    operators = [each.posting.pk for each in (talk.world.salma, talk.world.nadia)]
    type(posting).objects.filter(pk__in=operators).update(ends_at=clock("08:00"))
    assert "Call 1787" in talk.writes(*FILING, "operator")
    assert Handover.objects.count() == 0
