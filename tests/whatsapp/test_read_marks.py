"""Blue ticks and the dots while the portal writes: shown before the first reply to a message, and never in its way."""

import time

from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_sending import texts
from whatsapp.models import Sending
from whatsapp.services import graph_api, message_sending
from whatsapp.standin.meta_simulator import MetaSimulator
from whatsapp.standin.phone_signals import TYPING_FOR


def writes(phone: Phone, line: MetaSimulator, text: str) -> str:
    """Send one message, which the stand-in knows too. Return its id."""
    message = phone.message({"type": "text", "text": {"body": text}})
    line.chats[phone.number].append({"id": message["id"], "by": "phone", "at": 0, "message": message})
    phone.message = lambda part: message
    phone.sends({})
    del phone.message
    return message["id"]


def is_read(line: MetaSimulator, phone: Phone, id: str) -> bool:
    return any(entry["id"] == id and entry.get("state") == "read" for entry in line.since(phone.number, 0))


def test_a_message_is_read_and_the_portal_writes_until_the_reply_is_there(phone, simulator, monkeypatch):
    id, asked = writes(phone, simulator, "Salam"), []
    post = graph_api.post_message

    def posts(*arguments, **more):
        asked.append((is_read(simulator, phone, id), simulator.signals.is_typing(phone.number)))
        return post(*arguments, **more)

    monkeypatch.setattr(graph_api, "post_message", posts)
    message_sending.send_due_messages(at=phone.at)
    assert asked == [(True, True)]
    assert not simulator.signals.is_typing(phone.number)
    assert is_read(simulator, phone, id)
    assert Sending.objects.get().answers_id == ""


def test_what_waits_for_metas_limit_is_read_and_the_dots_are_shown_meanwhile(phone, simulator, monkeypatch):
    monkeypatch.setattr(message_sending, "take_token", lambda *_, **__: 6)
    id = writes(phone, simulator, "Salam")
    message_sending.send_due_messages(at=phone.at)
    assert texts(simulator, phone.number) == ["text"] or is_read(simulator, phone, id)
    assert simulator.signals.is_typing(phone.number)
    later = time.time() + TYPING_FOR
    monkeypatch.setattr(time, "time", lambda: later)
    assert not simulator.signals.is_typing(phone.number)


def test_two_replies_to_a_message_mark_it_once(phone, simulator, monkeypatch):
    marked = []
    monkeypatch.setattr(graph_api, "mark_as_read", marked.append)
    phone.writes("Salam")
    phone.writes("2")
    phone.writes("5")
    message_sending.send_due_messages(at=phone.at)
    assert len(marked) == len(set(marked)) == 3


def test_a_mark_that_fails_costs_no_reply(phone, simulator):
    phone.writes("Salam")  # the stand-in does not know this message, and refuses the mark
    message_sending.send_due_messages(at=phone.at)
    assert texts(simulator, phone.number) == ["interactive"]


def test_a_message_without_an_answer_is_not_marked(phone, simulator, monkeypatch):
    marked = []
    monkeypatch.setattr(graph_api, "mark_as_read", marked.append)
    phone.writes("Salam")
    message_sending.send_due_messages(at=phone.at)
    phone.sends({"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "👍"}})
    message_sending.send_due_messages(at=phone.at)
    assert len(marked) == 1
