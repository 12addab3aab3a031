"""A report to Sentry leads to the error, and contains nothing that a complainant wrote."""

import json
import logging
import uuid

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from citizen.filing.draft_addresses import draft_address
from operations.observability import reporters
from operations.observability.error_reports import start_error_reports
from operations.observability.reporter_settings import REPORTERS
from tests.citizen.conftest import TOLD, Visitor
from tests.world import PHONES

WRITTEN = "اس نے میری جمع پونجی لے لی"
NAME, CNIC = "Ayesha Bibi", "35202-1234567-1"


class StandIn(Transport):
    """Keeps what would be sent."""

    def __init__(self, options=None):
        super().__init__(options)
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope)

    def events(self) -> list[dict]:
        return [item.payload.json for envelope in self.sent for item in envelope.items if item.type == "event"]

    def everything(self) -> str:
        return json.dumps([envelope.serialize().decode() for envelope in self.sent], ensure_ascii=False)


@pytest.fixture
def reports(settings):
    settings.SENTRY_DSN = "http://key@127.0.0.1:9/1"
    transport = StandIn()
    start_error_reports(transport)
    yield transport
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_in_a_page_is_reported_by_its_place_and_request_and_not_by_what_was_typed(world, reports, monkeypatch):
    def fails(*_arguments, **_options):
        phone, text = PHONES["ayesha"], WRITTEN  # values of variables must not be sent either
        raise ValueError(f"{NAME} {phone} {CNIC}: {text}")

    visitor, draft = Visitor(), draft_address(uuid.uuid4())
    visitor.posts("/complain/", key=draft, category=TOLD["category"])
    visitor.posts(f"/complain/{draft}/where/", district="lahore")
    monkeypatch.setattr("citizen.filing.filing_pages.redirect_to_next_step", fails)
    visitor.client.raise_request_exception = False
    answer = visitor.posts(f"/complain/{draft}/what/?name={NAME}", text=f"{WRITTEN} {CNIC}")
    assert answer.status_code == 500
    (event,) = reports.events()
    exception = event["exception"]["values"][-1]
    assert exception["type"] == "ValueError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "fails"
    assert {frame["function"] for frame in exception["stacktrace"]["frames"]} >= {"answer_statement_page"}
    assert event["tags"] == {"request_id": answer["X-Request-ID"]}
    assert event["logentry"]["message"].startswith("django.request, log:")
    everything = reports.everything()
    secrets = (NAME, PHONES["ayesha"], CNIC, "1234567", WRITTEN, WRITTEN[:8], draft, "/complain/", "csrf")
    assert [secret for secret in secrets if secret in everything or json.dumps(secret)[1:-1] in everything] == []


def test_an_error_that_is_only_logged_is_reported_without_its_text(reports):
    logging.getLogger("whatsapp").error("An update of %s could not be read: %s", PHONES["ayesha"], WRITTEN)
    logging.getLogger("whatsapp").warning("Nobody reports warnings: %s", WRITTEN)
    (event,) = reports.events()
    assert event["logentry"]["message"].startswith("whatsapp, test_error_reports:")
    assert WRITTEN not in reports.everything()


def test_nothing_is_reported_without_an_address(settings):
    assert settings.SENTRY_DSN == ""
    assert not sentry_sdk.get_client().is_active()


@pytest.mark.parametrize("setting", REPORTERS)
def test_a_missing_package_stops_the_start_with_one_line(settings, monkeypatch, setting):
    setattr(settings, setting, "http://127.0.0.1:9")
    assert reporters.check_reporters_are_installed() == []
    monkeypatch.setattr("operations.observability.reporters.is_installed", lambda name: False)
    (error,) = reporters.check_reporters_are_installed()
    assert error.msg == f"{setting} is set, and its package is not installed."
    assert "requirements-observability.txt" in error.hint
    reporters.start_reporters()  # and does not fail before the check
