"""The commands: templates that Meta has to approve, and the telephone in the terminal."""

import io
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils.timezone import now

from tests.browser.portal import Portal
from tests.whatsapp.settings import SETTINGS
from tests.world import build
from whatsapp.rules.templates import BODIES, NEWS
from whatsapp.services import sending, working


class Approvals(BaseHTTPRequestHandler):
    """Meta's list of an account's templates."""

    there: list = []

    def do_GET(self):
        self._answer({"data": self.there})

    def do_POST(self):
        template = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.there.append(template | {"status": "PENDING"})
        self._answer({"id": "1", "status": "PENDING"})

    def _answer(self, body: dict):
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def approvals(settings):
    handler = type("Handler", (Approvals,), {"there": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WHATSAPP_GRAPH_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.WHATSAPP_ACCOUNT_ID = "210987654321098"
    yield handler.there
    server.shutdown()
    server.server_close()


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("whatsapp_templates", *arguments, stdout=out)
    return out.getvalue()


def test_templates_are_listed_without_asking_anybody():
    assert all(body in said() for body in BODIES.values())


def test_a_missing_template_fails_the_check_and_is_handed_in(approvals):
    with pytest.raises(CommandError, match="2 of 2 are missing"):
        said("--check")
    assert said("--push").count("PENDING") == 2
    with pytest.raises(CommandError):
        said("--check")
    for template in approvals:
        template["status"] = "APPROVED"
    assert "All templates are approved" in said("--check")


def test_a_template_that_reads_otherwise_counts_as_missing(approvals):
    for code in BODIES:
        parts = [{"type": "BODY", "text": "Something else."}]
        approvals.append({"name": NEWS, "language": code, "status": "APPROVED", "components": parts})
    with pytest.raises(CommandError):
        said("--check")


def test_what_is_not_set_is_named(settings):
    settings.WHATSAPP_ACCOUNT_ID = ""
    with pytest.raises(CommandError, match="WHATSAPP_ACCOUNT_ID"):
        said("--check")


def test_the_telephone_in_the_terminal_talks_to_the_portal(own_database, settings, monkeypatch, meta_line, tmp_path):
    """Through the real webhook of a portal that runs, and the stand-in that it answers to."""
    build()
    told = SETTINGS | {"WHATSAPP_GRAPH_URL": settings.WHATSAPP_GRAPH_URL}
    portal = Portal(own_database, static_root=tmp_path, folder=tmp_path, workers=1, threads=1, **told)
    portal.start()
    meta_line.account = replace(meta_line.account, webhook=f"{portal.url}/whatsapp/webhook")
    typed, out, over = iter(["Salam", "/2", "4", "/quit"]), io.StringIO(), threading.Event()
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    worker = threading.Thread(target=_work_until, args=(over,))
    worker.start()
    try:
        call_command("whatsapp_phone", portal=portal.url, stdout=out)
    finally:
        over.set()
        worker.join()
        portal.stop()
    assert "/2 [English]" in out.getvalue()
    assert "15 – Police emergency" in out.getvalue()


def _work_until(over: threading.Event) -> None:
    """What a Celery worker does, every moment."""
    try:
        while not over.wait(0.1):
            working.work(at=now())
            sending.send_due(at=now())
    finally:
        connections.close_all()
