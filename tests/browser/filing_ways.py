"""The shortest and the longest way from the home page to the receipt, done by a person with a phone in one hand.

A tap is counted each time a finger must come down: on a link, a button, a choice, or a field to write in. Choosing from
a drop-down list takes two.
"""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}
WORDS = {"en": "Thieves broke the lock of my shop in Lahore.", "ur": "لاہور میں میری دکان کا تالا توڑ کر چوری ہوئی۔"}
NO_DISTRICT = {"en": "Thieves broke the lock of my shop.", "ur": "میری دکان کا تالا توڑ کر چوری ہوئی۔"}
LONG_WORDS = "The officer asked for money before he would write down what happened to my shop."
RECEIPT = re.compile(r"/complaint/[0-9a-f]{32}:[\w-]{43}/receipt/$")


class Finger:
    """Counts the taps, the characters that are typed, and the pages between home and the receipt."""

    def __init__(self, page: Page):
        self.page, self.taps, self.characters, self._paths = page, 0, 0, []
        page.on("framenavigated", lambda frame: self._paths.append(urlsplit(frame.url).path))

    def taps_on(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def writes(self, field: Locator, words: str) -> None:
        """Tap to place the cursor, unless it is there already. Typing is no tap."""
        if not field.evaluate("field => field === document.activeElement"):
            self.taps_on(field)
        self.page.keyboard.insert_text(words)
        self.characters += len(words)

    def picks(self, field: Locator, value: str) -> None:
        field.select_option(value)
        self.taps += 2

    def continues(self) -> None:
        self.taps_on(self.page.locator("#step-form .actions button"))

    @property
    def loads(self) -> int:
        """Return how many pages were loaded before the receipt. The check page has the address of the one before it."""
        return sum(not RECEIPT.search(path) for path in self._paths)


def files_the_shortest_way(finger: Finger, language: str = "en") -> None:
    """Write one sentence that names matter and district, and confirm the proposal."""
    page = finger.page
    finger.taps_on(page.locator('main a[href$="/complain/"]').first)
    finger.writes(page.locator('textarea[name="text"]'), WORDS[language])
    finger.continues()
    finger.taps_on(page.locator('button[name="category"][value="property_crime"]').first)
    _finishes(finger)


def files_without_a_district(finger: Finger, language: str = "en") -> None:
    """Write one sentence that names the matter alone, and pick the district on the page of the proposal."""
    page = finger.page
    finger.taps_on(page.locator('main a[href$="/complain/"]').first)
    finger.writes(page.locator('textarea[name="text"]'), NO_DISTRICT[language])
    finger.continues()
    finger.picks(page.locator('select[name="district"]'), "multan")
    finger.taps_on(page.locator('button[name="category"][value="property_crime"]').first)
    _finishes(finger)


def files_from_the_list(finger: Finger) -> None:
    """Choose the category from the list instead of writing a sentence first."""
    page = finger.page
    finger.taps_on(page.locator('main a[href$="/complain/"]').first)
    finger.taps_on(page.locator('button[name="list"]'))
    finger.picks(page.locator('select[name="district"]'), "lahore")
    _chooses_category(finger, "property_crime")
    finger.writes(page.locator('textarea[name="text"]'), WORDS["en"])
    finger.continues()
    _finishes(finger)


def files_the_longest_way(finger: Finger) -> None:
    """Answer every question, complain for somebody abroad, keep an officer out, and correct the text at the end."""
    page = finger.page
    finger.taps_on(page.locator('main a[href$="/complain/"]').first)
    finger.writes(page.locator('textarea[name="text"]'), LONG_WORDS)
    finger.continues()
    finger.picks(page.locator('select[name="district"]'), "lahore")
    finger.taps_on(page.locator("details.all-categories > summary"))
    _chooses_category(finger, "misbehaviour")
    if not page.locator('[name="details"]').count():
        finger.taps_on(page.locator('button[name="keep_from"][value="yes"]'))
    finger.picks(page.locator('[name="officer_station"]'), "gulberg")
    finger.taps_on(page.locator('[name="post"][value="unknown"]'))
    finger.taps_on(page.locator('[name="senior_possible"][value="no"]'))
    finger.writes(page.locator('[name="officer_name"]'), "Constable Asad")
    finger.writes(page.locator('[name="happened_on"]'), "")
    page.keyboard.type("01012026")
    finger.characters += 8
    finger.continues()
    finger.writes(page.locator('input[name="phone"]'), "0300 1112233")
    finger.taps_on(page.locator("details.more-paths > summary"))
    finger.picks(page.locator('[name="behalf"]'), "other")
    finger.picks(page.locator('[name="behalf_consent"]'), "given")
    finger.picks(page.locator('[name="country"]'), "GB")
    finger.taps_on(page.locator('[name="language"][value="en"]'))
    finger.continues()
    expect(page.locator('input[name="checked"]')).to_have_count(1)
    finger.taps_on(page.locator('button[name="change"][value="what"]').first)
    finger.writes(page.locator('textarea[name="text"]'), " He did it twice.")
    finger.continues()
    _registers(finger)


def _finishes(finger: Finger) -> None:
    """Keep nobody out, give a number, check the answers and register."""
    finger.taps_on(finger.page.locator('button[name="keep_from"][value="no"]'))
    finger.writes(finger.page.locator('input[name="phone"]'), "0300 1112233")
    finger.continues()
    _registers(finger)


def _registers(finger: Finger) -> None:
    expect(finger.page.locator('input[name="checked"]')).to_have_count(1)
    finger.continues()
    expect(finger.page).to_have_url(RECEIPT)


def _chooses_category(finger: Finger, category: str) -> None:
    """Open the group that contains it, unless it is open."""
    choice = finger.page.locator(f'button[name="category"][value="{category}"]').first
    finger.page.wait_for_load_state()
    if not choice.is_visible():
        finger.taps_on(finger.page.locator("details.group:not([open])").filter(has=choice).locator("summary"))
    finger.taps_on(choice)
