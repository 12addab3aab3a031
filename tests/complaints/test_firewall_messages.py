"""Messages about a complaint reach nobody who must not know of it, also if an exclusion or a leave begins later."""

import pytest

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Notification
from complaints.services import orders
from complaints.services.exclusion.message_recall import remove_hidden_complaints
from notifications.models import Message
from notifications.services import deliver_due_messages, enqueue
from sla.services.sweeping import sweep
from tests.complaints.test_firewall import holder, name, with_latif
from tests.world import clock


def test_what_waits_in_the_outbox_for_them_is_recalled(world):
    complaint = with_latif(world)
    waiting = Message.objects.waiting().filter(recipient=f"posting:{world.latif.posting.pk}")
    assert waiting.count() == 1
    name(world, complaint, world.latif)
    assert not waiting.exists()
    assert Message.objects.filter(recipient=f"posting:{world.dania.posting.pk}", template="marked_to_you").exists()


def test_what_waits_for_them_of_several_names_and_counts_the_others_alone(world):
    complaint, other = with_latif(world), with_latif(world)
    sweep(at=clock("+3d 09:00"))  # Both clocks of each complaint have run out.
    waiting = Message.objects.waiting().filter(recipient=f"posting:{world.latif.posting.pk}", template="breached")
    assert waiting.get().context["count"] == 2
    name(world, complaint, world.latif, at="+3d 09:01")
    told = waiting.get().context
    assert (told["count"], told["etags"]) == (1, [other.spaced_etag])


@pytest.fixture
def two_for_usman(world):
    """Return two complaints, of which the first names Dania, who will act for Usman from 11:00 on."""
    hidden, other = with_latif(world), with_latif(world)
    name(world, hidden, world.dania, at="09:30")
    leave = {"starts_at": clock("11:00"), "ends_at": clock("+20d 10:00"), "by": None, "at": clock("10:00")}
    arrange_leave(posting=world.usman.posting, cover=world.dania.posting, **leave)
    return hidden, other


def sent_to_usman(world, template, context, at) -> Message:
    recipient = f"posting:{world.usman.posting.pk}"
    message = enqueue(recipient=recipient, template=template, context=context, at=clock("10:30"))
    deliver_due_messages(at=clock(at))
    message.refresh_from_db()
    return message


def mail_to(person, mailoutbox) -> str:
    """Return the text of all mail to this officer."""
    bodies = [mail.body for mail in mailoutbox if person.officer.email in mail.to]
    return "\n".join(bodies).replace("\u00a0", " ")


@pytest.mark.slow
@pytest.mark.parametrize(("at", "named"), [("10:59", 2), ("11:00", 1)])
def test_a_message_loses_what_is_hidden_from_who_acts_when_it_is_sent(world, two_for_usman, at, named):
    etags = [complaint.spaced_etag for complaint in two_for_usman]
    message = sent_to_usman(world, "escalated", {"count": 2, "etags": etags, "path": "/desk/escalations/"}, at)
    assert message.sent_at
    assert (message.context["count"], message.context["etags"]) == (named, etags[-named:])


def test_what_is_hidden_from_who_acts_goes_to_the_holder_and_the_rest_to_who_acts(world, two_for_usman, mailoutbox):
    hidden, other = two_for_usman
    context = {"count": 2, "etags": [hidden.spaced_etag, other.spaced_etag], "path": "/desk/escalations/"}
    sent_to_usman(world, "escalated", context, "11:00")
    deliver_due_messages(at=clock("11:01"))
    usman, dania = mail_to(world.usman, mailoutbox), mail_to(world.dania, mailoutbox)
    assert hidden.spaced_etag in usman
    assert other.spaced_etag not in usman
    assert other.spaced_etag in dania
    assert hidden.spaced_etag not in dania


@pytest.mark.slow
@pytest.mark.parametrize("at", ["10:59", "11:00"])
def test_a_message_about_a_complaint_hidden_from_who_acts_goes_to_the_holder(world, two_for_usman, mailoutbox, at):
    hidden, _other = two_for_usman
    context = {"etag": hidden.etag, "spaced_etag": hidden.spaced_etag, "due_at": clock("10:00")}
    message = sent_to_usman(world, "order_late", context, at)
    assert (message.sent_at, message.recipient) == (clock(at), f"posting:{world.usman.posting.pk}")
    assert hidden.spaced_etag in mail_to(world.usman, mailoutbox)
    assert hidden.spaced_etag not in mail_to(world.dania, mailoutbox)


@pytest.mark.slow
def test_a_message_that_waits_when_who_acts_is_named_goes_to_the_holder(world, two_for_usman, mailoutbox):
    _hidden, other = two_for_usman
    recipient, context = f"posting:{world.usman.posting.pk}", {"etag": other.etag, "spaced_etag": other.spaced_etag}
    enqueue(recipient=recipient, template="order_answered", context=context, at=clock("11:05"))
    name(world, other, world.dania, at="11:06")
    deliver_due_messages(at=clock("11:07"))
    assert other.spaced_etag in mail_to(world.usman, mailoutbox)
    assert other.spaced_etag not in mail_to(world.dania, mailoutbox)


@pytest.mark.slow
def test_a_message_is_given_up_without_a_reason_if_the_holder_is_excluded_too(world, two_for_usman, mailoutbox):
    hidden, _other = two_for_usman
    name(world, hidden, world.usman, at="10:15", by="nadia")
    context = {"etag": hidden.etag, "spaced_etag": hidden.spaced_etag, "due_at": clock("10:00")}
    message = sent_to_usman(world, "order_late", context, "11:00")
    assert (message.sent_at, message.last_error) == (None, "there is nobody behind the reference")
    assert hidden.spaced_etag not in mail_to(world.usman, mailoutbox) + mail_to(world.dania, mailoutbox)


@pytest.mark.slow
def test_after_the_posting_ended_its_last_holder_gets_no_message_either(world, two_for_usman, mailoutbox):
    hidden, _other = two_for_usman
    world.usman.posting.ends_at = clock("11:00")
    world.usman.posting.save()
    context = {"etag": hidden.etag, "spaced_etag": hidden.spaced_etag, "due_at": clock("10:00")}
    assert sent_to_usman(world, "order_late", context, "11:00").given_up_at
    assert hidden.spaced_etag not in mail_to(world.usman, mailoutbox)


@pytest.mark.slow
def test_a_message_to_an_office_reaches_its_head_though_who_acts_for_them_is_excluded(world, two_for_usman):
    hidden, _other = two_for_usman
    message = Message(recipient=f"office:{world.office('lahore').pk}", context={"etag": hidden.etag})
    assert remove_hidden_complaints(message, at=clock("11:00"))
    assert message.recipient == f"office:{world.office('lahore').pk}"


def test_the_check_costs_one_statement_where_nobody_is_excluded(world, two_for_usman, django_assert_num_queries):
    _hidden, other = two_for_usman
    for recipient, statements in (("posting:1", 1), ("office:1", 1), ("complainant:1", 0), ("officer:1", 0)):
        with django_assert_num_queries(statements):
            assert remove_hidden_complaints(
                Message(recipient=recipient, context={"etag": other.etag}), at=clock("11:00")
            )


def test_who_gave_an_order_and_is_named_since_hears_no_answer(world):
    complaint = world.in_inquiry(holder="dania")
    orders.give_order(
        complaint_id=complaint.pk, words="Go there.", due_at=clock("18:00"), by=world.farah.actor, at=clock("10:30")
    )
    name(world, complaint, world.farah, by="nadia")
    usman = world.usman.actor
    orders.answer_order(complaint_id=complaint.pk, words="Done.", by=usman, at=clock("12:00"))
    assert not Message.objects.filter(template="order_answered").exists()


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("template", ["order_answered", "order_late"])
def test_who_gave_an_order_hears_of_it_on_leave_if_who_acts_may_not(world, mailoutbox, template):
    complaint = world.in_inquiry(holder="bilal")
    orders.give_order(
        complaint_id=complaint.pk, words="Go there.", due_at=clock("12:00"), by=world.farah.actor, at=clock("10:20")
    )
    leave = {"starts_at": clock("10:30"), "ends_at": clock("+20d 10:00"), "by": None, "at": clock("10:30")}
    arrange_leave(posting=world.farah.posting, cover=world.dania.posting, **leave)
    name(world, complaint, world.dania, at="10:40")
    assert holder(complaint) == "usman"
    if template == "order_answered":
        orders.answer_order(complaint_id=complaint.pk, words="Done.", by=world.usman.actor, at=clock("11:00"))
    orders.notify_of_late_orders(at=clock("12:01"))
    deliver_due_messages(at=clock("12:02"))
    assert not Message.objects.filter(template=template, sent_at=None).exists()
    assert complaint.spaced_etag in mail_to(world.farah, mailoutbox)
    assert complaint.spaced_etag not in mail_to(world.dania, mailoutbox)
    notified = Notification.objects.filter(kind=template).values_list("officer__name_en", flat=True)
    assert "Farah" in notified
    assert "Dania" not in notified
