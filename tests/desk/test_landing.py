"""The first page of each role, and the links in its page header."""

import re

import pytest
from django.test import Client

from accounts.rules.roles import Role
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import code_of, give_app_to
from tests.world import PASSWORD, Person

LINK = re.compile(r'<a\s+href="([^"]+)"(\s+aria-current="page")?')
BEGINS = {
    **{"asad": "/desk/access/", "wajid": "/desk/reviews/", "zara": "/desk/board/", "omar": "/desk/admin/"},
    **dict.fromkeys(("salma", "bilal", "hina", "dania", "imran"), "/desk/today/"),
}
WITHOUT_QUEUE = {name: address for name, address in BEGINS.items() if address != "/desk/today/"}


@pytest.fixture
def people(world):
    """The cast, with a discipline officer."""
    wajid = OfficerFactory(name_en="Wajid")
    posting = PostingFactory(officer=wajid, office=world.office("punjab"), role=Role.DISCIPLINE_OFFICER, is_head=False)
    return world.people | {"wajid": Person("wajid", posting)}


def menu_links(answer) -> dict[str, bool]:
    """Return the links of the desk's menu, and whether each is the current page."""
    assert answer.status_code == 200
    menu = re.search(r'<nav class="desk-menu".*?</nav>', answer.content.decode(), re.DOTALL)[0]
    return {address: bool(current) for address, current in LINK.findall(menu) if not address.startswith("#")}


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", BEGINS)
def test_the_sign_in_leads_to_where_the_work_begins(people, name):
    officer, client = people[name].officer, Client()
    secret = give_app_to(officer)
    client.post("/desk/sign-in/", {"login": officer.email, "password": PASSWORD})
    assert client.post("/desk/sign-in/code/", {"code": code_of(secret)}).headers["Location"] == BEGINS[name]


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", BEGINS)
def test_so_does_the_desks_own_address_for_those_without_a_queue_in_both_languages(people, seat, name):
    desk = seat(people[name])
    for language in ("", "/ur"):
        answer = desk.get(f"{language}/desk/", "12:00")
        led = answer.headers.get("Location", f"{language}/desk/")
        begins = WITHOUT_QUEUE.get(name, "/desk/")
        assert (answer.status_code, led) == (200 if begins == "/desk/" else 302, language + begins)
        assert desk.get(led, "12:00").status_code == 200


def test_an_open_queue_that_asks_again_under_another_post_is_reloaded(people, seat):
    asad = seat(people["asad"]).client
    answer = asad.get("/desk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize(
    ("name", "has_queue", "reads"),
    [("bilal", True, True), ("asad", False, True), ("zara", False, True), ("wajid", False, False)],
)
def test_the_menu_offers_queue_and_office_to_whom_they_are_of_use(people, seat, name, has_queue, reads):
    offered = menu_links(seat(people[name]).get("/desk/posting/", "12:00"))
    assert ("/desk/" in offered, "/desk/office/" in offered) == (has_queue, reads)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("address", ["/desk/today/", "/desk/", "/desk/office/", "/desk/intake/", "/desk/calls/"])
def test_the_menu_says_which_page_is_open(people, seat, address):
    offered = menu_links(seat(people["salma"]).get(address, "12:00"))
    assert [one for one, current in offered.items() if current] == [address]


def test_the_administration_leads_back_to_the_desk_and_to_the_acts(people, seat):
    omar = seat(people["omar"])
    page = omar.get("/desk/admin/", "12:00").content.decode()
    for address in ("/desk/posting/", "/desk/acts/"):
        assert f'<a href="{address}">' in page
        assert "/desk/admin/" in menu_links(omar.get(address, "12:00"))
