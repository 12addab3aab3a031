"""Use django-helpdesk for the same work as the portal: the same officers and tickets, and the same three acts.

Its users have the default settings with one exception in its favour: the answer form is above the follow-ups, which the
settings page offers, and not behind a tab.
"""

from pathlib import Path

from playwright.sync_api import Page

from bench.helpdesk_peer import QUEUE, Helpdesk
from tests.browser.hands import Hands
from tests.browser.three_acts import MESSAGE, REPORT

PASSWORD = "bench-only"
PEOPLE = """
from django.contrib.auth import get_user_model
for name in {officers!r}:
    user = get_user_model().objects.create_user(name, password={password!r}, is_staff=True)
    user.usersettings_helpdesk.ticket_respond_layout = "top"
    user.usersettings_helpdesk.save()
"""
TICKETS = """
from helpdesk.models import Queue, Ticket
Ticket.objects.all().delete()
for number in range(10):
    Ticket.objects.create(queue=Queue.objects.get(), title=f"A complaint {number}",
        description="My shop was broken into.", submitter_email="ayesha@example.com", priority=3)
"""
CHECK = """
from helpdesk.models import FollowUp, Ticket
assert Ticket.objects.filter(assigned_to__username="bilal").count() == 10
assert Ticket.objects.filter(status=Ticket.RESOLVED_STATUS).count() == 1
assert FollowUp.objects.filter(public=True, comment__in={comments!r}).count() == 2
"""
ACTIONS, ALL, ACTION, GO = (
    "#actions-dropdown > button",
    "#select_all_btn",
    "#id_mass_action",
    "#actions-dropdown [type=submit]",
)
TICKET, SAVE = "#ticketTable tbody a[href*='/tickets/']", "#ticket-respond-form > [type=submit]"
ANSWER, RESOLVED = "#commentBox", "#st_resolved"


class HelpdeskDesk(Helpdesk):
    """A django-helpdesk with static files and these officers as users."""

    def __init__(self, folder: Path, *, officers: list[str]):
        super().__init__(folder, workers=1, threads=2)
        self.prepare = QUEUE + PEOPLE.format(officers=officers, password=PASSWORD)
        self.serve = ("--static-path-route", "/static", "--static-path-mount", folder / "static")

    def start(self) -> None:
        """Start it as the measurements do, and collect its static files."""
        (self.folder / "static").mkdir()
        super().start()
        self.run("-m", "django", "collectstatic", "--no-input", "--verbosity", "0")

    def ten_wait(self) -> None:
        """Replace all tickets with ten new ones."""
        self.shell(TICKETS)

    def check(self) -> None:
        """Check that all three acts were done and that the written texts are public."""
        self.shell(CHECK.format(comments=[MESSAGE, REPORT]))

    def opens(self, page: Page, who: str) -> Hands:
        """Sign in, which is not counted, and open the ticket list, its first page."""
        page.goto(f"http://127.0.0.1:{self.port}/login/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.locator(TICKET).first.wait_for()
        return Hands(page)


def marks_with_the_mouse(hands: Hands, officer: str) -> None:
    hands.click(ACTIONS)
    hands.click(ALL)
    hands.picks(ACTION, officer)
    hands.clicks_to_another_page(GO)


def marks_by_keyboard(hands: Hands, officer: str) -> None:
    hands.reaches(ACTIONS)
    hands.press("Enter")
    hands.reaches(ALL)
    hands.press("Enter")
    hands.reaches(ACTION)
    hands.spells(officer)
    hands.reaches(GO)
    hands.presses_to_another_page("Enter")


def answers_with_the_mouse(hands: Hands) -> None:
    hands.clicks_to_another_page(TICKET)
    hands.click(ANSWER)
    hands.writes(MESSAGE)
    hands.clicks_to_another_page(SAVE)


def answers_by_keyboard(hands: Hands) -> None:
    hands.reaches(TICKET)
    hands.presses_to_another_page("Enter")
    hands.reaches(ANSWER)
    hands.writes(MESSAGE)
    hands.reaches(SAVE)
    hands.presses_to_another_page("Enter")


def reports_with_the_mouse(hands: Hands) -> None:
    hands.clicks_to_another_page(TICKET)
    hands.click(ANSWER)
    hands.writes(REPORT)
    hands.click(RESOLVED)
    hands.clicks_to_another_page(SAVE)


def reports_by_keyboard(hands: Hands) -> None:
    hands.reaches(TICKET)
    hands.presses_to_another_page("Enter")
    hands.reaches(ANSWER)
    hands.writes(REPORT)
    hands.reaches(f"{RESOLVED}, [name=new_status]:checked")
    while not hands.page.evaluate("selector => document.activeElement.matches(selector)", RESOLVED):
        hands.press("ArrowDown")
    hands.reaches(SAVE)
    hands.presses_to_another_page("Enter")
