"""Programs get no answer, bounces reach the outbox, and no flood makes the portal flood anybody."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.evidence import sealed_storage
from complaints.signals import complaint_ending_for_good
from mail_intake.models import IncomingMail
from mail_intake.queries.intake_status import count_mail_backlog
from mail_intake.rules.mail_parsing import parse_mail
from mail_intake.rules.quoted_history import cut_quoted_history
from mail_intake.services import mail_answers, mail_deletion, mail_processing, mail_storage
from notifications.models import Message
from tests.depth import DEEP
from tests.mail_intake.letters import AYESHA, INTAKE, letter, report_of
from tests.signing_in import sign_in
from tests.world import clock

pytestmark = pytest.mark.django_db

PROGRAMS = {
    "vacation": {"Auto_Submitted": "auto-replied"},
    "vacation of Outlook": {"subject": "Automatic reply: A message for you", "X_Auto_Response_Suppress": "All"},
    "old vacation": {"subject": "Out of office"},
    "bounce without a report": {"Return_Path": "<>", "sender": "MAILER-DAEMON@mail.example"},
    "old autoresponder": {"Precedence": "auto_reply"},
    "own address": {"sender": INTAKE},
    "own neutral address": {"sender": "messages@portal.example"},
    "own address for replies": {"sender": "complaints+c1.aaaaaaaaaaaaaaaa@portal.example"},
}
UNANSWERED = {
    "mailing list": {"List_Id": "<news.example.org>"},
    "advertising": {"List_Unsubscribe": "<https://example.org/off>", "sender": "shop@example.org"},
    "mass mail": {"Precedence": "bulk"},
    "asked for no answer": {"X_Auto_Response_Suppress": "OOF, AutoReply"},
    "no-reply": {"sender": "no-reply@bank.example"},
    "no sender": {"sender": ""},
    "two senders": {"sender": "a@example.org, b@example.org"},
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_a_program_wrote_is_kept_and_gets_no_answer(portal, name):
    [mail] = portal.takes(letter(**PROGRAMS[name]))
    assert (mail.state, mail.outcome, mail.answer) == ("done", "automatic", "")
    assert portal.sent() == []


@pytest.mark.parametrize("name", UNANSWERED)
def test_some_mail_of_people_gets_no_automatic_answer(portal, name):
    [mail] = portal.takes(letter(**UNANSWERED[name]))
    assert (mail.outcome, mail.answer) == ("offered", "")
    assert portal.sent() == []


def test_two_portals_do_not_answer_each_other(portal):
    """Another portal's answer, with its own addresses, is our own answer as it would get it."""
    portal.takes(letter())
    [answer] = portal.sent()
    answer.replace_header("From", "messages@other.example")
    answer.replace_header("To", INTAKE)
    portal.takes(answer.as_bytes(), at="11:00")
    assert IncomingMail.objects.latest("pk").outcome == "automatic"
    assert portal.sent() == []


def test_a_vacation_reply_to_a_message_of_the_complaint_adds_nothing(world, portal):
    [mail] = portal.takes(letter())
    [answer] = portal.sent()
    portal.takes(letter("I am away.", to=answer["Reply-To"], Auto_Submitted="auto-replied"), at="11:00")
    assert not mail.replies.exists()


def sent_to_ayesha(world, portal) -> tuple[Message, str]:
    """Send a message to Ayesha. Return its row and the Message-ID of the e-mail."""
    complaint = world.complaint(email=AYESHA, phone="")
    portal.works("09:01")
    [received] = [one for one in portal.sent() if one["To"] == AYESHA]
    return Message.objects.get(recipient=f"complainant:{complaint.complainant_id}"), received["Message-ID"]


def test_a_message_that_came_back_counts_as_undeliverable(world, portal):
    message, message_id = sent_to_ayesha(world, portal)
    assert message.sent_at
    portal.takes(report_of(message_id), at="09:30")
    message.refresh_from_db()
    assert (message.sent_at, message.given_up_at) == (None, clock("09:30"))
    assert "5.1.1" in message.last_error
    assert AYESHA not in message.last_error
    assert portal.sent() == []


@pytest.mark.parametrize("told", [{"action": "delayed"}, {"status": "4.4.1"}])
def test_a_message_that_is_only_late_stays_sent(world, portal, told):
    message, message_id = sent_to_ayesha(world, portal)
    portal.takes(report_of(message_id, **told), at="09:30")
    message.refresh_from_db()
    assert message.sent_at


def test_nobody_can_make_up_a_report(world, portal):
    message, message_id = sent_to_ayesha(world, portal)
    number = message_id.split(".")[0]
    portal.takes(report_of(f"{number}.aaaaaaaaaaaaaaaa@portal.example>"), report_of(f"{number}@portal.example>"))
    message.refresh_from_db()
    assert message.sent_at


def test_an_address_gets_one_answer_an_hour_and_three_a_day(portal):
    portal.takes(*(letter(f"Part {n}") for n in range(10)))
    answers = {"09:00": len(portal.sent())}
    for at in ("09:30", "10:00", "11:00", "12:30", "14:00", "20:00"):
        portal.works(at)
        answers[at] = len(portal.sent())
    assert answers == {"09:00": 1, "09:30": 0, "10:00": 1, "11:00": 1, "12:30": 0, "14:00": 0, "20:00": 0}
    assert IncomingMail.objects.count() == 10
    portal.works("+1d 09:01")
    assert count_mail_backlog().unanswered == 0


def test_all_addresses_together_get_no_more_than_the_limit_and_the_rest_waits(portal, settings, caplog):
    settings.MAIL_ANSWERS_PER_HOUR = 4
    portal.takes(*(letter(sender=f"p{n}@example.org") for n in range(10)))
    counts = [len(portal.sent())]
    portal.works("09:10")
    counts.append(len(portal.sent()))
    assert "wait: 4 were sent within an hour" in caplog.text
    for at in ("10:01", "11:02", "12:03"):
        portal.works(at)
        counts.append(len(portal.sent()))
    assert counts == [4, 0, 4, 2, 0]


@pytest.mark.slow
def test_answers_cost_the_same_statements_for_any_number(portal):
    def statements(count: int, hour: int) -> int:
        for number in range(count):
            mail_storage.store_mail(letter(sender=f"h{hour}n{number}@example.org"), at=clock(f"{hour}:00"))
        mail_processing.process_waiting_mail(at=clock(f"{hour}:00"))
        with CaptureQueriesContext(connection) as found:
            assert mail_answers.send_due_answers(at=clock(f"{hour}:00")) == count
        return len(found)

    assert statements(2, 10) == statements(20, 12)


def test_a_bad_message_is_set_aside_and_stops_no_other(portal, world, monkeypatch):
    healthy = mail_processing.parse_mail

    def parse(raw):
        if b"poison" in raw:
            raise ValueError
        return healthy(raw)

    monkeypatch.setattr(mail_processing, "parse_mail", parse)
    bad, good = portal.takes(letter("poison"), letter(sender="b@example.org"))
    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.trouble, good.state) == ("aside", 3, "ValueError", "done")
    assert len(portal.sent()) == 1
    monkeypatch.undo()
    omar, rows = sign_in(Client(), world.omar.officer), reverse("admin:mail_intake_incomingmail_changelist")
    shown = omar.get(rows).content.decode()
    assert "ValueError" in shown
    assert AYESHA not in shown
    omar.post(rows, {"action": "try_again", "_selected_action": [bad.pk]})
    portal.works("10:00")
    assert len(portal.sent()) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"no headers at all",
        b"From: \xff\xfe@\x00\r\nSubject: =?bad?q?=ff?=\r\n\r\n\x00\x01text",
        b"From: a@example.org\r\nContent-Type: text/plain; charset=klingon\r\n\r\nnuqneH",
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/",
        b"From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
        b"From: a@example.org\r\nContent-Disposition: attachment; filename*=utf-8''%ff%00x.jpg\r\n\r\nx",
        b"From: a@example.org\r\nAuthentication-Results: ;;;===\r\nTo: <<>>,,@\r\n\r\nx",
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<![CDATA[<!x" + b"<" * 5_000,
        (b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 50) + b"deep",
    ],
    ids=range(11),
)
def test_no_malformed_message_is_set_aside(portal, raw):
    [mail] = portal.takes(raw)
    assert mail.state == "done", mail.trouble


def test_a_crash_while_processing_leaves_the_message_waiting(portal, monkeypatch):
    mail_storage.store_mail(letter(), at=clock("09:00"))
    with monkeypatch.context() as patched:
        patched.setattr(mail_processing, "_process_mail", _crash)
        with pytest.raises(KeyboardInterrupt):
            mail_processing.process_waiting_mail(at=clock("09:00"))
    assert IncomingMail.objects.get().state == "waiting"
    portal.works("09:01")
    assert portal.sent() == []  # the first attempt may still run, in another worker
    portal.works("09:06")
    portal.works("09:07")
    assert len(portal.sent()) == 1


def test_a_message_that_kills_its_worker_is_set_aside_and_the_others_are_processed(portal, monkeypatch):
    mail_storage.store_mail(letter(), at=clock("09:00"))
    with monkeypatch.context() as patched:
        patched.setattr(mail_processing, "_process_mail", _crash)
        for at in ("09:00", "09:06", "09:12"):
            with pytest.raises(KeyboardInterrupt):
                mail_processing.process_waiting_mail(at=clock(at))
    mail_processing.process_waiting_mail(at=clock("09:18"))
    mail = IncomingMail.objects.get()
    assert (mail.state, mail.trouble, mail.attempts) == ("aside", "killed", 3)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.org\r\nTo: " + b"a," * 100_000 + b"\r\n\r\nx",
        b"From: a@example.org\r\n\r\nOn 2026 a@b wrote" + b" " * 200_000 + b"x",
        b"From: a@example.org\r\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200))
        + b"x\r\n" * 100_000,
    ],
    ids=["long header", "spaces", "containers"],
)
def test_a_message_that_is_made_to_keep_a_program_busy_is_read(raw):
    """Without the limits each of these takes minutes, so that this test would not end."""
    parsed = parse_mail(raw)
    assert parsed.sender == "a@example.org"
    assert len(cut_quoted_history(parsed.text)) < 250_000


def _crash(*args, **more):
    raise KeyboardInterrupt


def test_a_message_is_deleted_after_thirty_days_with_its_file(portal):
    [mail] = portal.takes(letter())
    assert mail_deletion.delete_expired_mail(at=clock("+29d 09:00")) == 0
    assert sealed_storage.evidence_storage().exists(mail.file_name)
    assert mail_deletion.delete_expired_mail(at=clock("+30d 09:00")) == 1
    assert not sealed_storage.evidence_storage().exists(mail.file_name)


def test_mail_goes_with_the_personal_data_of_its_complaint(world, portal):
    mine, other = portal.takes(letter(), letter(sender="b@example.org"))
    complaint = world.complaint(email=AYESHA)
    complaint_ending_for_good.send(type(complaint), complaint=complaint, complainant=complaint.complainant)
    assert mail_deletion.delete_expired_mail(at=clock("10:00")) == 1
    assert [row.pk for row in IncomingMail.objects.all()] == [other.pk]
    assert not sealed_storage.evidence_storage().exists(mine.file_name)


@pytest.mark.slow
def test_a_flood_of_mail_in_an_hour_is_all_kept_and_answered_within_the_limits(portal, settings):
    """Five mails of each sender. The small form of this test is above; `make test-deep` sends five thousand."""
    mails, senders = (5_000, 1_000) if DEEP else (600, 120)
    settings.MAIL_ANSWERS_PER_HOUR = 100
    for number in range(mails):
        mail_storage.store_mail(letter(f"Part {number}", sender=f"p{number % senders}@example.org"), at=clock("09:00"))
    assert mail_processing.process_waiting_mail(at=clock("09:00"), most=mails) == mails
    assert IncomingMail.objects.filter(state="done", outcome="offered").count() == mails
    assert mail_answers.send_due_answers(at=clock("09:00")) == 100
    assert mail_answers.send_due_answers(at=clock("09:01")) == 0
    assert Message.objects.filter(template="mail_continue").count() == 100
    addresses = [mail.address for mail in IncomingMail.objects.filter(answered_at__isnull=False)]
    assert len(set(addresses)) == 100


def test_an_answer_is_enqueued_once_although_two_workers_send(portal):
    portal.takes(letter())
    IncomingMail.objects.update(answered_at=None)
    mail_answers.send_due_answers(at=clock("11:00"))
    assert Message.objects.filter(template="mail_continue").count() == 1


def test_the_portal_keeps_the_outbox_free_of_addresses(portal):
    portal.takes(letter())
    message = Message.objects.get(template="mail_continue")
    assert AYESHA not in f"{message.recipient} {message.context}"


def test_the_operator_s_report_counts_what_waits_and_what_failed(portal, client, settings):
    settings.METRICS_TOKEN = "t" * 32
    settings.MAIL_ANSWERS_PER_HOUR = 1
    portal.takes(letter(), letter(sender="b@example.org"), letter(sender="c@example.org"))

    def mail_state() -> str:
        return client.get("/readyz", headers={"Authorization": f"Bearer {'t' * 32}"}).json()["mail"]

    assert mail_state() == "2 answers waiting"
    IncomingMail.objects.update(answered_at=clock("09:00"), state="aside")
    assert mail_state() == "3 set aside"
    IncomingMail.objects.update(state="done")
    assert mail_state() == "on"
