"""No page of the demo's desk is empty for the role that uses it."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from complaints.models import Complaint, Notification, StationOrder
from demo import tour
from monitoring.models import StationPromise
from tests.signing_in import sign_in

pytestmark = pytest.mark.slow

VISITORS = {
    "desk/": "inquiry.gulshan_park",
    "desk/calls/": "operator.cpo",
    "desk/pressure/": "operator.cpo",
    "desk/answers/": "",
    "desk/replies/": "ccpo",
    "desk/team/": "ccpo",
    "desk/team/balance/": "ccpo",
    "desk/team/leave/": "ccpo",
    "desk/team/routing/": "ccpo",
    "desk/escalations/": "igp",
    "desk/access/": "auditor",
    "desk/access/searches/": "auditor",
    "desk/access/audit-export/": "auditor",
    "desk/access/taken/": "auditor",
    "desk/acts/": "auditor",
    "desk/reviews/": "discipline",
    "desk/verifications/": "operator",
    "desk/talks/": "operator",
    "desk/board/league/": "monitor",
    "desk/notices/": "monitor",
    "desk/tips/": "operator",
    "desk/held/": "monitor",
    "desk/inbox/": "operator",
    "desk/intake/letters/": "operator",
    "desk/inbox/hours/": "ccpo",
    "desk/settling/": "operator",
    "desk/orders-to-act/": "",
}
"""The visitor of a page; by default a monitor. Empty: an officer who is heard, or ordered to act, found in the data."""
SHOW_NO_LIST = (
    "admin/", "sign-in/", "sign-out/", "inactive/", "password/", "posting/", "leave/end/", "my-sign-in/", "mark/",
    "keyboard/", "search/", "pressure/number/", "desk/intake/", "letters/sheets/", "replies/new/", "talks/enter/",
    "access/export/", "access/finding/", "keep-open/", "views/beside/", "views/save/", "menu/", "columns/",
    "notifications/read/", "notifications/number/", "inbox/number/", "notifications/settings/", "help/", "calls/next/",
)  # fmt: skip
EMPTY = 'class="empty"'
OFFICERS = [card for card in tour.CARDS.values() if card.officer]


def listed() -> list[str]:
    """The desk's addresses without a parameter that show something by themselves."""
    found = set()
    for pattern in get_resolver().url_patterns:
        found |= set(_addresses(pattern, ""))
    return sorted(one for one in found if one.startswith("desk/") and not _shows_no_list(one))


def _addresses(pattern, before: str):
    here = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
    if hasattr(pattern, "url_patterns"):
        for one in pattern.url_patterns:
            yield from _addresses(one, here)
    elif not {"<", "(", "\\"} & set(here):
        yield here


def _shows_no_list(address: str) -> bool:
    return any(address.removeprefix("desk/").startswith(one) or address.endswith(one) for one in SHOW_NO_LIST)


def _officer(address: str) -> Officer:
    if address == "desk/answers/":
        return Officer.objects.filter(namings__hearings__isnull=False).earliest("pk")
    if address == "desk/orders-to-act/":
        station = StationOrder.objects.exclude(given_at=None).earliest("asked_at").station
        return Posting.objects.heads().get(office=station).officer
    return Officer.objects.get(email=f"{VISITORS.get(address, 'monitor')}@demo.example")


@pytest.mark.parametrize("address", listed())
def test_a_page_of_the_desk_shows_something(demo, address):
    answer = sign_in(Client(), _officer(address)).get(f"/{address}")
    assert answer.status_code == 200
    assert EMPTY not in answer.content.decode(), address


@pytest.mark.parametrize("card", OFFICERS, ids=lambda card: card.slug)
def test_no_step_of_the_tour_leads_to_an_empty_page(demo, card):
    for step in card.steps:
        if step.route == "desk:calls":  # who may be called depends on the hour
            continue
        visitor = Officer.objects.get(email=f"{step.officer or card.officer}@demo.example")
        answer = sign_in(Client(), visitor).get(reverse(step.route or card.start))
        assert answer.status_code == 200
        assert EMPTY not in answer.content.decode(), str(step.title)


def test_the_list_of_pages_is_the_list_of_routes():
    assert set(VISITORS) <= set(listed())
    assert len(listed()) > 25


READERS = ["operator", "inquiry.gulshan_park", "sdpo.gulshan_park", "monitor", "igp", "auditor"]


@pytest.mark.parametrize("address", READERS)
def test_each_officer_of_the_tour_who_reads_complaints_is_mentioned_in_a_note(demo, address):
    officer = Officer.objects.get(email=f"{address}@demo.example")
    answer = sign_in(Client(), officer).get("/desk/notifications/")
    assert len(answer.context["lines"]) >= 1
    assert "You were mentioned in a note" in answer.content.decode()


def test_notifications_are_of_many_kinds_and_nobody_has_one_of_a_complaint_that_is_hidden_from_them(demo):
    assert len(set(Notification.objects.values_list("kind", flat=True))) >= 4
    assert Notification.objects.exclude(read_at=None).exists()
    now = timezone.now()
    notified = Notification.objects.values("officer")
    for posting in Posting.objects.current(now).with_people().filter(officer__in=notified):
        own = Notification.objects.of_officer(posting.officer_id).filter(complaint__isnull=False)
        hidden = Complaint.objects.unscoped("test").ids_hidden_from(Actor.of(posting), at=now)
        assert not own.filter(complaint__in=hidden).exists(), posting


def test_lahore_has_an_incident_map_with_squares_and_the_stations_have_promises(demo):
    igp = sign_in(Client(), Officer.objects.get(email="igp@demo.example"))
    answer = igp.get("/desk/incident-map/lahore/")
    assert len(answer.context["map"]["squares"]) >= 3
    assert answer.context["received"]["count"] > sum(one["number"] for one in answer.context["map"]["squares"])
    stations = Office.objects.filter(pk__in=StationPromise.objects.values("station"))
    assert len(stations) >= 1
    for station in stations:
        assert igp.get(f"/desk/stations/{station.code}/").context["promises"]
