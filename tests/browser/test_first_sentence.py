"""The first page in a real browser: words and voice notes, the other language, and a broken line."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import Draft
from tests.evidence import samples
from tests.world import build

pytestmark = pytest.mark.slow

WORDS = "My husband beats me every night and I am afraid."
STORED = "() => [...Object.values(localStorage), ...Object.values(sessionStorage)].join(' ')"


@pytest.fixture
def phone(portal, new_page):
    """A telephone with the portal and the cast."""
    build()
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/complain/")
    return page


def test_the_words_go_along_into_the_other_language_and_stay_nowhere(phone):
    phone.locator("#id_text").fill(WORDS)
    phone.locator("a.language").first.click()
    expect(phone).to_have_url(re.compile("/ur/complain/$"))
    expect(phone.locator("#id_text")).to_have_value(WORDS)
    assert WORDS not in phone.evaluate(STORED)
    phone.reload()
    assert WORDS not in phone.evaluate(STORED)


def test_the_phone_keeps_no_copy_of_the_sentence(phone):
    phone.locator("#id_text").fill(WORDS)
    phone.locator("#step-form .actions button").click()
    expect(phone).to_have_url(re.compile("/proposal/$"))
    assert phone.evaluate(STORED).strip() == ""
    assert "husband" not in phone.url
    assert phone.title() == "Information"


def test_a_broken_line_loses_no_word(phone):
    phone.locator("#id_text").fill(WORDS)
    phone.context.set_offline(True)
    phone.locator("#step-form .actions button").click()
    expect(phone.locator("[data-no-line]")).to_be_visible()
    expect(phone.locator("#id_text")).to_have_value(WORDS)
    phone.context.set_offline(False)
    phone.locator("#step-form .actions button").click()
    expect(phone).to_have_url(re.compile("/proposal/$"))


def test_a_voice_note_is_uploaded_in_pieces_before_anything_is_written(phone):
    sound = samples.film("ogg", video="", audio="libopus")
    phone.locator("#id_evidence").set_input_files([{"name": "told.ogg", "mimeType": "audio/ogg", "buffer": sound}])
    expect(phone.locator('[data-files] [data-state="checking"]')).to_be_visible()
    assert Draft.objects.get().evidence.get().is_complete
    phone.locator("#step-form .actions button").click()
    expect(phone).to_have_url(re.compile("/proposal/$"))
    expect(phone.locator("main")).to_contain_text("within 15 minutes")
    phone.locator('button[name="category"][value="other"]').first.click()
    expect(phone).to_have_url(re.compile("/where/$"))
