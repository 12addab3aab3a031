"""Alerts about missing children for people who asked for them: by district, once, withdrawn, and told of the end."""

from datetime import timedelta

import pytest

from complaints.signals import complaint_ending_for_good
from notices.models import Notice
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_kinds import NoticeKind
from notifications.models import Message
from notifications.services import delete_old_messages, deliver_due_messages
from tests.notices.conftest import Board, own_storage  # noqa: F401 (pictures lie in the test's own folder)
from tests.signing_in import sign_in
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import CRIME, lodged, writes
from tests.whatsapp.transcripts import choices, words
from tests.world import clock
from whatsapp.models import Chat, NoticeBroadcast, NoticeSubscription
from whatsapp.rules import notice_alerts
from whatsapp.services import notice_broadcasts
from whatsapp.standin.meta_simulator import MetaSimulator

ALERT, FOUND = notice_alerts.ALERT_MESSAGE, notice_alerts.FOUND_MESSAGE


@pytest.fixture
def board(world):
    return Board(world)


def subscribed(client, *districts: str, number: str = "923001112233", user: str = "PK.1") -> Phone:
    """Return a phone that asked for the alerts of these districts at nine."""
    phone = Phone(number=number, user_id=user, client=client, at=clock("08:30"))
    writes(phone, "Salam", "2")
    for district in districts:
        assert "You will get the alerts for" in writes(phone, "0", "10", "3", district)
    return phone


def sent(line: MetaSimulator, number: str = "923001112233") -> list[dict]:
    """Return the alerts on a phone."""
    return [entry["message"] for entry in line.chats[number] if entry["by"] == "portal"]


def works(at) -> None:
    """Let the job and the outbox work for a minute."""
    notice_broadcasts.broadcast_notices(at=at)
    for second in (0, 20, 60):
        deliver_due_messages(at=at + timedelta(seconds=second))


@pytest.mark.slow
def test_a_published_alert_goes_to_those_who_asked_for_its_district_and_to_nobody_else(client, board, simulator):
    subscribed(client, "Lahore")
    subscribed(client, "Multan", number="923002223344", user="PK.2")
    writes(Phone(number="923003334455", user_id="PK.3", client=client), "Salam", "2")
    board.proposed()
    works(clock("09:20"))
    assert not sent(simulator), "not approved yet"
    board.approves(Notice.objects.get())
    works(clock("09:31"))
    works(clock("09:32"))
    (alert,) = sent(simulator)
    assert words(alert).startswith("Missing child alert (Lahore")
    assert [title for _, title, _ in choices(alert)] == ["Show", "Stop alerts"]
    assert not sent(simulator, "923002223344")
    assert not sent(simulator, "923003334455")
    assert NoticeBroadcast.objects.get().recipients == 1


@pytest.mark.slow
def test_the_message_holds_nothing_that_would_stay_of_the_child(client, board, simulator):
    subscribed(client, "Lahore")
    board.published(photo=True)
    works(clock("09:31"))
    (alert,) = sent(simulator)
    assert not [told for told in ("Muneeb", "Bashir", "school", "uniform", "photo.jpg") if told in str(alert)]
    assert not any(letter.isdigit() for letter in words(alert)), "no age, no time"


@pytest.mark.slow
def test_a_notice_of_the_province_reaches_every_district_and_one_person_once(client, board, simulator, world):
    subscribed(client, "Lahore", "Multan")
    assert set(notice_broadcasts.subscriptions_for("punjab/").values_list("district__code", flat=True)) == {
        "lahore", "multan",
    }  # fmt: skip
    notice = board.published()
    NoticeSubscription.objects.create(
        chat=Chat.objects.get(), district=world.office("gulberg_circle"), asked_at=clock("09:00")
    )
    assert notice_broadcasts.subscriptions_for(notice.line).count() == 2
    works(clock("09:31"))
    assert len(sent(simulator)) == 1


@pytest.mark.slow
def test_other_notices_are_not_broadcast(client, board, simulator):
    subscribed(client, "Lahore")
    board.published(NoticeKind.WANTED)
    board.published(NoticeKind.NOTICE)
    works(clock("09:31"))
    assert not sent(simulator)


@pytest.mark.slow
def test_the_photo_comes_with_a_tap_and_no_more_when_the_child_is_found(client, board, simulator):
    phone = subscribed(client, "Lahore")
    alert = board.published(photo=True)
    works(clock("09:31"))
    show = next(id for id, title, _ in choices(sent(simulator)[0]) if title == "Show")
    phone.at = clock("10:00")
    picture, question = phone.taps(show)
    assert picture["image"]["link"].endswith(f"/alerts/{alert.code}/photo.jpg")
    assert "I know something" in str(question)
    board.ends(alert)
    phone.at = clock("12:30")
    assert "This alert is over" in words(phone.taps(show)[0])


@pytest.mark.slow
def test_a_found_child_withdraws_what_waits_and_those_who_got_it_are_told_once(client, board, simulator):
    subscribed(client, "Lahore")
    other = subscribed(client, "Lahore", number="923002223344", user="PK.2")
    alert = board.published()
    notice_broadcasts.broadcast_notices(at=clock("09:31"))
    Message.objects.filter(recipient=f"notice_subscriber:{chat_of(other).pk}").update(not_before=clock("13:00"))
    deliver_due_messages(at=clock("09:31"))
    board.ends(alert)
    works(clock("12:01"))
    works(clock("13:01"))
    assert [words(one).split(" alert")[0] for one in sent(simulator)] == ["Missing child", "The missing child in the"]
    assert "has been found" in words(sent(simulator)[1])
    assert not sent(simulator, "923002223344")
    assert NoticeBroadcast.objects.get().stopped_at is not None
    assert not Message.objects.waiting().filter(recipient__startswith="notice_subscriber:").exists()


@pytest.mark.slow
def test_an_alert_that_is_being_sent_while_the_child_is_found_does_not_leave(client, board, simulator):
    """The notice is checked at the moment of sending, before any job has run."""
    subscribed(client, "Lahore")
    alert = board.published()
    notice_broadcasts.broadcast_notices(at=clock("09:31"))
    board.ends(alert, at="09:31")
    deliver_due_messages(at=clock("09:32"))
    assert not sent(simulator)
    assert "the alert is over" in Message.objects.get(template=ALERT).last_error


@pytest.mark.slow
def test_the_alerts_of_a_child_who_is_missing_for_years_are_kept_until_they_are_told(client, board, simulator):
    subscribed(client, "Lahore")
    alert = board.published()
    works(clock("09:31"))
    delete_old_messages(at=clock("+800d 09:00"))
    assert Message.objects.filter(template=ALERT).count() == 1
    board.ends(alert)
    notice_broadcasts.broadcast_notices(at=clock("+801d 09:00"))
    assert Message.objects.filter(template=FOUND).count() == 1
    delete_old_messages(at=clock("+802d 09:00"))
    assert not Message.objects.filter(template=ALERT).exists()


@pytest.mark.slow
def test_a_withdrawn_alert_is_said_to_be_over_and_an_expired_one_is_followed_by_nothing(client, board, simulator):
    subscribed(client, "Lahore")
    withdrawn, expired = board.published(), board.published()
    works(clock("09:31"))
    board.ends(withdrawn, how=NoticeEnding.WITHDRAWN)
    works(clock("12:01"))
    assert [one.template for one in Message.objects.filter(dedupe_key__startswith="alert-over")] == [
        notice_alerts.WITHDRAWN_MESSAGE
    ]
    works(expired.current.expires_at + timedelta(minutes=1))
    assert Message.objects.filter(dedupe_key__startswith="alert-over").count() == 1


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("leaves", ["STOP", "stop alerts", "button"])
def test_whoever_no_longer_wants_alerts_is_not_told_of_the_end_either(client, board, simulator, leaves):
    phone = subscribed(client, "Lahore")
    alert = board.published()
    works(clock("09:31"))
    phone.at = clock("10:00")
    if leaves == "button":
        stop = next(id for id, title, _ in choices(sent(simulator)[0]) if title == "Stop alerts")
        assert "no more alerts" in words(phone.taps(stop)[0])
    else:
        writes(phone, leaves)
    board.ends(alert)
    works(clock("12:01"))
    board.published(at="13:00")
    works(clock("14:00"))
    assert len(sent(simulator)) == 1
    assert NoticeSubscription.objects.exists() is (leaves == "STOP"), "asking for no alerts erases the consent"


def test_consent_that_ends_while_the_alert_waits_counts(client, board, simulator):
    phone = subscribed(client, "Lahore")
    board.published()
    notice_broadcasts.broadcast_notices(at=clock("09:31"))
    writes(phone, "stop alerts")
    deliver_due_messages(at=clock("09:32"))
    assert not sent(simulator)


@pytest.mark.slow
def test_after_a_day_of_silence_it_is_a_template_in_their_language(client, board, simulator):
    phone = subscribed(client, "Lahore")
    writes(phone, "language", "1")
    later = clock("+2d 09:00")
    board.published(expires_at=clock("+7d 00:00"))
    works(later)
    (alert,) = sent(simulator)
    assert (alert["template"]["name"], alert["template"]["language"]["code"]) == (ALERT, "ur")
    shown = simulator.since(phone.number, 0)[-1]
    assert shown["words"].startswith("گمشدہ بچے کا الرٹ (")
    assert [title for _, title in shown["buttons"]] == ["دکھائیں", "الرٹ بند کریں"]
    assert not simulator.refused


@pytest.mark.slow
def test_an_alert_whose_template_is_refused_is_not_replaced_by_news_of_a_complaint(client, board, simulator):
    subscribed(client, "Lahore")
    simulator.templates[ALERT, "en"]["status"] = "REJECTED"
    board.published(expires_at=clock("+7d 00:00"))
    works(clock("+2d 09:00"))
    assert not sent(simulator)
    assert "is not approved" in Message.objects.get(template=ALERT).last_error


@pytest.mark.slow
def test_a_username_alone_gets_alerts_too(client, world, board, simulator):
    phone = Phone(number="", user_id="PK.7", client=client, at=clock("08:30"))
    writes(phone, "Salam", "2", "10", "3", "Lahore")
    board.published()
    works(clock("09:31"))
    assert words(sent(simulator, "PK.7")[0]).startswith("Missing child alert")


@pytest.mark.slow
def test_a_number_that_changed_hands_brings_its_new_owner_no_alerts(client, board, simulator):
    subscribed(client, "Lahore")
    writes(Phone(user_id="PK.99", client=client, at=clock("08:50")), "Salam", "2")
    board.published()
    works(clock("09:31"))
    assert not sent(simulator)
    assert len(sent(simulator, "PK.1")) == 1, "the account that asked for them keeps them"


@pytest.mark.slow
def test_alerts_leave_at_a_quarter_of_metas_rate(client, board, world):
    chats = [
        Chat(user_id=f"U{n}", user_index=n.to_bytes(16), created_at=clock("08:00"), heard_at=clock("08:00"))
        for n in range(1, 61)
    ]
    for chat in chats:
        chat.save()
        NoticeSubscription.objects.create(chat=chat, district=world.office("lahore"), asked_at=clock("08:00"))
    board.published()
    start = clock("09:31")
    notice_broadcasts.broadcast_notices(at=start)
    due = [Message.objects.due(at=start + timedelta(seconds=n)).filter(template=ALERT).count() for n in (0, 1, 2, 3)]
    assert due == [1, 21, 41, 60]


@pytest.mark.slow
def test_after_an_outage_they_still_leave_one_after_another(client, board, simulator, monkeypatch):
    subscribed(client, "Lahore")
    board.published()
    notice_broadcasts.broadcast_notices(at=clock("09:31"))
    monkeypatch.setattr("whatsapp.services.alert_messages.take_token", lambda *_, **__: 2)
    deliver_due_messages(at=clock("09:40"))
    assert not sent(simulator)
    monkeypatch.undo()
    deliver_due_messages(at=clock("09:41"))
    assert len(sent(simulator)) == 1


def test_the_consent_ends_a_year_after_the_last_message(client, world):
    phone = subscribed(client, "Lahore")
    year = notice_alerts.CONSENT_LASTS
    assert notice_broadcasts.delete_expired_consents(at=phone.at + year - timedelta(days=1)) == 0
    assert notice_broadcasts.delete_expired_consents(at=phone.at + year + timedelta(days=1)) == 1


def test_the_consent_goes_with_the_chat(client, world):
    phone = Phone(client=client)
    complaint, _ = lodged(phone, CRIME, "this number", "yes")
    writes(phone, "0", "10", "3", "Lahore")
    assert NoticeSubscription.objects.count() == 1
    complaint_ending_for_good.send(type(complaint), complaint=complaint, complainant=complaint.complainant)
    assert not NoticeSubscription.objects.exists()


@pytest.mark.slow
def test_an_accused_officer_learns_nothing_of_who_asked_or_got_it(client, world, board, simulator):
    """The notice itself is public; consents, their number and the messages are on no page."""
    subscribed(client, "Lahore")
    board.published()
    works(clock("09:31"))
    bilal = sign_in(client.__class__(), world.bilal.officer)
    for page in ("/desk/", "/desk/today/", "/desk/notifications/"):
        answer = bilal.get(page)
        assert "923001112233" not in answer.content.decode()
        assert "notice_subscriber" not in answer.content.decode()


@pytest.mark.slow
def test_two_workers_queue_an_alert_once(client, board, simulator):
    subscribed(client, "Lahore")
    board.published()
    assert notice_broadcasts.broadcast_notices(at=clock("09:31")) == 1
    NoticeBroadcast.objects.all().delete()
    assert notice_broadcasts.broadcast_notices(at=clock("09:31")) == 0, "the outbox keeps one per person and notice"


def chat_of(phone: Phone) -> Chat:
    return next(chat for chat in Chat.objects.all() if chat.user_id == phone.user_id)
