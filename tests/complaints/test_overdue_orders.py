"""Late orders: the delay counts against the officer who received the order, and the one who gave it is notified."""

import pytest

from accounts.services.postings import end_posting
from complaints.queries.custody_ledger import credited_periods, load_custody_periods
from complaints.rules.time_credit import HeldTime
from complaints.services import orders
from complaints.services.exclusion.officer_naming import name_officer
from notifications.models import Message
from tests.complaints.test_delay_bill import billed, on_leave
from tests.world import clock


def ordered(world, complaint, *, due: str):
    """The head of the city orders the holder to do something until then."""
    given = {"words": "Visit the shop.", "due_at": clock(due), "by": world.usman.actor, "at": clock("10:30")}
    return orders.give_order(complaint_id=complaint.pk, **given)


@pytest.mark.slow
def test_the_time_of_an_overdue_order_is_its_addressees_also_when_it_was_handed_on_before_the_date(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    world.farah.does("re_mark", complaint, "11:55", to=world.kamran)
    assert [
        (h.posting_id, h.began, h.ended) for h in credited_periods(load_custody_periods(complaint), at=clock("14:00"))
    ][2:] == [
        (world.kamran.posting.pk, clock("11:55"), clock("12:00")),
        (world.bilal.posting.pk, clock("12:00"), clock("14:00")),
        (world.kamran.posting.pk, clock("14:00"), None),
    ]
    parts, _ = billed(complaint, "14:00")
    assert parts["office", "gulberg_circle"][0] == pytest.approx(2 + 2 + 45 / 60)
    assert parts["office", "gulberg"][0] == pytest.approx(5 / 60)
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.kamran.actor, at=clock("15:00"))
    assert credited_periods(load_custody_periods(complaint), at=clock("18:00"))[-2:] == [
        HeldTime(world.bilal.posting.pk, world.bilal.posting.office_id, clock("12:00"), clock("15:00")),
        HeldTime(world.kamran.posting.pk, world.kamran.posting.office_id, clock("15:00"), None),
    ]


def test_an_order_that_is_not_late_and_one_whose_addressee_has_left_are_the_holders(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    assert [held.posting_id for held in credited_periods(load_custody_periods(complaint), at=clock("12:00"))] == [
        None,
        world.bilal.posting.pk,
    ]
    end_posting(posting=world.bilal.posting, by=None, at=clock("13:00"))
    assert credited_periods(load_custody_periods(complaint), at=clock("18:00"))[-1] == HeldTime(
        world.dania.posting.pk, world.dania.posting.office_id, clock("13:00"), None
    )


def test_while_the_addressee_is_on_leave_their_overdue_order_is_the_covers(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    world.farah.does("re_mark", complaint, "11:00", to=world.dania)
    on_leave(world, "13:00", "15:00")
    late = [
        held
        for held in credited_periods(load_custody_periods(complaint), at=clock("16:00"))
        if held.began >= clock("12:00")
    ]
    assert [(held.posting_id, held.began) for held in late] == [
        (world.bilal.posting.pk, clock("12:00")),
        (world.kamran.posting.pk, clock("13:00")),
        (world.bilal.posting.pk, clock("15:00")),
        (world.dania.posting.pk, clock("16:00")),
    ]


def test_a_report_that_waits_is_the_office_aboves_whatever_was_ordered(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    world.bilal.reports(complaint, "11:00")
    parts, _ = billed(complaint, "15:00")
    assert parts["senior", "model_town"][0] == pytest.approx(4)


def told(template="order_late") -> list[str]:
    return sorted(Message.objects.filter(template=template).values_list("recipient", flat=True))


def test_whoever_gave_it_and_whoever_else_has_it_by_then_are_told_once_when_it_is_late(world):
    """The sweep notifies the officer who received the order (tests.monitoring.test_owed)."""
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    world.farah.does("re_mark", complaint, "11:00", to=world.kamran)
    assert (orders.notify_of_late_orders(at=clock("12:00")), told()) == (0, [])
    assert orders.notify_of_late_orders(at=clock("12:05")) == 1
    people = sorted(f"posting:{person.posting.pk}" for person in (world.usman, world.kamran))
    assert told() == people
    orders.notify_of_late_orders(at=clock("12:10"))
    assert told() == people


def test_nobody_is_told_of_an_answered_order_or_of_one_whose_complaint_has_ended(world):
    answered, ended = world.in_inquiry("10:00"), world.in_inquiry("10:00")
    for complaint in (answered, ended):
        ordered(world, complaint, due="12:00")
    orders.answer_order(complaint_id=answered.pk, words="Done.", by=world.bilal.actor, at=clock("11:00"))
    world.ayesha.does("withdraw", ended, "11:30")
    assert (orders.notify_of_late_orders(at=clock("12:05")), told()) == (0, [])


@pytest.mark.slow
def test_whoever_is_named_since_is_not_told(world):
    complaint = world.in_inquiry("10:00")
    ordered(world, complaint, due="12:00")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.usman.officer.pk, why="Named at the counter.",
        by=world.nadia.actor, at=clock("11:00"),
    )  # fmt: skip
    orders.notify_of_late_orders(at=clock("12:05"))
    assert f"posting:{world.usman.posting.pk}" not in told()
