"""The page of the public log checks a proof in the browser, without a connection."""

import base64
import re
from itertools import count
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from citizen.queries.receipt_proof import check_receipt_mark
from complaints.models import Event
from complaints.rules.log.receipt_verification_code import format_verification_code, verification_code_of
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from ledger.signed_notes import log_key
from tests.browser import axe
from tests.world import build

pytestmark = pytest.mark.slow
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def receipt(portal, settings) -> tuple[str, str]:
    """Return the code of a receipt whose hour is in the log, and its proof."""
    settings.LOG_ORIGIN = f"{urlsplit(portal.url).netloc}/log"  # as the portal's own process has it
    complaint = build().complaint()
    seal_events(at=now())
    publish_head(at=now())
    code = verification_code_of(bytes(Event.objects.get(complaint=complaint, seq=1).mac))
    return format_verification_code(code), check_receipt_mark(complaint.etag, code).as_proof()


def check(page, content: str, digits: str) -> None:
    file = {"name": "receipt.tlog-proof", "mimeType": "text/plain", "buffer": content.encode()}
    page.set_input_files("#log-proof", file)
    page.fill("#log-digits", digits)
    page.click("#log-check button")


GOOD = {"en": "Not enough independent witnesses", "ur": "کافی تعداد میں آزاد گواہ"}


@pytest.mark.parametrize("language", GOOD)
def test_a_proof_is_checked_without_a_connection(receipt, browser, portal, language):
    code, proof = receipt
    context = browser.new_context(base_url=portal.url, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto("/log/" if language == "en" else "/ur/log/")
    context.set_offline(True)
    check(page, proof, code)
    expect(page.locator("[data-log-answer]:visible")).to_contain_text(GOOD[language])
    for content, digits, answer in (
        (proof, code.replace(code[0], "5" if code[0] != "5" else "6"), "other"),
        (proof.replace("index 0", "index 1"), code, "broken"),
        ("a photo", code, "unreadable"),
    ):
        check(page, content, digits)
        expect(page.locator("[data-log-answer]:visible")).to_have_attribute("data-log-answer", answer)
    assert page.evaluate(TOO_WIDE) <= 0
    context.set_offline(False)
    assert axe.violations(page) == []
    context.close()


@pytest.fixture
def key_with_plus_signs(portal, settings) -> str:
    """Return the key of a log whose base64 looks as if it held another key's parts. One key in 150 does."""
    name = f"{urlsplit(portal.url).netloc}/log"
    seeds = (number.to_bytes(32) for number in count())
    seed = next(seed for seed in seeds if re.search(r"\+.{8}\+", str(log_key(name, seed)).split("+", 2)[2]))
    settings.LOG_SIGNING_KEY = base64.b64encode(seed).decode()
    return str(log_key(name, seed))


def test_a_key_with_plus_signs_in_its_base64_is_read_whole(key_with_plus_signs, receipt, new_page):
    code, proof = receipt
    page = new_page()
    page.goto("/log/")
    page.evaluate("keys => { document.getElementById('log-check').dataset.keys = keys }", f'["{key_with_plus_signs}"]')
    check(page, proof, code)
    expect(page.locator("[data-log-answer]:visible")).to_contain_text(GOOD["en"])
