"""The mailbox of the portal: a real IMAP server for what is fetched, a real SMTP server for what is sent."""

from dataclasses import dataclass, field

import pytest

from mail_intake.models import IncomingMail
from mail_intake.services import mail_answers, mail_processing, mail_storage
from notifications.models import Message
from notifications.services import deliver_due_messages
from tests.mail_intake.dovecot import PROGRAM, Dovecot
from tests.mail_intake.letters import INTAKE
from tests.notifications.conftest import post  # noqa: F401
from tests.world import clock


@pytest.fixture(autouse=True)
def intake(settings, tmp_path):
    """Switch the intake on. Nothing connects to this mailbox unless `dovecot` is asked for."""
    settings.SITE_URL = "https://portal.example"
    settings.MAIL_INTAKE_URL = "imap://nobody:x@127.0.0.1:1/INBOX"
    settings.MAIL_INTAKE_ADDRESS = INTAKE
    settings.DEFAULT_FROM_EMAIL, settings.NEUTRAL_FROM_EMAIL = f"Portal <{INTAKE}>", "messages@portal.example"
    settings.NOTIFICATIONS_TRANSPORTS = {"email": "notifications.transports.email.send"}
    storage = settings.STORAGES["evidence"]
    settings.STORAGES = settings.STORAGES | {
        "evidence": storage | {"OPTIONS": storage["OPTIONS"] | {"location": str(tmp_path / "sealed")}}
    }


@pytest.fixture
def dovecot(settings):
    """A running IMAP server with an empty mailbox, which the portal reads."""
    if PROGRAM is None:
        pytest.skip("no Dovecot: bin/debian dovecot dovecot-imapd")
    server = Dovecot()
    settings.MAIL_INTAKE_URL = server.url
    yield server
    server.remove()


@dataclass
class Intake:
    """The portal's side: takes e-mails and sends answers."""

    post: object
    seen: int = field(default=0)

    def takes(self, *letters: bytes, at="09:00") -> list[IncomingMail]:
        """Store and process e-mails, send what is due, and return their rows."""
        before = set(IncomingMail.objects.values_list("pk", flat=True))
        for raw in letters:
            mail_storage.store_mail(raw, at=clock(at))
        self.works(at)
        return list(IncomingMail.objects.exclude(pk__in=before).order_by("pk"))

    def works(self, at: str) -> None:
        mail_processing.process_waiting_mail(at=clock(at))
        mail_answers.send_due_answers(at=clock(at))
        deliver_due_messages(at=clock(at), limit=5_000)

    def sent(self) -> list:
        """Return the e-mails that were sent since the last call, to anybody."""
        new, self.seen = self.post.letters[self.seen :], len(self.post.letters)
        return new

    @staticmethod
    def outbox() -> list[str]:
        return list(Message.objects.order_by("pk").values_list("template", flat=True))


@pytest.fixture
def portal(world, post):  # noqa: F811
    return Intake(post)


def text_of(received) -> str:
    """Return the plain text of an e-mail that was sent."""
    return received.get_payload(0).get_payload(decode=True).decode()
