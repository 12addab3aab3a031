"""The e-mail digest: numbers and links, never content; once or twice a day, at the hour that the officer chose."""

import pytest

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Notification, NotificationDigest
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries.notification_list import MOST_COUNTED
from desk.rules.digest_times import digest_hour
from desk.services import notification_digests
from desk.services.notification_digests import choose_digest, send_notification_digests
from ledger.service_exceptions import RowsFailed
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from tests.world import clock

SETTINGS = "/desk/notifications/settings/"


def digests() -> list[Message]:
    return list(Message.objects.filter(template="notification_digest").order_by("pk"))


@pytest.mark.parametrize(
    ("frequency", "hour", "time", "due"),
    [
        ("daily", 8, "07:59", None), ("daily", 8, "08:00", 8), ("daily", 8, "09:59", 8), ("daily", 8, "10:00", None),
        ("daily", 8, "16:30", None), ("twice_daily", 8, "08:30", 8), ("twice_daily", 8, "16:00", 16),
        ("twice_daily", 8, "18:00", None), ("twice_daily", 15, "23:59", 23), ("twice_daily", 15, "00:10", None),
    ],
)  # fmt: skip
def test_when_a_digest_is_due(frequency, hour, time, due):
    assert digest_hour(hour, clock(time), is_twice=frequency == "twice_daily") == due


def test_nobody_gets_one_without_having_chosen_it(world):
    world.in_inquiry()
    assert send_notification_digests(at=clock("12:00")) == 0


def test_it_counts_what_waits_and_is_sent_once(world):
    complaint = world.in_inquiry()
    world.ayesha.does("add", complaint, "11:00")
    choose_digest(world.bilal.officer.pk, frequency="twice_daily", hour=12)
    assert send_notification_digests(at=clock("11:59")) == 0
    assert send_notification_digests(at=clock("12:05")) == 1
    assert send_notification_digests(at=clock("12:15")) == 0
    (message,) = digests()
    assert message.recipient == f"officer:{world.bilal.officer.pk}"
    assert message.context == {"waiting": 1, "late": 0, "unread": 1, "via": "email"}
    assert send_notification_digests(at=clock("20:00")) == 1
    assert send_notification_digests(at=clock("+1d 12:00")) == 1


def test_one_that_fails_does_not_hold_up_the_others(world, monkeypatch, caplog):
    failing, other = sorted((world.bilal, world.dania), key=lambda one: one.officer.pk)
    for one in (failing, other):
        Notification.objects.create(officer=one.officer, kind=Notification.Kind.LEAVE, created_at=clock("09:00"))
        choose_digest(one.officer.pk, frequency="daily", hour=12)
    load = notification_digests.current_postings

    def current_postings(officer, *, at):
        if officer == failing.officer:
            raise ValueError
        return load(officer, at=at)

    monkeypatch.setattr(notification_digests, "current_postings", current_postings)
    with pytest.raises(RowsFailed):
        send_notification_digests(at=clock("12:05"))
    assert Message.objects.get(template="notification_digest").recipient == f"officer:{other.officer.pk}"
    assert f"The notification digest of officer {failing.officer.pk} could not be sent" in caplog.text
    monkeypatch.undo()
    assert send_notification_digests(at=clock("12:15")) == 1


def test_it_counts_all_that_is_unread_where_the_bell_stops_counting(world):
    number, bilal = MOST_COUNTED + 51, world.bilal.officer
    Notification.objects.bulk_create(
        Notification(officer=bilal, kind=Notification.Kind.LEAVE, created_at=clock("09:00")) for _ in range(number)
    )
    choose_digest(bilal.pk, frequency="daily", hour=12)
    assert send_notification_digests(at=clock("12:05")) == 1
    (message,) = digests()
    letter = render_message("notification_digest", message.context, address=Address(email="b@example.org")).letter
    assert f"{number} notifications are unread." in letter


def test_it_counts_what_is_late(world):
    world.salma.marks(world.complaint("property_crime", "09:00"), to=world.bilal, at="09:10")
    choose_digest(world.bilal.officer.pk, frequency="twice_daily", hour=12)
    assert send_notification_digests(at=clock("20:00")) == 1
    (message,) = digests()
    assert (message.context["waiting"], message.context["late"]) == (1, 1)


def test_on_leave_only_the_acting_officer_is_told_of_the_work(world):
    world.salma.marks(world.complaint("property_crime", "09:00"), to=world.bilal, at="09:10")
    people = {"posting": world.bilal.posting, "cover": world.latif.posting, "by": world.dania.actor}
    arrange_leave(**people, starts_at=clock("12:00"), ends_at=clock("+2d 12:00"), at=clock("09:30"))
    for officer in (world.bilal.officer, world.latif.officer):
        choose_digest(officer.pk, frequency="twice_daily", hour=12)
    send_notification_digests(at=clock("20:00"))
    waiting = {message.recipient: message.context["waiting"] for message in digests()}
    assert waiting[f"officer:{world.latif.officer.pk}"] == 1
    assert waiting.get(f"officer:{world.bilal.officer.pk}", 0) == 0


def test_an_officer_whose_account_is_off_gets_none(world):
    world.in_inquiry()
    choose_digest(world.bilal.officer.pk, frequency="daily", hour=12)
    type(world.bilal.officer).objects.filter(pk=world.bilal.officer.pk).update(is_active=False)
    assert send_notification_digests(at=clock("12:05")) == 0


def test_none_is_sent_when_nothing_waits(world):
    choose_digest(world.bilal.officer.pk, frequency="daily", hour=12)
    assert send_notification_digests(at=clock("12:05")) == 0
    assert digests() == []


def test_an_excluded_officer_is_counted_nothing(world):
    complaint = world.in_inquiry()
    world.usman.does("note", complaint, "10:30", mentioned=[world.farah.officer.pk])
    assert Notification.objects.filter(officer=world.farah.officer).exists()
    choose_digest(world.farah.officer.pk, frequency="daily", hour=12)
    name_officer(
        complaint_id=complaint.pk,
        officer_id=world.farah.officer.pk,
        why="Said so.",
        by=world.salma.actor,
        at=clock("11:00"),
    )
    assert send_notification_digests(at=clock("12:05")) == 0


def test_the_mail_has_numbers_and_links_and_nothing_else(world):
    address = Address(language="en", email="bilal@example.org", name="Bilal")
    mail = render_message("notification_digest", {"waiting": 2, "late": 1, "unread": 3}, address=address)
    for part in ("2 tasks wait for you.", "1 is late.", "3 notifications are unread.", "/desk/today/", SETTINGS):
        assert part in mail.letter
    urdu = render_message("notification_digest", {"waiting": 2, "late": 1, "unread": 3}, address=Address(language="ur"))
    assert "/ur/desk/today/" in urdu.letter
    assert "wait" not in urdu.letter


def test_the_officer_chooses_on_a_page(world, seat):
    bilal = seat(world.bilal)
    assert "No e-mail" in bilal.get(SETTINGS, "11:00").content.decode()
    assert bilal.sends(SETTINGS, "11:01", frequency="daily", hour="9").status_code == 302
    chosen = NotificationDigest.objects.get()
    assert (chosen.officer, chosen.frequency, chosen.hour) == (world.bilal.officer, "daily", 9)
    bilal.sends(SETTINGS, "11:02", frequency="off", hour="9")
    assert not NotificationDigest.objects.exists()


def test_a_wrong_hour_is_refused(world, seat):
    answer = seat(world.bilal).sends(SETTINGS, "11:00", frequency="daily", hour="3")
    assert answer.status_code == 422
    assert "Choose one of these." in answer.content.decode()
