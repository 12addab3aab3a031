"""Real servers as stand-ins for the outside world: SMTP and an SMS gateway on this machine."""

import socket
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler

from tests.notifications.gateway import Gateway

HERE = Path(__file__).parent


class Letters(Handler):
    """Keep every letter; answer a recipient with `refusal` if one is set."""

    def __init__(self):
        super().__init__()
        self.letters = []
        self.refusal = ""

    def handle_message(self, message):
        self.letters.append(message)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture(autouse=True)
def house(settings):
    """This folder's templates and cast, and both real transports."""
    first, *others = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [HERE / "templates", *first["DIRS"]]}, *others]
    settings.SITE_URL = "https://portal.example"
    settings.NOTIFICATIONS_RESOLVERS = {
        kind: f"tests.notifications.people.{kind}" for kind in ("citizen", "crowd", "broken")
    }
    settings.NOTIFICATIONS_TRANSPORTS = {
        "email": "notifications.transports.email.send",
        "sms": "notifications.transports.sms.send",
    }


@pytest.fixture
def gateway(settings):
    gateway = Gateway()
    settings.SMS_URL = gateway.url
    yield gateway
    gateway.close()


def free_port():
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


@pytest.fixture
def post(settings):
    """A running SMTP server; `.letters` are the accepted e-mails."""
    handler = Letters()
    door = {"host": "127.0.0.1", "port": free_port()}
    smtp = "django.core.mail.backends.smtp.EmailBackend"  # Django's test runner would keep the letters to itself
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {**door, "timeout": 10}}}
    controller = Controller(handler, hostname=door["host"], port=door["port"])
    handler.stop = controller.stop
    controller.start()
    yield handler
    if controller.server:
        controller.stop()
