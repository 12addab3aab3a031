"""Fetching from a real IMAP server: nothing is lost, nothing is taken twice, and one bad message stops no other."""

import pytest
from django.db import OperationalError

from complaints.evidence import StorageUnavailable, sealed_storage
from mail_intake.models import IncomingMail
from mail_intake.rules import mail_limits
from mail_intake.services import mail_storage, mailbox_fetching
from mail_intake.services.mailbox_fetching import MailboxUnavailable, fetch_new_mail
from tests.mail_intake.letters import TEXT, letter
from tests.world import clock

pytestmark = pytest.mark.django_db


def test_a_message_is_stored_encrypted_and_leaves_the_mailbox(dovecot):
    dovecot.deliver(letter())
    assert fetch_new_mail(at=clock("09:00")) == 1
    mail = IncomingMail.objects.get()
    assert TEXT.encode() in mail_storage.read_raw_mail(mail)
    with sealed_storage.evidence_storage().open(mail.file_name) as file:
        assert b"Model Town" not in file.read()
    assert dovecot.messages_left() == []
    assert fetch_new_mail(at=clock("09:01")) == 0


def test_a_message_stays_in_the_mailbox_while_it_cannot_be_stored(dovecot, monkeypatch):
    dovecot.deliver(letter())
    with monkeypatch.context() as patched:
        patched.setattr(mailbox_fetching, "store_mail", _fail_with(OperationalError))
        with pytest.raises(OperationalError):
            fetch_new_mail(at=clock("09:00"))
    assert len(dovecot.messages_left()) == 1
    assert fetch_new_mail(at=clock("09:01")) == 1


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(StorageUnavailable, StorageUnavailable), (PermissionError, MailboxUnavailable)],
)
def test_a_storage_that_fails_leaves_everything_in_the_mailbox(dovecot, monkeypatch, trouble, said):
    dovecot.deliver(letter(), letter())
    with monkeypatch.context() as patched:
        patched.setattr(sealed_storage, "save_sealed", _fail_with(trouble))
        with pytest.raises(said):
            fetch_new_mail(at=clock("09:00"))
    assert fetch_new_mail(at=clock("09:01")) == 2


def test_a_crash_between_storing_and_deleting_stores_nothing_twice(dovecot, monkeypatch):
    dovecot.deliver(letter())
    with monkeypatch.context() as patched:
        patched.setattr("imapclient.IMAPClient.delete_messages", _fail_with(OSError))
        with pytest.raises(MailboxUnavailable):
            fetch_new_mail(at=clock("09:00"))
    assert len(dovecot.messages_left()) == 1
    assert fetch_new_mail(at=clock("09:01")) == 0
    assert dovecot.messages_left() == []
    assert IncomingMail.objects.count() == 1


def test_a_message_that_was_delivered_twice_on_two_ways_is_stored_once(dovecot):
    raw = letter(Message_ID="<one@mail.example>")
    dovecot.deliver(b"Received: from a.example\r\n" + raw, b"Received: from b.example\r\n" + raw)
    assert fetch_new_mail(at=clock("09:00")) == 1
    assert dovecot.messages_left() == []


def test_a_foreign_message_with_the_same_id_keeps_no_other_out(dovecot):
    dovecot.deliver(
        letter("Nothing.", sender="x@example.net", Message_ID="<one@mail.example>"),
        letter(Message_ID="<one@mail.example>"),
    )
    assert fetch_new_mail(at=clock("09:00")) == 2


def test_a_message_that_cannot_be_stored_is_flagged_and_the_next_one_is_taken(dovecot, monkeypatch):
    dovecot.deliver(letter("poison"), letter())
    healthy = mail_storage.store_mail

    def store(raw, **more):
        if b"poison" in raw:
            raise ValueError
        return healthy(raw, **more)

    monkeypatch.setattr(mailbox_fetching, "store_mail", store)
    assert fetch_new_mail(at=clock("09:00")) == 1
    monkeypatch.undo()
    assert [b"poison" in raw for raw in dovecot.messages_left()] == [True]
    assert fetch_new_mail(at=clock("09:01")) == 0


def test_of_a_message_that_is_too_large_the_headers_are_stored_and_it_stays(dovecot, monkeypatch):
    monkeypatch.setattr(mailbox_fetching, "LARGEST_MAIL", 20_000)
    dovecot.deliver(letter("x" * 70 + "\n", html="<p>" + "y" * 30_000))
    assert fetch_new_mail(at=clock("09:00")) == 1
    mail = IncomingMail.objects.get()
    assert mail.is_too_large
    assert b"yyy" not in mail_storage.read_raw_mail(mail)
    assert len(dovecot.messages_left()) == 1
    assert fetch_new_mail(at=clock("09:01")) == 0


def test_a_person_who_reads_the_mailbox_makes_no_message_disappear(dovecot):
    dovecot.deliver(letter())
    with dovecot.client() as client:
        client.fetch(client.search(), ["BODY[]"])  # marks it as seen
    assert fetch_new_mail(at=clock("09:00")) == 1


def test_a_server_that_is_down_loses_nothing(dovecot):
    dovecot.deliver(letter())
    dovecot.stop()
    with pytest.raises(MailboxUnavailable, match="mailbox: "):
        fetch_new_mail(at=clock("09:00"))
    dovecot.start()
    assert fetch_new_mail(at=clock("09:01")) == 1


@pytest.mark.slow
def test_a_wrong_password_is_named_without_it(dovecot, settings):
    settings.MAIL_INTAKE_URL = dovecot.url.replace(dovecot.password, "wrong-word")
    with pytest.raises(MailboxUnavailable) as failure:
        fetch_new_mail(at=clock("09:00"))
    assert "LoginError" in str(failure.value)
    assert "wrong-word" not in str(failure.value)


def test_a_run_takes_no_more_than_its_share_and_the_next_one_goes_on(dovecot):
    dovecot.deliver(*(letter() for _ in range(5)))
    assert [fetch_new_mail(at=clock("09:00"), most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert mail_limits.FETCHED_AT_ONCE * 60 > 5_000  # runs of a minute: 5,000 messages are fetched within an hour


def test_more_than_the_disk_should_take_waits_in_the_mailbox(dovecot, settings, caplog):
    settings.MAIL_INTAKE_MB_PER_HOUR = 3
    dovecot.deliver(*(letter(TEXT, files=[("film.bin", b"x" * 900_000)]) for _ in range(4)))
    assert fetch_new_mail(at=clock("09:00")) == 2  # a megabyte and a third each, as files grow in an e-mail
    assert "waits in the mailbox" in caplog.text
    assert len(dovecot.messages_left()) == 2
    assert fetch_new_mail(at=clock("10:30")) == 2


def test_without_a_mailbox_nothing_is_asked(settings):
    settings.MAIL_INTAKE_URL = ""
    assert fetch_new_mail(at=clock("09:00")) == 0


def _fail_with(error):
    def fail(*args, **more):
        raise error("test")

    return fail
