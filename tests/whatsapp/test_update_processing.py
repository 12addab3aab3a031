"""The worker: in order for each sender, each update exactly once, and no failing update stops others."""

import threading
from dataclasses import replace

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from tests.plans import as_in_production
from tests.signing_in import sign_in
from tests.whatsapp.simulated_phone import Phone, body_of, deliver
from tests.world import build, clock
from whatsapp.models import Chat, Sending, Update
from whatsapp.services import chat_owners, conversation_turns, update_processing

HELLO = {"type": "text", "text": {"body": "Salam"}}


class Poison(Exception):
    """An error in a dialog."""


@pytest.fixture
def poisoned(monkeypatch):
    """Make the conversation fail for one message only."""
    healthy = conversation_turns.take_turn

    def fails(chat, said, *, at):
        if getattr(said, "text", "") == "poison":
            raise Poison
        return healthy(chat, said, at=at)

    monkeypatch.setattr(conversation_turns, "take_turn", fails)


def test_a_poisonous_update_is_set_aside_and_its_neighbours_go_on(phone, poisoned):
    other = Phone(number="923214445566", user_id="PK.2", client=phone.client)
    deliver(phone.client, body_of(phone.message({"type": "text", "text": {"body": "poison"}})))
    deliver(phone.client, body_of(phone.message(HELLO), other.message(HELLO)))
    assert [update_processing.process_updates(at=clock("09:00")) for _ in range(3)] == [1, 0, 2]
    aside = Update.objects.get(state="aside")
    assert (aside.attempts, aside.trouble) == (3, "Poison")
    assert Update.objects.filter(state="done").count() == 2
    assert Sending.objects.count() == 2


def test_what_was_set_aside_can_be_tried_again(phone, poisoned, monkeypatch):
    deliver(phone.client, body_of(phone.message({"type": "text", "text": {"body": "poison"}})))
    for _ in range(3):
        update_processing.process_updates(at=clock("09:00"))
    monkeypatch.undo()
    assert update_processing.retry_update(Update.objects.get().pk)
    assert update_processing.process_updates(at=clock("09:01")) == 1
    assert not update_processing.retry_update(Update.objects.get().pk)


def test_an_administrator_sees_what_was_set_aside_without_its_words_and_lets_it_try_again(
    phone, world, poisoned, monkeypatch
):
    deliver(phone.client, body_of(phone.message({"type": "text", "text": {"body": "poison"}})))
    for _ in range(3):
        update_processing.process_updates(at=clock("09:00"))
    monkeypatch.undo()
    omar, rows = sign_in(Client(), world.omar.officer), reverse("admin:whatsapp_update_changelist")
    shown = omar.get(rows).content.decode()
    assert "Poison" in shown
    shown += omar.get(reverse("admin:whatsapp_update_change", args=[Update.objects.get().pk])).content.decode()
    assert "923001112233" not in shown
    picked = {"action": "try_again", "_selected_action": [Update.objects.get().pk]}
    assert "Retrying 1 update." in omar.post(rows, picked, follow=True).content.decode()
    assert update_processing.process_updates(at=clock("09:01")) == 1
    assert len(phone.answers()) == 1


def test_of_what_is_done_no_word_is_kept(phone):
    phone.writes("Salam")
    assert Update.objects.get().payload == ""


def test_keys_are_forgotten_when_meta_repeats_no_more(phone):
    phone.writes("Salam")
    assert update_processing.delete_old_updates(at=clock("+7d 12:00")) == 0
    assert update_processing.delete_old_updates(at=clock("+9d 12:00")) == 1


def test_who_shows_a_business_id_later_keeps_their_conversation(world, client):
    before = Phone(user_id="", client=client)
    before.writes("Salam")
    later = Phone(user_id="PK.7", client=client, at=before.at, seen=before.seen)
    later.writes("English")
    chat = Chat.objects.get()
    assert (chat.user_id, chat.phone, chat.state.language) == ("PK.7", "+923001112233", "en")


def test_a_number_that_has_changed_hands_takes_no_conversation_along(world, client):
    first = Phone(user_id="PK.1", client=client)
    for said in ("Salam", "2", "1", "2", "Lahore", "1", "They broke the lock."):
        first.writes(said)
    second = Phone(user_id="PK.2", client=client, at=first.at)
    second.writes("Salam")
    theirs, new = Chat.objects.order_by("pk")
    assert (theirs.phone, bytes(theirs.phone_index), new.phone) == ("", b"", "+923001112233")
    assert new.state.answers == {"_first": {}} or not new.state.has_answers


def test_an_office_that_was_closed_since_it_was_chosen_is_asked_for_again(world, phone):
    for said in (
        "Salam",
        "2",
        "1",
        "2",
        "Multan",
        "They broke the lock.",
        "no",
    ):
        phone.writes(said)
    chat = Chat.objects.get()
    chat.state = replace(chat.state, answers={**chat.state.answers, "district": "closed_last_year"})
    chat.save()
    answer = str(phone.writes("Submit, no updates"))
    assert "choose the region" in answer
    assert "kinds of complaint" not in answer


def test_a_person_without_a_number_is_asked_for_one(world, client):
    phone = Phone(number="", client=client)
    for said in (
        "Salam",
        "2",
        "1",
        "2",
        "Multan",
        "They broke the lock.",
        "no",
        "Change or add",
        "Telephone",
    ):
        answers = phone.writes(said)
    assert "On which mobile number" in str(answers)
    phone.writes("0300 1112233")
    phone.writes("yes")
    person = Complaint.objects.unscoped("test").get().complainant
    assert (person.phone, person.phone_verified_at) == ("+923001112233", None)


@pytest.mark.slow
def test_two_workers_at_once_answer_each_update_once(own_database, client):
    """Four workers, forty people, three messages each: every reply comes once and in order."""
    build()
    people = [Phone(number=f"92300{n:07d}", user_id=f"PK.{n}", client=client) for n in range(40)]
    for text in ("Salam", "2", "4"):
        deliver(client, body_of(*(one.message({"type": "text", "text": {"body": text}}) for one in people)))
    workers = [threading.Thread(target=_work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Update.objects.filter(state="done").count() == 120
    assert Sending.objects.count() == 120
    assert {chat.state.step for chat in Chat.objects.all()} == {"end"}


def _work():
    try:
        while update_processing.process_updates(at=clock("09:00")):
            pass
    finally:
        connections.close_all()


def test_what_dies_between_two_steps_has_not_happened(phone, monkeypatch):
    """A worker that dies between saving the state and the replies leaves the update waiting and nothing changed."""

    def lost(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(conversation_turns, "queue_replies", lost)
        deliver(phone.client, body_of(phone.message(HELLO)))
        with pytest.raises(KeyboardInterrupt):
            update_processing.process_updates(at=clock("09:00"))
    assert not Chat.objects.exists()
    assert update_processing.process_updates(at=clock("09:01")) == 1
    assert len(phone.answers()) == 1


def test_finding_the_next_sender_reads_no_done_update(db):
    as_in_production()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + update_processing.NEXT_SENDER, [[]])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "wa_update_turn" in plan


def test_a_telephone_finds_its_conversation(phone):
    phone.writes("Salam")
    assert chat_owners.find_chat_by_phone(phone="+923001112233") is not None
    assert chat_owners.find_chat_by_phone(phone="+923001112234") is None
    assert chat_owners.find_chat_by_phone(phone="") is None
