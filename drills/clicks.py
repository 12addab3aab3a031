"""Count the clicks and keystrokes of common desk work: `python -m drills.clicks`, or `make bench-clicks`.

The work is marking ten new complaints, answering one and reporting on one, in this portal and in django-helpdesk, each
with the mouse and with the keyboard alone (tests.browser.hands). Prints a table and writes drills/results/clicks.json
(drills/README.md).
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from bench import servers

servers.start(TRUSTED_PROXIES="false", DJANGO_ALLOW_ASYNC_UNSAFE="true")

from django.test import Client  # noqa: E402 (modules that read Django's settings are imported after the start)
from django.utils.timezone import now  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from complaints.models import Complaint  # noqa: E402
from drills import peer_desk  # noqa: E402
from tests import databases  # noqa: E402
from tests.browser import chromium, three_acts  # noqa: E402
from tests.browser.hands import Hands  # noqa: E402
from tests.browser.portal import Portal  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402
from tests.world import OFFICERS, World, build  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "clicks.json"
HOW = {"with the mouse": "with_the_mouse", "by keyboard alone": "by_keyboard"}
ACTS = {"marking ten": "marks", "answering one": "answers", "reporting one": "reports"}
HERE, PEER = "this portal", "django-helpdesk"


def main() -> None:
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        stack.callback(browser.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        helpdesk = peer_desk.HelpdeskDesk(folder, officers=list(OFFICERS))
        stack.callback(helpdesk.stop)
        helpdesk.start()
        costs = {
            how: {HERE: dict(_portal_acts(stack, browser, name)), PEER: dict(_helpdesk_acts(helpdesk, browser, name))}
            for how, name in HOW.items()
        }
    print_table(costs)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(costs, indent=2))


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    page.set_default_timeout(60_000)
    return page


def _acts(
    module, how: str, open_desk: Callable[[str], Hands], between: Callable[[], None]
) -> Iterator[tuple[str, dict]]:
    """Do each act, and yield its name and its cost. `between`: called between marking and answering."""
    for act, verb in ACTS.items():
        hands = open_desk("salma" if verb == "marks" else "bilal")
        getattr(module, f"{verb}_{how}")(
            hands, *(["Bilal" if module is three_acts else "bilal"] if verb == "marks" else [])
        )
        yield act, hands.counted()
        if verb == "marks":
            between()


def _portal_acts(stack: ExitStack, browser: Browser, how: str) -> Iterator[tuple[str, dict]]:
    clone, folder = servers.fresh_database("clicks"), Path(stack.enter_context(tempfile.TemporaryDirectory()))
    databases.manage("collectstatic", "--no-input", "--verbosity", "0", "--skip-checks", STATIC_ROOT=str(folder))
    world = build()
    for number in range(10):
        world.complaint("financial_crime", now() - timedelta(minutes=180 - number))
    portal = Portal(clone, static_root=folder, folder=folder)
    portal.start()
    stack.callback(portal.stop)

    def open_desk(name: str) -> Hands:
        page, session = _new_page(browser), sign_in(Client(), world.people[name].officer).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
        page.goto(f"{portal.url}/desk/")
        return Hands(page)

    yield from _acts(three_acts, how, open_desk, lambda: _record_contact_for_all(world))
    assert Complaint.objects.unscoped("drill").filter(status="reported").count() == 1


def _record_contact_for_all(world: World) -> None:
    for complaint in Complaint.objects.unscoped("drill").order_by("pk"):
        world.bilal.records_contact(complaint, now())
        world.ayesha.says("in_person", complaint, now())


def _helpdesk_acts(helpdesk: peer_desk.HelpdeskDesk, browser: Browser, how: str) -> Iterator[tuple[str, dict]]:
    helpdesk.ten_wait()
    yield from _acts(peer_desk, how, lambda name: helpdesk.opens(_new_page(browser), name), lambda: None)
    helpdesk.check()


def print_table(costs: dict) -> None:
    """Print the table for mouse and keyboard."""
    for how, sides in costs.items():
        print(how)
        for act in ACTS:
            for side, acts in sides.items():
                cost = acts[act]
                print(
                    f"  {act:<15} {side:<16} {cost['clicks']:>3} clicks {cost['keys']:>4} keys {cost['pages']:>3} pages"
                    f"  ({cost['prose']} characters of prose)"
                )


if __name__ == "__main__":
    main()
