"""The example package of examples/form_gateway: installed, named, and messages go out by it, again after a failure."""

import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from notifications.services import DeliveryCounts, deliver_due_messages, enqueue
from operations import extension_checks
from operations.extension_points import TRANSPORTS
from tests.databases import ROOT
from tests.example_packages import install_example

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class FormGateway:
    """A gateway on this machine: it keeps the forms, and answers each with the first of `answers`, or OK."""

    def __init__(self):
        self.forms, self.keys, self.answers = [], [], []
        gateway = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                gateway.forms.append({name: values[0] for name, values in parse_qs(sent).items()})
                gateway.keys.append(self.headers["X-Api-Key"])
                status, text = gateway.answers.pop(0) if gateway.answers else (200, "OK 991")
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which the package is installed."""
    folder = tmp_path_factory.mktemp("site")
    install_example("form_gateway", folder)
    return folder


@pytest.fixture
def form_gateway(installed, settings, monkeypatch):
    monkeypatch.syspath_prepend(installed)
    settings.DEMO = settings.DEBUG = False
    settings.EXTENSIONS = settings.EXTENSIONS | {"SMS_TRANSPORT": "form_gateway"}
    assert extension_checks.check_extensions() == []
    settings.NOTIFICATIONS_TRANSPORTS = {
        "sms": TRANSPORTS["sms"].path_of("form_gateway"),
        "email": "notifications.transports.email.send",
    }
    gateway = FormGateway()
    monkeypatch.setenv("FORM_GATEWAY_URL", f"http://127.0.0.1:{gateway.server.server_port}/send")
    monkeypatch.setenv("FORM_GATEWAY_KEY", "k-1")
    yield gateway
    gateway.server.shutdown()
    gateway.server.server_close()
    sys.modules.pop("form_gateway", None)


def tell_ayesha(words="hello"):
    return enqueue(recipient="citizen:1", template="plain", context={"words": words}, at=NOW)


def test_a_message_goes_out_by_the_package_and_again_after_a_failure(form_gateway):
    message = tell_ayesha()
    form_gateway.answers = [(503, "ERR 90"), (200, "ERR 77")]
    assert deliver_due_messages(at=NOW) == DeliveryCounts(retrying=1)
    assert deliver_due_messages(at=NOW + timedelta(minutes=1)) == DeliveryCounts(retrying=1)
    assert deliver_due_messages(at=NOW + timedelta(minutes=6)) == DeliveryCounts(sent=1)
    message.refresh_from_db()
    assert (message.attempts, message.channel, message.last_error) == (3, "sms", "")
    assert form_gateway.forms == [{"to": "+923001234567", "text": "hello", "ref": str(message.pk)}] * 3
    assert form_gateway.keys == ["k-1"] * 3


def test_a_wrong_number_is_told_by_e_mail(form_gateway, post):
    form_gateway.answers = [(200, "ERR 21 wrong number")]
    enqueue(recipient="citizen:8", template="plain", context={"words": "hello"}, at=NOW)
    assert deliver_due_messages(at=NOW) == DeliveryCounts(sent=1)
    assert len(post.letters) == 1


def test_without_its_settings_the_message_waits(form_gateway, monkeypatch):
    message = tell_ayesha()
    monkeypatch.delenv("FORM_GATEWAY_KEY")
    assert deliver_due_messages(at=NOW) == DeliveryCounts(put_back=1)
    message.refresh_from_db()
    assert message.last_error == "no SMS gateway: set FORM_GATEWAY_URL and FORM_GATEWAY_KEY"
    monkeypatch.setenv("FORM_GATEWAY_KEY", "k-1")
    assert deliver_due_messages(at=NOW + timedelta(hours=1)) == DeliveryCounts(sent=1)


def test_a_gateway_that_is_down_is_tried_again(form_gateway):
    message = tell_ayesha()
    form_gateway.server.shutdown()
    form_gateway.server.server_close()
    assert deliver_due_messages(at=NOW) == DeliveryCounts(retrying=1)
    message.refresh_from_db()
    assert message.last_error == "form gateway not reached: ConnectError"


def test_the_package_has_fewer_than_sixty_lines():
    files = [*(ROOT / "examples" / "form_gateway").rglob("*.py"), ROOT / "examples" / "form_gateway" / "pyproject.toml"]
    assert len(files) == 2
    assert sum(len(file.read_text().splitlines()) for file in files) < 60
