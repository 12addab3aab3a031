"""The phone in the terminal."""

import io
import threading
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils.timezone import now

from tests.browser.portal import Portal
from tests.whatsapp.settings import SETTINGS
from tests.world import build
from whatsapp.services import message_sending, update_processing


@pytest.mark.slow
def test_the_telephone_in_the_terminal_talks_to_the_portal(own_database, settings, monkeypatch, simulator, tmp_path):
    """It uses the webhook of a running portal, and the stand-in to which the portal replies."""
    build()
    told = SETTINGS | {"WHATSAPP_GRAPH_URL": settings.WHATSAPP_GRAPH_URL}
    portal = Portal(own_database, static_root=tmp_path, folder=tmp_path, workers=1, threads=1, **told)
    portal.start()
    simulator.account = replace(simulator.account, webhook=f"{portal.url}/whatsapp/webhook")
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
    """Do what a Celery worker does, repeatedly."""
    try:
        while not over.wait(0.1):
            update_processing.process_updates(at=now())
            message_sending.send_due_messages(at=now())
    finally:
        connections.close_all()
