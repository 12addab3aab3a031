"""What JavaScript adds to filing: a list that narrows while one types, and a copy of the text in the browser."""

import re
import time

import pytest
from playwright.sync_api import Error, Page, expect

from citizen.filing import filing_choices
from tests.browser.conftest import PATIENCE
from tests.world import build

pytestmark = pytest.mark.slow

STORY = "The lock of my shop was broken at night, and the till is gone."
MORE = "It was on Monday. " + STORY
COPIES = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('draft:'))"
SHOWN = """() => [...document.querySelectorAll('.groups button[name="category"]')]
  .filter((button) => button.offsetParent !== null).map((button) => button.value)"""
SHOWN_DISTRICTS = """() => [...document.querySelectorAll('button[name="district"]')]
  .filter((button) => button.offsetParent !== null).map((button) => button.value)"""
SEARCHES = [
    *("rishwat", "rishvat", "رشوت", "رِشوت", "bribe", "BRIBE", "chori", "choree", "چوری", "چورى", "theft"),
    *("dhamki", "dhamkee", "دھمکی", "دهمكي", "threat", "qabza", "kabza", "قبضہ", "قبضه", "land", "fir", "the fir"),
    *("ایف آئی آر", "fir darj nahi", "ghar ka tala", "گھر میں چوری", "meri gaari", "گاڑی", "gari chori", "laisans"),
    *(
        "husband",
        "shohar",
        "شوہر",
        "baccha",
        "بچہ",
        "ka",
        "par",
        "میں",
        "mein",
        "ph",
        "kh",
        "x",
        "۱۵",
        "1",
        "e-challan",
    ),
    *("xyzzy", "murder chori", "ﻗﺒﻀﮧ", "رشـوت", "police", "پولیس", "a", "ا"),
]


@pytest.fixture
def phone(browser, portal):
    """A telephone. Its lost connection is no error of the page."""
    context = browser.new_context(base_url=portal.url, viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def at_what_happened(page: Page, category: str = "property_crime") -> None:
    """Begin a complaint and open the third page."""
    page.goto("/complain/list/")
    choice = page.locator(f'button[name="category"][value="{category}"]')
    page.locator("details").filter(has=choice).locator("summary").click()
    choice.click()
    page.locator('button[name="district"][value="lahore"]').click()
    expect(page).to_have_url(re.compile("/what/$"))


def types(page: Page, words: str) -> None:
    page.locator("#id_text").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(words)


def goes_on(page: Page) -> None:
    page.locator('form:has(#id_text) button[type="submit"]').last.click()


def goes_to_check(page: Page) -> None:
    page.locator("#step-form .actions button").click()
    expect(page.locator('[name="checked"]')).to_have_count(1)


def breaks_while_sending(page: Page) -> None:
    """Let the connection break while the text is being sent. Later it works again, and the page is opened again."""
    address = page.url
    page.context.set_offline(True)
    goes_on(page)
    expect(page.locator("[data-no-line]")).to_be_visible()
    page.context.set_offline(False)
    with_patience(lambda: page.goto(address))


def with_patience(act) -> None:
    """Repeat a request to a browser that is still showing its own error page."""
    for turn in range(5):
        try:
            act()
            return
        except Error:
            if turn == 4:
                raise
            time.sleep(0.3)


# --- the copy of the text ---


def test_what_was_typed_is_there_again_after_the_line_broke(portal, phone):
    build()
    at_what_happened(phone)
    types(phone, STORY)
    breaks_while_sending(phone)
    expect(phone.locator("#id_text")).to_have_value(STORY)
    goes_on(phone)
    expect(phone).to_have_url(re.compile("/whom/$"))


def test_and_after_the_page_was_closed_in_the_middle(portal, phone):
    build()
    at_what_happened(phone)
    types(phone, STORY)
    address = phone.url
    phone.goto("/helplines/")
    phone.goto(address)
    expect(phone.locator("#id_text")).to_have_value(STORY)


def test_a_change_that_never_arrived_is_there_again_and_one_that_did_is_not_undone(portal, phone):
    build()
    at_what_happened(phone)
    types(phone, STORY)
    goes_on(phone)
    phone.locator('button[name="keep_from"][value="no"]').click()
    phone.locator('input[name="phone"]').fill("0300 1112233")
    goes_to_check(phone)
    phone.locator('button.btn-link[name="change"][value="what"]').click()
    expect(phone.locator("#id_text")).to_have_value(STORY)
    types(phone, MORE)
    breaks_while_sending(phone)
    expect(phone.locator("#id_text")).to_have_value(MORE)
    goes_on(phone)
    expect(phone).to_have_url(re.compile("/reach/$"))
    phone.locator('button.btn-link[name="change"][value="what"]').click()
    expect(phone.locator("#id_text")).to_have_value(MORE)


def test_the_page_says_that_there_is_a_copy_and_one_tap_ends_it(portal, phone):
    build()
    at_what_happened(phone)
    note = phone.locator("[data-copy-note]")
    expect(note).to_be_visible()
    types(phone, STORY)
    assert len(phone.evaluate(COPIES)) == 1
    phone.locator("[data-copy-erase]").click()
    expect(note).to_be_hidden()
    assert phone.evaluate(COPIES) == []
    types(phone, MORE)
    assert phone.evaluate(COPIES) == []
    at_what_happened(phone)  # another complaint, on the same telephone
    expect(phone.locator("[data-copy-note]")).to_be_hidden()
    types(phone, MORE)
    assert phone.evaluate(COPIES) == []


@pytest.mark.parametrize("category", ["domestic_violence", "gender_harassment", "custodial_torture"])
def test_of_a_confidential_matter_there_is_none(portal, phone, category):
    build()
    at_what_happened(phone, category)
    types(phone, STORY)
    assert phone.locator("[data-copy-note]").count() == 0
    assert phone.evaluate("() => Object.keys(localStorage)") == []
    assert phone.evaluate("() => Object.keys(sessionStorage)") == []


def test_it_goes_when_the_matter_turns_confidential(portal, phone):
    build()
    at_what_happened(phone)
    types(phone, STORY)
    goes_on(phone)
    assert len(phone.evaluate(COPIES)) == 1
    phone.locator('button[name="keep_from"][value="no"]').click()
    phone.locator('input[name="phone"]').fill("0300 1112233")
    goes_to_check(phone)
    phone.locator('button[name="change"][value="kind"]').click()
    phone.locator("summary").filter(has_text="Harassment").click()
    phone.locator('button[name="category"][value="domestic_violence"]').click()
    expect(phone).to_have_url(re.compile("/reach/$"))
    phone.wait_for_function(f"() => ({COPIES})().length === 0")  # its script runs once the page is loaded


def test_it_goes_when_the_complaint_is_registered(portal, phone):
    build()
    at_what_happened(phone)
    types(phone, STORY)
    goes_on(phone)
    assert len(phone.evaluate(COPIES)) == 1
    phone.locator('button[name="keep_from"][value="no"]').click()
    phone.locator('input[name="phone"]').fill("0300 1112233")
    goes_to_check(phone)
    phone.locator("#step-form .actions button").click()
    expect(phone).to_have_url(re.compile("/receipt/$"))
    phone.wait_for_function(f"() => ({COPIES})().length === 0")  # its script runs once the page is loaded


def test_it_goes_after_a_day_and_so_does_what_is_no_copy(portal, phone):
    build()
    phone.goto("/")
    day_ago = "{ at: Date.now() - 24 * 3600 * 1000 - 1, beside: '', text: 'old' }"
    phone.evaluate(f"() => localStorage.setItem('draft:old', JSON.stringify({day_ago}))")
    phone.evaluate("() => localStorage.setItem('draft:spoilt', '{')")
    phone.evaluate("() => localStorage.setItem('somebody-else', 'stays')")
    phone.goto("/complain/list/")
    assert phone.evaluate("() => Object.keys(localStorage)") == ["somebody-else"]


# --- the list that narrows ---


def test_the_list_narrows_to_the_kinds_that_the_server_would_find(portal, phone):
    build()
    phone.goto("/complain/list/")
    field = phone.locator("#q")
    for typed in SEARCHES:
        field.fill(typed)
        wanted = {kind.category.code for kind in filing_choices.search_categories(typed)}
        assert set(phone.evaluate(SHOWN)) == wanted, typed
        assert phone.locator("[data-find-none]").is_visible() == (not wanted), typed


def test_an_emptied_field_shows_the_groups_as_they_were(portal, phone):
    build()
    phone.goto("/complain/?group=harassment")
    before = phone.evaluate(SHOWN)
    assert "domestic_violence" in before
    phone.locator("#q").fill("rishwat")
    assert phone.evaluate(SHOWN) != before
    phone.locator("#q").fill("")
    assert phone.evaluate(SHOWN) == before
    assert phone.locator("details.group:visible").count() == 8


def test_districts_narrow_as_the_server_would_search(portal, phone):
    build()
    phone.goto("/complain/list/")
    phone.locator("summary").first.click()
    phone.locator('button[name="category"]:visible').first.click()
    phone.wait_for_url("**/where/")
    for typed in ("lah", "لاہ", "لاه", "mul", "ملتان", "rahim", "khan", "nowhere"):
        phone.locator("#q").fill(typed)
        wanted = {district.code for district in filing_choices.district_choices(typed)}
        assert set(phone.evaluate(SHOWN_DISTRICTS)) == wanted, typed
