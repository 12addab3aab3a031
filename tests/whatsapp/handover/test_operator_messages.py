"""What becomes of an operator's text, and of a person in danger; an operator never answers for a person."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from complaints.models import Complaint, Event
from tests.whatsapp.handover.conftest import FILING
from tests.whatsapp.simulated_phone import Phone
from tests.world import clock
from whatsapp.desk.inbox.inbox_texts import delivery_text
from whatsapp.models import Chat, Handover, HandoverLine, Sending
from whatsapp.queries.inbox_lists import find_account_error, load_inbox
from whatsapp.rules.cloud_api.api_errors import WINDOW_CLOSED
from whatsapp.services import message_sending
from whatsapp.services.handover_erasure import erase_expired_texts
from whatsapp.services.news_messages import is_in_dialog
from whatsapp.standin.api_refusals import EXPIRED, Refusal

WHATSAPP = Path(__file__).parents[3] / "whatsapp"


@pytest.mark.slow
def test_words_of_danger_bring_the_helplines_at_once_and_the_chat_to_the_top(talk, world, client):
    other = Phone(number="923214445566", user_id="PK.2", client=client, at=clock("08:30"))
    for text in ("Salam", "2", "operator"):
        other.writes(text)
    talk.phone.seen = Sending.objects.latest("pk").pk
    talk.writes("Salam", "2", "operator")
    talk.does("take_chat", world.nadia)
    talk.does("put_chat_back", world.nadia)
    talk.gets()
    assert "15" in talk.writes("He is beating me now, please come")
    assert talk.handover.in_danger
    assert "danger" in talk.log()
    waiting = load_inbox(world.nadia.actor, at=talk.phone.at).waiting
    assert [row.chat.phone for row in waiting] == ["+923001112233", "+923214445566"]
    assert "15" not in talk.writes("He is beating me now, please come")  # once


def test_danger_before_the_hand_over_and_while_a_call_is_due_marks_the_chat(talk):
    talk.writes("Salam", "2", "1", "He is beating me now, please come", "operator")
    assert talk.handover.in_danger


def test_danger_while_a_call_is_due_marks_it_and_the_conversation_answers(talk):
    talk.phone.at = clock("21:00")
    talk.writes(*FILING, "operator")
    talk.taps("Yes")
    assert "15" in talk.writes("He is beating me now, please come")
    assert talk.handover.in_danger
    assert talk.log("person") == ["operator"]


def late(talk, hours=25):
    Chat.objects.update(heard_at=talk.phone.at - timedelta(hours=hours))


@pytest.mark.slow
def test_after_24_hours_a_template_goes_out_and_the_text_follows_when_the_person_writes(talk, simulator):
    talk.writes("Salam", "2", "operator")
    message_sending.send_due_messages(at=talk.phone.at)
    talk.does("take_chat", talk.world.nadia)
    message_sending.send_due_messages(at=talk.phone.at)
    late(talk)
    line = talk.does("write_to_person", talk.world.nadia, text="Please send the receipt.")
    message_sending.send_due_messages(at=talk.phone.at)
    assert shown(simulator, talk)[-1]["type"] == "template"
    words, tone = delivery_text(Sending.objects.get(pk=line.sending), at=talk.phone.at)
    assert ("24 hours have passed" in words, tone) == (True, "soon")
    talk.writes("Yes?")
    message_sending.send_due_messages(at=talk.phone.at)
    assert shown(simulator, talk)[-1]["text"]["body"] == "Please send the receipt."


@pytest.mark.slow
def test_after_stop_and_24_hours_nothing_goes_out_until_the_person_writes(talk, simulator):
    talk.writes("Salam", "2", "operator")
    talk.does("take_chat", talk.world.nadia)
    talk.writes("STOP")
    message_sending.send_due_messages(at=talk.phone.at)
    late(talk)
    before = len(shown(simulator, talk))
    line = talk.does("write_to_person", talk.world.nadia, text="Please send the receipt.")
    message_sending.send_due_messages(at=talk.phone.at)
    assert len(shown(simulator, talk)) == before
    assert "notice" not in delivery_text(Sending.objects.get(pk=line.sending), at=talk.phone.at)[0]
    talk.writes("Yes?")
    message_sending.send_due_messages(at=talk.phone.at)
    assert shown(simulator, talk)[-1]["text"]["body"] == "Please send the receipt."


@pytest.mark.slow
def test_a_text_that_whatsapp_refuses_is_shown_and_can_be_sent_again(talk, simulator):
    talk.writes("Salam", "2", "operator")
    talk.does("take_chat", talk.world.nadia)
    message_sending.send_due_messages(at=talk.phone.at)
    line = talk.does("write_to_person", talk.world.nadia, text="Hello")
    simulator.troubles = [Refusal(WINDOW_CLOSED, "Re-engagement message")]
    message_sending.send_due_messages(at=talk.phone.at)
    words, tone = delivery_text(Sending.objects.get(pk=line.sending), at=talk.phone.at)
    assert ("more than 24 hours" in words, tone) == (True, "late")
    again = talk.does("send_again", talk.world.nadia, line_id=line.pk)
    message_sending.send_due_messages(at=talk.phone.at)
    assert shown(simulator, talk)[-1]["type"] == "template"
    talk.writes("Yes?")
    message_sending.send_due_messages(at=talk.phone.at)
    assert shown(simulator, talk)[-1]["text"]["body"] == again.text == "Hello"


def test_an_expired_token_is_shown_to_the_operator_at_once_and_the_text_is_sent_later(talk, simulator):
    talk.writes("Salam", "2", "operator")
    talk.does("take_chat", talk.world.nadia)
    message_sending.send_due_messages(at=talk.phone.at)
    assert find_account_error() is None
    line = talk.does("write_to_person", talk.world.nadia, text="Hello")
    simulator.troubles = [EXPIRED]
    message_sending.send_due_messages(at=talk.phone.at)
    words, tone = delivery_text(Sending.objects.get(pk=line.sending), at=talk.phone.at)
    assert ("error 190" in words, "kept and sent later" in words, tone) == (True, True, "late")
    assert find_account_error() == 190
    message_sending.send_due_messages(at=talk.phone.at + timedelta(minutes=6))
    assert Sending.objects.get(pk=line.sending).sent_at is not None
    assert find_account_error() is None


def shown(simulator, talk) -> list[dict]:
    """Return the portal's messages on Ayesha's phone."""
    return [entry["message"] for entry in simulator.chats[talk.phone.number] if entry["by"] == "portal"]


@pytest.mark.slow
def test_only_the_person_answers_a_question_about_the_complaint(talk):
    """A typed "yes" goes to the operator; the operator's "yes" goes to the person; neither is a move."""
    world = talk.world
    complaint = world.complaint(at="07:00")
    world.salma.marks(complaint, to=world.bilal, at="07:10")
    world.bilal.records_contact(complaint, "07:30")
    talk.writes("Salam", "2", "operator")
    events = Event.objects.filter(complaint=complaint).count()
    talk.writes("yes", "Yes, he spoke to me")
    talk.does("take_chat", world.salma)
    talk.does("write_to_person", world.salma, text="yes")
    talk.does("hand_chat_back", world.salma)
    assert Event.objects.filter(complaint=complaint).count() == events
    assert Complaint.objects.unscoped("test").count() == 1


FORBIDDEN = ("complaints.services.moves", "complaints.services.registration", "whatsapp.services.effects", "demo")


def test_no_module_of_the_inbox_can_make_a_move_or_file_a_complaint():
    files = [*(WHATSAPP / "desk" / "inbox").glob("*.py"), *(WHATSAPP / "services").glob("handover_*.py")]
    assert len(files) > 8
    imported = {
        f"{path.name}: {name}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _names(node)
        if name.startswith(FORBIDDEN)
    }
    assert imported == set()


def _names(node) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def test_the_log_cannot_be_changed_or_deleted_and_its_texts_are_sealed(talk):
    talk.writes(*FILING, "operator", "My name is Ayesha")
    line = HandoverLine.objects.latest("pk")
    assert HandoverLine.objects.filter(pk=line.pk).values_list("text", flat=True)[0].sealed != "My name is Ayesha"
    for change in (
        lambda: HandoverLine.objects.filter(pk=line.pk).update(at=clock("10:00")),
        lambda: HandoverLine.objects.filter(pk=line.pk).delete(),
        lambda: Handover.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, Exception)), transaction.atomic():
            change()
    line.refresh_from_db()
    assert line.text == "My name is Ayesha"


def test_the_person_can_have_the_texts_erased_and_the_log_stays(talk):
    talk.writes(*FILING, "operator", "My name is Ayesha", "0")
    assert "have been deleted here" in talk.writes("delete my messages")
    assert set(talk.log("person")) == {""}
    assert talk.log() == ["began", "person", "person", "person", "ended"]
    assert talk.handover.texts_erased_at == talk.phone.at


def test_texts_about_no_complaint_go_after_thirty_days(talk):
    talk.writes(*FILING, "operator", "My name is Ayesha", "0")
    ended = talk.handover.ended_at
    assert erase_expired_texts(at=ended + timedelta(days=30)) == 0
    assert erase_expired_texts(at=ended + timedelta(days=30, seconds=1)) == 1
    assert set(talk.log("person")) == {""}


def test_texts_about_a_complaint_go_with_the_chat_when_its_period_ends(talk):
    talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator", "My name is Ayesha", "0")
    assert erase_expired_texts(at=clock("+100d 09:00")) == 0
    talk.chat.delete()
    assert set(talk.log("person")) == {""}
    assert talk.handover.chat is None


def test_a_chat_that_is_erased_while_somebody_waits_leaves_the_inbox(talk):
    talk.writes("Salam", "2", "operator")
    talk.chat.delete()
    assert talk.handover.ended_why == "erased"
    assert load_inbox(talk.world.nadia.actor, at=talk.phone.at).waiting == []


def test_no_operator_reads_what_was_typed_where_a_key_is_asked_for(talk):
    complaint = talk.world.complaint(at="08:00", by="bashir")
    talk.writes("Salam", "2", complaint.etag, "nargis-7", "nargis-8", "operator")
    assert "nargis" not in "".join(talk.log("person"))
    assert "nargis" not in str(talk.chat.state.answers)


@pytest.mark.parametrize("third", ["nargis-9", "482913", "۴۸۲۹۱۳", "ABCD-EFGH-JKMN"])
def test_no_operator_reads_a_key_that_is_typed_after_the_chat_came_here(talk, third):
    complaint = talk.world.complaint(at="08:00", by="bashir")
    talk.writes("Salam", "2", complaint.etag, "nargis-7", "nargis-8")
    assert talk.handover.is_live
    assert "send 0 and then" in talk.writes(third)
    assert set(talk.log("person")) == {""}


def test_no_operator_reads_a_secret_word_after_going_back_from_the_key(talk):
    complaint = talk.world.complaint(at="08:00", by="bashir")
    talk.writes("Salam", "2", complaint.etag, "#", "nargis-7", "nargis-8")
    assert "nargis" not in str(talk.chat.state.answers)
    talk.writes("operator", "nargis-9")
    assert "nargis" not in "".join(talk.log("person"))


def test_no_operator_reads_a_secret_word_beside_a_request_for_one(talk):
    complaint = talk.world.complaint(at="08:00", by="bashir")
    talk.writes("Salam", "2", complaint.etag, "nargis-7, I want to talk to a human being please")
    assert talk.handover.reason == "requested"
    assert talk.log("person") == []


@pytest.mark.slow
def test_no_operator_reads_a_code_that_is_typed_at_another_question(talk):
    talk.writes(*FILING, "ABCD-EFGH-JKMN")
    assert "ABCD" not in str(talk.chat.state.answers)
    talk.writes("operator")
    assert "may be the code" in talk.writes("482913")
    assert talk.writes("He took 482913 rupees") == ""
    assert talk.log("person") == ["operator", "", "He took 482913 rupees"]


def test_the_person_can_have_the_texts_erased_while_an_operator_has_the_chat(talk):
    talk.writes(*FILING, "operator", "My name is Ayesha")
    talk.does("take_chat", talk.world.salma)
    talk.gets()
    assert "have been deleted here" in talk.writes("delete my messages")
    assert set(talk.log("person")) == {""}
    assert talk.handover.ended_why == "left"


def test_news_of_a_complaint_waits_while_an_operator_has_the_chat(talk):
    talk.writes("Salam", "2", "operator")
    assert not is_in_dialog(talk.chat, at=talk.phone.at)
    talk.does("take_chat", talk.world.nadia)
    assert is_in_dialog(talk.chat, at=talk.phone.at)
    talk.does("hand_chat_back", talk.world.nadia)
    assert not is_in_dialog(talk.chat, at=talk.phone.at)
