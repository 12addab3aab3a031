"""Every page of the URLconf is accessible to everybody, in both languages, themes and screen sizes, and by keyboard."""

import os
import re
from pathlib import Path

import pytest

from tests.browser import axe, wcag22
from tests.browser.pages import IN_DEMO, NO_PAGES, PAGES, routes
from tests.browser.samples import Samples
from tests.world import build

SHOTS = Path(__file__).parent / "shots"  # of pages with problems; of all pages with SHOTS in the environment
PARTS = 6
"""Each test of the slow lane opens every sixth route, so that workers share them."""
# Each page is opened once in each language. The first look checks everything, the second only what can then differ.
LOOKS = {"en": [(1280, "light"), (390, "dark")], "ur": [(390, "light"), (1280, "dark")]}
NARROWEST = 320

# Latin words on an Urdu page that are allowed: names of things, not sentences.
LATIN = {
    *("FIR", "CNIC", "NICOP", "SMS", "WhatsApp", "PDF", "QR", "English", "SAMPLE", "SAFECITY"),
    *("CSV", "JSON", "ZIP", "XLSX", "Excel", "PIN", "MB", "JavaScript", "Esc", "Space", "Ctrl", "Enter"),
    *("time", "based"),  # the name that an authenticator app uses
    "Ayesha",  # the person whom a call's script asks for
}

# Text and labels on a page in Urdu, except what people typed (bdi) and what is marked as English.
WORDS = """() => {
  const skip = 'bdi, [dir="auto"], [lang="en"], script, style, noscript, code, [data-untranslated]';
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(skip)) found.push(walker.currentNode.data);
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(skip)) found.push(element.getAttribute(name));
    }
  }
  return [document.title, ...found];
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# All checks of a page in one call: each round trip costs as much as most of the checks.
LOOK = f"""async options => ({{
  language: document.documentElement.getAttribute('lang'), direction: document.documentElement.getAttribute('dir'),
  headings: document.querySelectorAll('h1').length, words: ({WORDS})(),
  excess: ({TOO_WIDE})(), broken: options && await ({axe.BROKEN})(options),
}})"""


@pytest.fixture
def samples(own_database):
    return Samples(build())


def test_every_route_of_the_urlconf_is_known_here():
    known = set(PAGES) | NO_PAGES
    assert set(routes()) - known == set()
    assert {name for name in known if not name.startswith("(")} - IN_DEMO - set(routes()) == set()


@pytest.mark.parametrize("language", LOOKS)
def test_one_page_of_each_route_is_for_everybody(samples, portal, new_page, language):
    """Check the first page of each route with the first look. The slow lane checks the others."""
    first = {name: pages[:1] for name, pages in PAGES.items()}
    page = new_page(language=language)
    trouble = _troubles(first, LOOKS[language][:1], samples, portal.url, page, language, rules=axe.WITHOUT_CONTRAST)
    assert trouble == [], "\n".join(trouble)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", LOOKS)
def test_every_page_is_for_everybody(samples, portal, new_page, language, part):
    """There is no axe violation, nothing too wide, one heading, the right direction, and no English on an Urdu page.

    Everything can be used by keyboard and with text of twice the size, and help stands in one place (wcag22.py).
    """
    chosen = {name: PAGES[name] for name in list(PAGES)[part::PARTS]}
    trouble = _troubles(chosen, LOOKS[language], samples, portal.url, new_page(language=language), language, whole=True)
    assert trouble == [], "\n".join(trouble)


def _troubles(
    routes_pages, looks, samples, url, page, language, *, rules=axe.ALL_RULES, whole: bool = False
) -> list[str]:
    """Open the pages and return their problems. `whole`: also those of the keyboard, of large text and of help."""
    axe.into_each(page)
    wcag22.into_each(page)
    trouble, help_places = [], wcag22.PlacesOfHelp()
    for name, answered_as_expected in _open_all(page, routes_pages, samples, language, url):
        if not answered_as_expected:
            trouble.append(f"{name}: answered otherwise")
        is_first = name.endswith("-0")
        # Colours are the same in both languages: in Urdu the other screen of one page of each route is enough.
        other_rules = axe.OTHER_SCREEN if language == "en" or is_first else None
        for number, (width, theme) in enumerate(looks):
            if number > 0:  # opened already, for the first look
                _hold(page, width, theme)
            seen = page.evaluate(LOOK, other_rules if number > 0 else rules)
            if number == 0:
                trouble += _problems_of_words(seen, name, language)
            trouble += _problems_of_looks(page, seen, name, language, width, theme)
        if whole:
            _hold(page, *looks[0])
            help_places.note(page, name)
            trouble += wcag22.problems(page, name, with_keys=language == "en" and is_first)
    return trouble + help_places.problems()


def _open_all(page, routes_pages, samples, language, url):
    """Open the pages in turn, each as its viewer, for the first look.

    Yield the name, and whether the status is right.
    """
    root, names = "/ur/" if language == "ur" else "/", samples.names
    viewers = {sample.viewer for pages in routes_pages.values() for sample in pages}
    sessions = {viewer: samples.session(viewer) for viewer in viewers}
    for name, pages in routes_pages.items():
        for number, sample in enumerate(pages):
            _hold(page, *LOOKS[language][0])
            page.context.clear_cookies()
            if sessions[sample.viewer]:
                page.context.add_cookies([{"name": "sessionid", "value": sessions[sample.viewer], "url": f"{url}/"}])
            answer = page.goto(root + sample.path.format(**names))
            yield f"{name}-{number}", answer.status == sample.status


def _hold(page, width, theme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # otherwise colours would be checked in transition


def _problems_of_words(seen, name, language):
    if (seen["language"], seen["direction"]) != (language, "rtl" if language == "ur" else "ltr"):
        yield f"{name}: wrong language or direction"
    if seen["headings"] != 1 and name != "styleguide-0":
        yield f"{name}: {seen['headings']} first headings"
    if language == "ur" and name != "styleguide-0":
        yield from (f"{name}: not translated: {words!r}" for words in _english(seen["words"]))


def _problems_of_looks(page, seen, name, language, width, theme):
    found = [f"{rule} {places}" for rule, places in seen["broken"] or ()]
    trouble = [f"{name}, {width}, {theme}: {what}" for what in (*found, *_excess(page, seen, width))]
    if trouble or "SHOTS" in os.environ:
        SHOTS.mkdir(exist_ok=True)
        _hold(page, width, theme)
        shot = f"{re.sub('[^a-z0-9-]', '_', name)}-{language}-{width}-{theme}.jpeg"
        page.screenshot(path=SHOTS / shot, full_page=True, type="jpeg", quality=80)
    return trouble


def _excess(page, seen, width):
    if seen["excess"] > 0:
        yield f"{seen['excess']} px wider than {width}"
    if width < 500:
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        if (excess := page.evaluate(TOO_WIDE)) > 0:
            yield f"{excess} px wider than {NARROWEST}"


def _english(texts: list[str]) -> list[str]:
    """Return the texts that contain a Latin word which is no name."""
    return sorted({text.strip() for text in texts if set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN})


def test_the_search_for_english_finds_it():
    assert _english(["شکایت", "Track", "FIR نمبر", "  ", "15 پر کال کریں"]) == ["Track"]
