"""The demo's phones in a browser: Enter, lists, pictures, ticks, two phones side by side, in both directions."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_whole_chat import Telephone, _shot, portal  # noqa: F401 (fixture)
from tests.evidence import samples
from tests.world import build

pytestmark = pytest.mark.slow

AYESHA, BASHIR = 923001112233, 923214445566


def telephone(page, language: str, number: int = AYESHA) -> Telephone:
    phone = Telephone(page, language)
    page.goto(f"{phone.root}/demo/phone/{number}/")
    return phone


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ur", 390), ("en", 1280), ("ur", 1280)])
def test_a_chat_looks_and_works_as_on_a_telephone(portal, new_page, language, width):  # noqa: F811
    build()
    page = new_page(language=language, viewport={"width": width, "height": 844 if width == 390 else 900})
    phone = telephone(page, language)
    page.locator(".phone-text").fill("Salam")
    page.locator(".phone-text").press("Shift+Enter")
    page.locator(".phone-text").press("Enter")
    expect(page.locator(".bubble-mine")).to_have_count(1)
    expect(page.locator(".phone-text")).to_have_value("")
    phone.taps("اردو" if language == "ur" else "English")
    expect(page.locator(".ticks-delivered, .ticks-read").first).to_be_visible()
    _shot(page, f"phone-menu-{language}-{width}")
    page.locator(".phone-chat .bubble-actions:last-child summary").click()
    expect(page.locator(".sheet-row").first).to_be_visible()
    _shot(page, f"phone-sheet-{language}-{width}")
    assert axe.violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".sheet[open]")).to_have_count(0)
    phone.hands_in("door.jpg", "image/jpeg", samples.photo())
    loaded = page.locator(".bubble-picture img").last
    expect(loaded).to_be_visible()
    assert loaded.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    phone.hands_in("note.amr", "audio/amr", samples.old_voice(), is_answered=False)
    expect(page.locator("audio.bubble-voice")).to_have_count(1)
    _shot(page, f"phone-files-{language}-{width}")
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "ur"])
def test_two_phones_stand_side_by_side(portal, new_page, language):  # noqa: F811
    build()
    page = new_page(language=language, viewport={"width": 1280, "height": 900})
    telephone(page, language)
    page.locator(".phone-beside").first.click()
    expect(page.locator("[data-phone]")).to_have_count(2)
    first, second = page.locator("[data-phone]").first, page.locator("[data-phone]").last
    first.locator(".phone-text").fill("Salam")
    first.locator(".phone-text").press("Enter")
    expect(first.locator(".bubble-theirs")).to_have_count(1)
    expect(second.locator(".bubble")).to_have_count(0)
    _shot(page, f"phone-two-{language}")
    assert axe.violations(page) == []


def test_without_a_script_a_list_opens_and_a_row_is_sent(portal, new_page):  # noqa: F811
    build()
    page = new_page(javascript=False, viewport={"width": 390, "height": 844})
    page.goto(f"/demo/phone/{AYESHA}/")
    page.locator(".phone-text").fill("Salam")
    page.locator(".phone-send").click()
    expect(page.locator(".bubble-mine")).to_have_count(1)
    for _ in range(100):
        if page.locator(".bubble-theirs").count():
            break
        page.reload()
    page.locator(".bubble-actions:last-child button").filter(has_text="English").click()
    expect(page.locator(".bubble-mine")).to_have_count(2)
