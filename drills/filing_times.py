"""Measure the shortest and the longest way of filing online: `python -m drills.filing_times`.

Prints taps, pages, typed characters and seconds (drills/README.md). Two kinds of seconds are added up: what phone, line
and portal took, measured on a fast line and on a slow one; and what a person's hands need, estimated from the taps and
characters. Reading and thinking are not included.
"""

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import servers

servers.start(TRUSTED_PROXIES="false", DJANGO_ALLOW_ASYNC_UNSAFE="true")

from playwright.sync_api import Browser, expect, sync_playwright  # noqa: E402 (imported after the start of the servers)

from complaints.models import Complaint  # noqa: E402
from tests import databases  # noqa: E402
from tests.browser import chromium, filing_ways  # noqa: E402
from tests.browser.filing_ways import Finger  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.world import build  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "filing_times.json"
WAYS = {
    "shortest": filing_ways.files_the_shortest_way,
    "no district": filing_ways.files_without_a_district,
    "from the list": filing_ways.files_from_the_list,
    "longest": filing_ways.files_the_longest_way,
}
LINES = {"fast": None, "slow": {"latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 25_000}}
"""The slow line: 0.3 s for each answer, 400 kbit/s down, 200 kbit/s up. The browser has no files cached."""
SECONDS_OF_TAP, SECONDS_OF_CHARACTER = 1.1, 0.5
"""A tap with thinking where to tap, after the keystroke-level model (Card, Moran and Newell 1980), and a slow typist on
a phone."""
ROUNDS = 3


def main() -> None:
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        stack.callback(browser.close)
        expect.set_options(timeout=120_000)
        clone, folder = servers.fresh_database("filing_times"), Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=str(folder))
        build()
        portal = Portal(clone, static_root=folder, folder=folder)
        portal.start()
        stack.callback(portal.stop)
        costs = {
            name: {line: _file(browser, portal.url, way, conditions) for line, conditions in LINES.items()}
            for name, way in WAYS.items()
        }
        assert Complaint.objects.unscoped("drill").count() == len(WAYS) * len(LINES) * ROUNDS
    print_table(costs)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(costs, indent=2))


def _file(browser: Browser, url: str, way: Callable[[Finger], None], conditions: dict | None) -> dict:
    """File a complaint several times, each with a new browser. Return the cost of the fastest."""
    costs = []
    for _ in range(ROUNDS):
        context = browser.new_context(base_url=url, viewport=filing_ways.PHONE, has_touch=True)
        context.set_default_timeout(120_000)
        page = context.new_page()
        if conditions:
            network = context.new_cdp_session(page)
            network.send("Network.enable")
            network.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
        begun = time.perf_counter()
        page.goto("/")
        finger = Finger(page)
        way(finger)
        seconds = time.perf_counter() - begun
        context.close()
        hands = finger.taps * SECONDS_OF_TAP + finger.characters * SECONDS_OF_CHARACTER
        counted = {"taps": finger.taps, "pages": finger.loads, "characters": finger.characters}
        costs.append(counted | {"machine": round(seconds, 1), "hands": round(hands, 1)})
    return min(costs, key=lambda cost: cost["machine"])


def print_table(costs: dict) -> None:
    """Print one line for each way and line."""
    for way, lines in costs.items():
        for line, cost in lines.items():
            print(
                f"{way:<14} {line:<5} {cost['taps']:>3} taps {cost['pages']:>2} pages"
                f" {cost['characters']:>4} characters"
                f"  {cost['machine']:>5} s machine + {cost['hands']:>5} s hands"
                f" = {round(cost['machine'] + cost['hands']):>4} s"
            )


if __name__ == "__main__":
    main()
