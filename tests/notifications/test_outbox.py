"""Queueing messages: in the transaction of the fact, once, and with nothing but the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from config.celery import app
from notifications.models import Message
from notifications.services import NewMessage, enqueue, enqueue_many
from notifications.tasks import deliver_messages
from operations import embedded_servers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def tell_ayesha(**more):
    return enqueue(recipient="citizen:1", template="plain", context={"words": "received"}, at=NOW, **more)


@pytest.mark.django_db
def test_a_message_waits_from_the_moment_it_is_written(django_assert_num_queries):
    with django_assert_num_queries(1):
        message = tell_ayesha()
    kept = Message.objects.get()
    assert kept == message
    assert (kept.recipient, kept.context) == ("citizen:1", {"words": "received"})
    assert kept.created_at == kept.not_before == NOW
    assert list(Message.objects.due(at=NOW)) == [kept]


@pytest.mark.django_db
def test_a_reminder_is_not_due_before_its_time():
    reminder = tell_ayesha(not_before=NOW + timedelta(hours=6))
    assert reminder not in Message.objects.due(at=NOW + timedelta(hours=5))
    assert reminder in Message.objects.due(at=NOW + timedelta(hours=6))


@pytest.mark.django_db
def test_the_same_thing_is_told_once():
    assert tell_ayesha(dedupe_key="event:5:citizen")
    assert tell_ayesha(dedupe_key="event:5:citizen") is None
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_the_same_words_may_be_told_again():
    tell_ayesha()
    tell_ayesha()
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_what_is_undone_is_not_told():
    with transaction.atomic():
        tell_ayesha()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_sweep_tells_thousands_in_one_statement_each_once(django_assert_num_queries):
    rows = [
        NewMessage(f"crowd:{number}", "plain", {"n": number}, dedupe_key=f"sweep:{number}") for number in range(1, 3001)
    ]
    with django_assert_num_queries(1):
        assert enqueue_many(rows, at=NOW) == 3000
    assert enqueue_many([*rows, NewMessage("crowd:9999", "plain")], at=NOW) == 1
    assert list(Message.objects.order_by("pk").values_list("context__n", flat=True)[:3]) == [1, 2, 3]


@pytest.mark.django_db
def test_a_key_twice_in_one_batch_is_told_once():
    twice = [NewMessage("crowd:1", "plain", dedupe_key="same"), NewMessage("crowd:2", "plain", dedupe_key="same")]
    assert enqueue_many(twice, at=NOW) == 1


@pytest.mark.django_db
def test_nothing_to_tell_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert enqueue_many([], at=NOW) == 0


@pytest.mark.django_db
def test_an_instant_among_the_facts_is_kept_as_iso_text():
    enqueue(recipient="citizen:1", template="deadline", context={"due_at": NOW}, at=NOW)
    assert Message.objects.get().context == {"due_at": "2026-11-24T09:00:00Z"}


@pytest.mark.django_db
@pytest.mark.parametrize("recipient", ["Ayesha", "+923001234567", "ayesha@example.org"])
def test_an_address_is_no_recipient(recipient):
    with pytest.raises(ValueError, match="reference"):
        enqueue(recipient=recipient, template="plain", context={}, at=NOW)
    with pytest.raises(IntegrityError, match="message_recipient_is_a_reference"), transaction.atomic():
        Message.objects.create(recipient=recipient, template="plain", created_at=NOW, not_before=NOW)


@pytest.mark.django_db
def test_a_message_is_not_both_sent_and_given_up():
    tell_ayesha()
    with pytest.raises(IntegrityError, match="message_not_both_sent_and_given_up"), transaction.atomic():
        Message.objects.update(sent_at=NOW, given_up_at=NOW)


@pytest.mark.slow
@pytest.mark.django_db
def test_with_the_broker_killed_a_task_fails_and_the_outbox_does_not(tmp_path):
    broker = embedded_servers.start_broker(tmp_path)
    broker.kill()
    with pytest.raises(OperationalError), app.connection_for_write(broker.url) as connection:
        deliver_messages.apply_async(connection=connection, retry=False)
    assert tell_ayesha()
