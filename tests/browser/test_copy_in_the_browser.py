"""The browser's own copy of the story: kept when the connection breaks, deleted afterwards, never made of a secret."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Draft
from tests.world import build

pytestmark = pytest.mark.slow

WORDS = "He took my savings for a plot and gave me a false file."
COPIES = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('draft:')).map(([, copy]) => copy)"
A_DAY_OLD = """age => {
  for (const [name, copy] of Object.entries(localStorage)) {
    const older = () => JSON.stringify({...JSON.parse(copy), at: Date.now() - age});
    if (name.startsWith('draft:')) localStorage.setItem(name, older());
  }
}"""


@pytest.fixture
def phone(portal, new_page):
    """A telephone with the portal and the cast."""
    build()
    return new_page(viewport={"width": 390, "height": 844})


def begins(page: Page, category: str) -> None:
    """Choose kind and district: the next page asks what happened."""
    page.goto("/complain/list/")
    choice = page.locator(f'button[name="category"][value="{category}"]')
    page.locator("details:not([open])").filter(has=choice).locator("summary").click()
    choice.click()
    page.locator('button[name="district"][value="lahore"]').click()
    expect(page).to_have_url(re.compile("/what/$"))
    page.wait_for_load_state()  # and its script has run


def words(page: Page):
    return page.locator('textarea[name="text"]')


def continues(page: Page) -> None:
    page.locator('main form:has(textarea) button[type="submit"]').last.click()


def continues_to_check(page: Page) -> None:
    page.locator("#step-form .actions button").click()
    expect(page.locator('[name="checked"]')).to_have_count(1)


def has_copies(page: Page, number: int) -> None:
    """Check the number of copies once the requested page is loaded and its script has run."""
    page.wait_for_load_state()
    page.wait_for_function(f"({COPIES})().length === {number}")


def test_who_loses_the_line_finds_the_words_again(phone):
    begins(phone, "financial_crime")
    words(phone).fill(WORDS)
    expect(phone.locator("[data-copy-note]")).to_be_visible()  # also for people who share a telephone
    phone.reload()
    expect(words(phone)).to_have_value(WORDS)
    assert Draft.objects.get().answers.get("text") is None  # the server never received them


def test_the_copy_goes_with_the_registration(phone):
    begins(phone, "financial_crime")
    words(phone).fill(WORDS)
    has_copies(phone, 1)
    continues(phone)
    phone.locator('button[name="keep_from"][value="no"]').click()
    phone.locator('input[name="phone"]').fill("0300 1112233")
    continues_to_check(phone)
    phone.locator("#step-form .actions button").click()
    expect(phone).to_have_url(re.compile("/receipt/$"))
    has_copies(phone, 0)


def test_the_copy_goes_after_a_day_whatever_page_is_opened_then(phone):
    begins(phone, "financial_crime")
    words(phone).fill(WORDS)
    phone.evaluate(A_DAY_OLD, timedelta(hours=25) / timedelta(milliseconds=1))
    phone.goto("/complain/list/")
    has_copies(phone, 0)


def test_who_shares_the_telephone_keeps_no_copy_here_and_none_comes_back(phone):
    begins(phone, "financial_crime")
    words(phone).fill(WORDS)
    phone.locator("[data-copy-erase]").click()
    has_copies(phone, 0)
    words(phone).press_sequentially(" And my watch.")
    has_copies(phone, 0)
    phone.reload()
    expect(words(phone)).to_have_value("")
    expect(phone.locator("[data-copy-note]")).to_be_hidden()


def test_of_a_confidential_matter_there_is_never_a_copy(phone):
    begins(phone, "domestic_violence")
    words(phone).fill("He beats me.")
    expect(phone.locator("[data-copy-note]")).to_have_count(0)
    continues(phone)
    assert phone.evaluate("() => localStorage.length") == 0


def test_what_turns_confidential_takes_its_copy_along(phone):
    begins(phone, "financial_crime")
    words(phone).fill(WORDS)
    continues(phone)
    has_copies(phone, 1)
    phone.locator('button[name="keep_from"][value="no"]').click()
    phone.locator('input[name="phone"]').fill("0300 1112233")
    continues_to_check(phone)
    phone.locator('button[name="change"][value="kind"]').click()
    choice = phone.locator('button[name="category"][value="domestic_violence"]')
    phone.locator("details:not([open])").filter(has=choice).locator("summary").click()
    choice.click()
    expect(phone).to_have_url(re.compile("/reach/$"))
    has_copies(phone, 0)


def test_a_browser_that_forbids_it_still_files(portal, new_page):
    build()
    page = new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })")
    begins(page, "financial_crime")
    words(page).fill(WORDS)
    continues(page)
    expect(page).to_have_url(re.compile("/whom/$"))
