"""The broker and PostgreSQL are killed and restarted, between and during the steps of a conversation.

The simulator's record must show one reply to every message that was acknowledged with 200. What the database could not
store is answered 503, and Meta delivers it again.
"""

import signal
import threading

import pytest

from tests.faults.chatting import Broker, Chatting, Person, Postgres, until
from tests.whatsapp.settings import SETTINGS

pytestmark = pytest.mark.slow

KILLS = signal.SIGQUIT, signal.SIGKILL
BUILD = "from tests.world import build; build()"


@pytest.fixture(autouse=True)
def service(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture(scope="module")
def postgres():
    one = Postgres()
    yield one
    one.close()


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    one = Broker(tmp_path_factory.mktemp("broker"))
    yield one
    one.kill()


@pytest.fixture(scope="module")
def chatting(postgres, broker, static_root, tmp_path_factory):
    """A running chat service on servers that may be killed."""
    folder = tmp_path_factory.mktemp("chatting")
    one = Chatting(postgres.clone, folder=folder, static_root=static_root, redis_url=broker.url)
    one.portal.manage("shell", "--verbosity", "0", "-c", BUILD)
    one.start()
    yield one
    one.close()


def is_answered_once(chatting: Chatting, person: Person) -> None:
    """Check that each message was answered once, although Meta delivers everything once more."""
    for body in person.bodies:
        chatting.deliver_until_taken(body)
    until(lambda: len(chatting.answers(person)) >= len(person.bodies), "everything is answered")
    chatting.settle()
    assert len(chatting.answers(person)) == len(person.bodies)


@pytest.mark.parametrize("by", KILLS)
def test_what_comes_while_postgresql_is_dead_is_not_acknowledged_and_not_lost(chatting, postgres, by):
    person = chatting.person()
    chatting.deliver_until_taken(person.writes("Salam"))
    until(lambda: chatting.answers(person), "the greeting is answered")
    postgres.kill(by)
    body = person.writes("2")
    assert [chatting.deliver(body) for _ in range(3)] == [503] * 3
    postgres.start()
    is_answered_once(chatting, person)


@pytest.mark.parametrize("by", KILLS)
def test_postgresql_dies_while_a_delivery_is_written_down(chatting, postgres, by):
    person = chatting.person()
    body, answered = person.writes("Salam"), []
    with chatting.keeping_held() as one_waits:
        delivering = threading.Thread(target=lambda: answered.append(chatting.deliver(body)))
        delivering.start()
        one_waits()
        postgres.kill(by)
    delivering.join()
    postgres.start()
    assert answered == [503]
    is_answered_once(chatting, person)


@pytest.mark.parametrize("by", KILLS)
def test_postgresql_dies_in_the_middle_of_a_turn(chatting, postgres, by):
    """The conversation's new state is written, its reply is not."""
    person = chatting.person()
    with chatting.turn_held() as one_waits:
        assert chatting.deliver(person.writes("Salam")) == 200
        one_waits()
        postgres.kill(by)
    postgres.start()
    is_answered_once(chatting, person)


@pytest.mark.parametrize("by", KILLS)
def test_postgresql_dies_after_a_reply_has_left_and_before_that_is_noted(chatting, postgres, by):
    person = chatting.person()
    chatting.line.holds.clear()
    chatting.line.gate.clear()
    assert chatting.deliver(person.writes("Salam")) == 200
    until(chatting.line.holds.is_set, "the reply has left")
    postgres.kill(by)
    chatting.line.gate.set()
    postgres.start()
    is_answered_once(chatting, person)


def test_the_webhook_takes_everything_while_the_broker_is_dead(chatting, broker):
    person = chatting.person()
    broker.kill()
    for text in ("Salam", "2", "4"):
        assert chatting.deliver(person.writes(text)) == 200
    broker.start()
    is_answered_once(chatting, person)


def test_the_broker_dies_in_the_middle_of_a_turn_and_while_a_reply_is_under_way(chatting, broker):
    first, second = chatting.person(), chatting.person()
    with chatting.turn_held() as one_waits:
        assert chatting.deliver(first.writes("Salam")) == 200
        one_waits()
        broker.kill()
    broker.start()
    is_answered_once(chatting, first)
    chatting.line.holds.clear()
    chatting.line.gate.clear()
    assert chatting.deliver(second.writes("Salam")) == 200
    until(chatting.line.holds.is_set, "the reply has left")
    broker.kill()
    chatting.line.gate.set()
    broker.start()
    is_answered_once(chatting, second)
