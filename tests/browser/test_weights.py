"""The size of a first visit on a slow connection: every byte of a page and what it loads, as transferred.

The limits: 100 KB without the Urdu fonts, 350 KB with them (1 KB = 1,000 bytes).
"""

import pytest

from tests.browser.pages import PAGES
from tests.browser.samples import Samples
from tests.world import build

pytestmark = pytest.mark.slow

URDU_FONTS = ("noto-nastaliq-urdu", "noto-naskh-arabic")
WITHOUT, WITH = 100_000, 350_000
FIRST_PAGES = ("home", "complain", "track", "receipt")


@pytest.fixture
def samples(own_database):
    return Samples(build())


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_first_visit_is_light(samples, portal, new_page, language):
    heavy, root, names = [], "/ur/" if language == "ur" else "/", samples.names
    for name in FIRST_PAGES:
        for sample in PAGES[name]:
            page = new_page(language=language, viewport={"width": 390, "height": 850})
            loaded = _watched(page)
            page.goto(root + sample.path.format(**names), wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            fonts = sum(size for url, size in loaded.items() if any(font in url for font in URDU_FONTS))
            whole = sum(loaded.values())
            if whole - fonts > WITHOUT or whole > WITH:
                heavy.append((sample.path, whole - fonts, whole))
            page.context.close()
            assert whole > 10_000, f"{sample.path}: only {whole} bytes were seen"
    assert heavy == []


def _watched(page) -> dict[str, int]:
    """Record the transferred bytes by address, head and body, as the browser's own protocol counts them."""
    session, addresses, loaded = page.context.new_cdp_session(page), {}, {}
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda told: addresses.update({told["requestId"]: told["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda told: loaded.update({addresses.get(told["requestId"], told["requestId"]): told["encodedDataLength"]}),
    )
    return loaded
