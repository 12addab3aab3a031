"""Messages are deleted a year after they were sent, in batches, and not while anybody still needs them."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import Message
from notifications.services import delete_old_messages, enqueue, message_retention
from operations.configuration_checks import check_message_retention

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=366), NOW - timedelta(days=364)


def sent(at: datetime, number: int = 1, **changes) -> Message:
    message = enqueue(recipient=f"citizen:{number}", template="plain", context={"words": "received"}, at=at)
    Message.objects.filter(pk=message.pk).update(**{"sent_at": at} | changes)
    return message


def kept() -> set[int]:
    return set(Message.objects.values_list("pk", flat=True))


def test_a_year_after_it_was_sent_or_given_up_a_message_is_deleted():
    gone = [sent(OLD), sent(OLD, sent_at=None, given_up_at=OLD)]
    young, waiting = sent(YOUNG), sent(OLD, sent_at=None)
    assert delete_old_messages(at=NOW) == len(gone)
    assert kept() == {young.pk, waiting.pk}
    assert delete_old_messages(at=NOW) == 0


def test_the_operator_sets_the_days(settings):
    sent(NOW - timedelta(days=40))
    assert delete_old_messages(at=NOW) == 0
    settings.MESSAGES_KEPT_DAYS = 39
    assert delete_old_messages(at=NOW) == 1


def test_a_month_is_the_least(settings):
    settings.MESSAGES_KEPT_DAYS = 31
    assert check_message_retention() == []
    settings.MESSAGES_KEPT_DAYS = 30
    (error,) = check_message_retention()
    assert error.hint == "Set MESSAGES_KEPT_DAYS to 31 or more."


def test_batches_are_small_and_a_run_ends_in_time(monkeypatch):
    for number in range(1, 8):
        sent(OLD, number)
    monkeypatch.setattr(message_retention, "BATCH", 2)
    monkeypatch.setattr(message_retention, "RUN_SECONDS", -1)
    assert delete_old_messages(at=NOW) == 2, "one batch, and the time is over"
    monkeypatch.setattr(message_retention, "RUN_SECONDS", 60)
    assert delete_old_messages(at=NOW) == 5


def test_a_message_that_was_written_late_does_not_hide_older_ones():
    """The search ends at the first young message: a transaction that stayed open may have an older id."""
    sent(OLD)
    young = sent(YOUNG)
    late = sent(OLD)
    assert delete_old_messages(at=NOW) == 1
    assert kept() == {young.pk, late.pk}
    assert delete_old_messages(at=NOW + timedelta(days=3)) == 2, "it goes with its neighbours"


def test_statements_do_not_grow_with_the_messages(django_assert_num_queries):
    for number in range(1, 40):
        sent(OLD, number)
    with django_assert_num_queries(5):  # a hook each, the first young one, the batch, its deletion
        delete_old_messages(at=NOW)
