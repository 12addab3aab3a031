"""Orders: a higher officer orders the holder of a complaint to do something by a date, and the holder answers."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import ChainHead, Complaint, Order
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.refusals import Refusal
from complaints.services import facts, history, internal_clocks, required_text
from complaints.services.exclusion import message_recall
from complaints.services.moves import lock_complaint
from complaints.services.notification_writing import notify_of_messages
from complaints.signals import event_recorded
from ledger.service_exceptions import NotPermitted, Refused
from notifications.services import enqueue

ORDERING_CAPACITIES = frozenset({Capacity.HEAD, Capacity.SUPERIOR, Capacity.MONITOR})
LONGEST_ORDER = timedelta(days=90)
REPORTED_LATE_FOR = timedelta(days=2)
"""How long after its date a late order is still reported: longer than any outage that a job has to catch up on."""


def may_give_order(by: Actor, complaint: Complaint) -> bool:
    """Return whether the complaint page offers an order to this officer. No query.

    Heads of the complaint's line and monitors of the CPO may give an order, to somebody else who has the complaint.
    """
    if not complaint.is_open or complaint.holder_id is None or complaint.holder_id in by.postings:
        return False
    is_monitor = by.role is Role.MONITOR and by.office_kind is OfficeKind.CENTRAL
    return is_monitor or (by.is_head and by.is_at_or_above(complaint.office.path))


def may_answer_order(by: Actor, complaint: Complaint) -> bool:
    """Return whether this officer has the complaint or acts for its holder. A clerk never may."""
    return by.role is not Role.CLERK and complaint.holder_id in by.postings


@transaction.atomic
def give_order(*, complaint_id: int, words: str, due_at: datetime, by: Actor, at: datetime) -> Order:
    """Order the holder to do `words` by `due_at`. The holder is notified; queue and complaint page show the order.

    Raises NotPermitted; Refused without words, for a date that is past or too far, and while another order waits.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not (may_give_order(by, complaint) and facts.capacities_of(by, complaint, at=at) & ORDERING_CAPACITIES):
        raise NotPermitted("give an order")
    words = required_text.require_text(words)
    if not at < due_at <= at + LONGEST_ORDER:
        raise Refused(Refusal.NO_SUCH_DATE)
    if Order.objects.waiting().filter(complaint=complaint).exists():
        raise Refused(Refusal.ORDER_WAITS)
    internal_clocks.start_internal_clock(complaint, Clock.ORDER, at=at, due_at=due_at)
    event = _record_order_event(head, complaint, "order", words, by=by, at=at, due=due_at.isoformat())
    order = Order.objects.create(
        complaint=complaint, to_id=complaint.holder_id, by_id=by.posting_id, given=event, given_at=at, due_at=due_at
    )
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "due_at": due_at}
    enqueue(recipient=f"posting:{complaint.holder_id}", template="ordered", context=context, at=at)
    notify_of_messages([(f"posting:{complaint.holder_id}", "ordered")], complaint, event=event, at=at)
    return order


@transaction.atomic
def answer_order(*, complaint_id: int, words: str, by: Actor, at: datetime) -> Order:
    """Record what was done, and notify the officer who ordered it.

    Raises NotPermitted; Refused without words or without a waiting order.
    """
    head, complaint = lock_complaint(complaint_id)
    at = max(at, head.at or at)
    if not (may_answer_order(by, complaint) and Capacity.HOLDER in facts.capacities_of(by, complaint, at=at)):
        raise NotPermitted("answer an order")
    order = Order.objects.waiting().select_for_update().filter(complaint=complaint).first()
    if order is None:
        raise Refused(Refusal.ALREADY_DONE)
    internal_clocks.stop_internal_clock(complaint, Clock.ORDER, at=at)
    event = _record_order_event(head, complaint, "order_done", required_text.require_text(words), by=by, at=at)
    order.done, order.done_at = event, at
    order.save(update_fields=["done", "done_at"])
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
    if message_recall.may_be_notified(order.by_id, complaint, at=at):  # The officer may have been named since.
        enqueue(recipient=f"posting:{order.by_id}", template="order_answered", context=context, at=at)
        notify_of_messages([(f"posting:{order.by_id}", "order_answered")], complaint, event=event, at=at)
    return order


def notify_of_late_orders(*, at: datetime) -> int:
    """Notify the officer who gave an order, and the present holder, that its date has passed. Return how many orders.

    The sweep notifies the officer who received the order (`complaints.rules.clock_obligations`). Safe to run again: the
    outbox keeps one message for each order and recipient.
    """
    late = Order.objects.waiting().filter(due_at__lt=at, due_at__gte=at - REPORTED_LATE_FOR)
    return sum(
        _notify_of_late_order(order_id, at=at)
        for order_id in list(late.order_by("due_at").values_list("pk", flat=True))
    )


@transaction.atomic
def _notify_of_late_order(order_id: int, *, at: datetime) -> bool:
    """Return False if the order was answered since, its complaint has ended, or everybody was notified before."""
    order = Order.objects.select_for_update().waiting().filter(pk=order_id).first()
    complaint = (
        Complaint.objects.unscoped("a job looks for late orders").open().filter(pk=order.complaint_id).first()
        if order
        else None
    )
    if complaint is None:
        return False
    context = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "due_at": order.due_at}
    candidates = (order.by_id, complaint.holder_id if complaint.holder_id != order.to_id else None)
    posting_ids = [pk for pk in candidates if pk and message_recall.may_be_notified(pk, complaint, at=at)]
    messages = {
        posting_id: enqueue(
            recipient=f"posting:{posting_id}",
            template="order_late",
            context=context,
            at=at,
            dedupe_key=f"order:{order.pk}:late:{posting_id}",
        )
        for posting_id in dict.fromkeys(posting_ids)
    }
    new = [f"posting:{posting_id}" for posting_id, message in messages.items() if message]
    notify_of_messages([(recipient, "order_late") for recipient in new], complaint, at=at)
    return bool(new)


def _record_order_event(
    head: ChainHead, complaint: Complaint, kind: str, words: str, *, by: Actor, at: datetime, **more_facts
):
    event_facts = {"state": history.event_state_of(complaint), **more_facts}
    entry = history.EventEntry(kind, complaint.cycle, event_facts, words, for_citizen=False)
    event = history.append(head, entry, by=by, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return event
