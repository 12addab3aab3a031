"""The outbox's report on itself: a message is late if it is due and not sent, not while it waits for chosen hours."""

from datetime import timedelta

from django.db.models import F

from notifications.models import Message
from notifications.queries.outbox_health import load_outbox_health, oldest_due_age
from notifications.services import enqueue
from tests.plans import as_in_production, large
from tests.world import clock

NINE = clock("09:00")
LATER = NINE + timedelta(minutes=10)


def told(recipient="complainant:1", at=NINE, **facts):
    return enqueue(recipient=recipient, template="registered", context={}, at=at, **facts)


def test_an_empty_outbox_is_in_time(db):
    assert load_outbox_health(at=NINE) == type(load_outbox_health(at=NINE))(0, timedelta(), 0, timedelta(), 0)


def test_what_is_due_and_nobody_takes_grows_old(db):
    told(), told("complainant:2"), told("complainant:3", not_before=LATER + timedelta(minutes=1))
    assert (load_outbox_health(at=LATER).due, load_outbox_health(at=LATER).oldest) == (2, timedelta(minutes=10))
    assert oldest_due_age(at=LATER) == timedelta(minutes=10)


def test_what_waits_behind_a_message_that_is_held_is_not_late(db):
    """Ayesha wants messages from eight on: later messages to her wait behind the one of the night."""
    first = told()
    Message.objects.filter(pk=first.pk).update(held=True, not_before=NINE + timedelta(hours=11))
    told()
    assert (load_outbox_health(at=LATER).due, oldest_due_age(at=LATER)) == (0, timedelta())


def test_what_the_gateway_refuses_is_told_though_its_next_try_is_ahead(db):
    refused = told()
    Message.objects.filter(pk=refused.pk).update(
        attempts=3, last_error="503 of the gateway", not_before=F("not_before") + timedelta(hours=1)
    )
    box = load_outbox_health(at=LATER)
    assert (box.due, box.retrying, box.retrying_oldest) == (0, 1, timedelta(minutes=10))


def test_what_was_given_up_within_a_day_is_counted(db):
    for recipient, ago in (("complainant:1", 1), ("complainant:2", 30)):
        one = told(recipient)
        Message.objects.filter(pk=one.pk).update(given_up_at=LATER - timedelta(hours=ago), last_error="no such number")
    assert load_outbox_health(at=LATER).given_up == 1


def test_it_is_read_along_indexes_however_much_has_gone_out(db):
    told()  # a table without a page is not taken for a large one
    as_in_production()
    due = Message.objects.due(at=LATER).in_turn(at=LATER).first_due_first().values_list("not_before", flat=True)[:1]
    refused = Message.objects.waiting().filter(held=False).exclude(last_error="").order_by()[:10]
    given_up = Message.objects.given_up().filter(given_up_at__gt=NINE).order_by()[:10]
    with large("notifications_message"):
        plans = [query.explain() for query in (due, refused, given_up)]
    assert ["Seq Scan" in plan for plan in plans] == [False] * 3, "\n\n".join(plans)
