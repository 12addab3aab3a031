"""An officer's day at the desk by keyboard alone, with each page checked by axe and for overflow.

day = Day(new_page, world.salma)
day.signs_in()
day.goes('a[href$="/desk/calls/"]')
day.turns_to("ur", width=390)
day.signs_out()
"""

import re

from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.keyboard import Keyboard
from tests.signing_in import code_of, give_app_to, set_passwords
from tests.world import PASSWORD, Person

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROW = "document.activeElement?.closest('[data-row]')?.dataset.row ?? null"
ROOTS = {"en": "/", "ur": "/ur/"}


class Day:
    """One officer at their own browser. `rules`: the axe rules for each page; None does without axe."""

    rules: dict | None = axe.ALL_RULES

    def __init__(self, new_page, person: Person, *, language: str = "en", width: int = 1280, theme: str = "light"):
        self.person, self.language, self.width = person, language, width
        viewport = {"width": width, "height": 900}
        self.page = new_page(language=language, viewport=viewport, color_scheme=theme, reduced_motion="reduce")
        if self.rules is not None:
            axe.into_each(self.page)
        self.keys = Keyboard(self.page)
        self._looked_over: set[tuple] = set()

    def signs_in(self) -> None:
        """Sign in with password and authenticator code."""
        set_passwords(PASSWORD, [self.person.officer])
        secret = give_app_to(self.person.officer)
        self.page.goto(f"{ROOTS[self.language]}desk/")
        self.looks_over()
        self.keys.writes('[name="login"]', self.person.officer.email)
        self.keys.writes('[name="password"]', PASSWORD)
        self.goes("main form button[type=submit]")
        self.keys.writes('[name="code"]', code_of(secret))
        self.goes("main form button[type=submit]")

    def goes(self, selector: str, key: str = "Enter") -> None:
        """Tab to a link or button, press it, and check the page that opens.

        What is only in the menu of a phone is reached by *More*.
        """
        in_menu = self.page.locator(f".desk-menu :is({selector})")
        if in_menu.count() and not self.page.locator(selector).locator("visible=true").count():
            self.keys.presses("[data-menu-more]")
        self.keys.to(selector)
        self.follows(key)

    def follows(self, key: str = "Enter") -> None:
        """Press a key that opens another page, and check that page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.looks_over()

    def turns_to(self, language: str, *, width: int) -> None:
        """Change the language and the width of the screen."""
        self.language, self.width = language, width
        self.page.set_viewport_size({"width": width, "height": 900})
        self.goes(f'[lang="{language}"][href]')

    def opens_account(self) -> None:
        """Open the account menu; the administration's pages show its links without one."""
        if self.page.locator(".desk-account").count():
            self.keys.presses(".desk-account > summary")

    def signs_out(self) -> None:
        self.opens_account()
        self.goes('form[action$="/sign-out/"] button')
        self.page.goto(f"{ROOTS[self.language]}desk/")
        expect(self.page).to_have_url(re.compile("/desk/sign-in/"))

    def reads(self, words: str) -> None:
        """Find these words on the page."""
        expect(self.page.locator("main, #content").first).to_contain_text(words)

    def unfolds(self, move: str) -> None:
        """On a complaint's page, open the form of a move unless it is open. Its first field gets the focus."""
        act = f'details[data-move="{move}"]'
        if self.page.locator(f"{act}:not([open])").count():
            self.keys.presses(f"{act} > summary")
        else:
            self.keys.to(f"{act} .field :is(input, select, textarea)")
        assert self.page.evaluate("document.activeElement.closest('.field') !== null")

    def makes(self, move: str) -> None:
        """Submit the form of a move."""
        self.goes(f'details[data-move="{move}"] button.btn-primary')

    def row(self) -> str | None:
        """Return the E-tag of the queue row that has the focus."""
        return self.page.evaluate(ROW)

    def looks_over(self, *, anew: bool = False) -> None:
        """Check the page: no axe violation, nothing wider than the screen, the right direction.

        Each kind of page is checked once for each width. `anew`: check it again, because it shows something else now.
        """
        self.page.wait_for_load_state()
        html = self.page.locator("html")
        assert html.get_attribute("dir") == ("rtl" if self.language == "ur" else "ltr"), self.page.url
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", self.page.url), self.width, self.page.title()
        if kind in self._looked_over and not anew:
            return
        self._looked_over.add(kind)
        if self.rules is not None:
            violations = axe.violations(self.page, self.rules)
            assert violations == [], f"{self.page.url}: {violations}"
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{self.page.url} is wider than {self.width}"
