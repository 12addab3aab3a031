"""Broker, SMS gateway and mail server are down: a complaint is accepted, and everybody is notified once, later."""

import uuid
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now

from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint
from notifications.models import Message
from notifications.services import deliver_due_messages
from operations.embedded_servers import find_free_port
from tests.notifications.gateway import Gateway
from tests.world import build

pytestmark = pytest.mark.slow

ROUNDS = 40  # delivery runs, ninety minutes apart: more than the outbox needs to retry everything


@pytest.fixture
def neighbours(settings, tmp_path):
    """The gateway and the mail server, both down. The cache's broker is dead for good."""
    gateway, port = Gateway(), find_free_port()
    mail = Controller(Mailbox(tmp_path / "mail"), hostname="127.0.0.1", port=port)
    settings.SMS_URL = gateway.url
    smtp = "django.core.mail.backends.smtp.EmailBackend"  # Django's test runner would keep the e-mails
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": options}}
    settings.NOTIFICATIONS_TRANSPORTS = {
        "email": "notifications.transports.email.send",
        "sms": "notifications.transports.sms.send",
    }
    dead = f"redis://127.0.0.1:{find_free_port()}/0"
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": dead}}
    settings.CELERY_BROKER_URL = dead
    caches.close_all()
    gateway.close()
    yield gateway, mail, tmp_path / "mail"
    if mail.server:
        mail.stop()


@pytest.mark.usefixtures("own_database")
def test_everything_is_sent_once_the_servers_return(neighbours):
    gateway, mail, letters = neighbours
    world = build()

    client, key = Client(), draft_address(uuid.uuid4())
    pages = {
        "complain/": {"key": key, "category": "threats"},
        f"complain/{key}/where/": {"district": "lahore"},
        f"complain/{key}/what/": {"text": "People I know by name threaten us."},
        f"complain/{key}/whom/": {"keep_from": "no"},
        f"complain/{key}/reach/": {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"},
    }
    for path, told in pages.items():
        answer = client.post(f"/{path}", told)
        assert answer.status_code == 302, answer.context and answer.context["form"].errors
    complaint = Complaint.objects.unscoped("test").get()
    world.salma.marks(complaint, to=world.bilal, at=now())
    waiting = Message.objects.filter(sent_at=None).count()
    assert waiting == 3  # she gets two messages, he gets one

    deliver_due_messages(at=now())
    assert Message.objects.filter(sent_at=None, given_up_at=None).count() == waiting

    gateway.open()
    mail.start()
    for turn in range(1, ROUNDS):
        deliver_due_messages(at=now() + turn * timedelta(minutes=90))
    assert not Message.objects.filter(sent_at=None).exists()
    assert [body["to"] for body in gateway.bodies] == ["+923001112233"] * 2
    assert len(list((letters / "new").iterdir())) == 1
    gateway.close()
