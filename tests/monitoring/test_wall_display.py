"""A session that keeps the wall display open has no idle limit, and opens nothing else."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.test import Client

from accounts import middleware
from accounts.models import DeskSession
from accounts.models.desk_session import SessionEnding
from accounts.rules.roles import Role
from accounts.rules.session_limits import ROLE_LIMITS
from accounts.services.sessions import end_sessions
from accounts.session_store import SessionStore
from tests.monitoring.week import NOW, signed_in
from tests.permissions.knocking import addresses
from tests.permissions.rows import METHODS

WALL, KEEP = "/desk/board/wall/", "/desk/board/wall/keep-open/"
POLL = {"HX-Request": "true"}
LIMIT = ROLE_LIMITS[Role.MONITOR]


def after(time: timedelta):
    return time_machine.travel(NOW + time, tick=False)


@pytest.fixture
def wall(busy) -> Client:
    """Return Zara's browser, in which she keeps the wall display of Lahore open."""
    client = signed_in(busy, "zara")
    answer = client.post(f"{KEEP}?office=lahore")
    assert (answer.status_code, answer.url) == (302, f"{WALL}?office=lahore")
    return client


@pytest.mark.slow
def test_polls_alone_keep_it_open_until_the_limit_in_total(wall):
    for time in (LIMIT.idle, 3 * LIMIT.idle, LIMIT.absolute - timedelta(minutes=1)):
        with after(time):
            assert wall.get(WALL, headers=POLL).status_code == 200, time
    with after(LIMIT.absolute):
        answer = wall.get(WALL, headers=POLL)
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
        assert wall.get(WALL).url == f"/desk/sign-in/?next={WALL}"


def test_without_it_polls_do_not_keep_a_session_open(busy):
    client = signed_in(busy, "zara")
    with after(LIMIT.idle):
        assert client.get(WALL, headers=POLL).status_code == 204


@pytest.mark.slow
def test_the_page_says_until_when(busy):
    client, end = signed_in(busy, "zara"), "28 November 2026, 00:00"
    before = " ".join(client.get(WALL).content.decode().split())
    assert f"It then stays signed in until {end}, and opens no other page." in before
    client.post(KEEP)
    assert KEEP in before
    kept = " ".join(client.get(WALL).content.decode().split())
    assert f"This screen stays signed in until {end} and opens no other page." in kept
    assert KEEP not in kept


@pytest.mark.parametrize(
    "path",
    ["/", "/track/", "/desk/", "/desk/board/", "/ur/desk/today/", "/desk/admin/", "/desk/my-sign-in/"],
)
def test_any_other_page_says_that_it_is_only_the_wall_display(wall, path):
    answer = wall.get(path)
    assert answer.status_code == 403
    assert answer.templates[0].name == "accounts/wall_display_only.html"


def test_no_other_route_is_open_by_any_method(wall, busy, rf, monkeypatch):
    monkeypatch.setattr(middleware, "render", lambda *_, **__: HttpResponse(status=403))
    check, session, passed = middleware.ActorMiddleware(lambda request: None), wall.session, set()
    for name, _ in addresses():
        for method in METHODS:
            request = rf.generic(method, "/desk/")
            request.COOKIES, request.session = {"sessionid": "x"}, session
            request.user, request.postings = busy.zara.officer, [busy.zara.posting]
            request.resolver_match = SimpleNamespace(view_name=name)
            answer = check.process_view(request, None, (), {})
            if answer is None or answer.status_code != 403:
                passed.add((name, method))
    assert passed == {("wall", "GET"), ("wall", "HEAD"), ("account_logout", "POST")}


def test_a_request_that_began_before_does_not_bring_the_desk_back(busy):
    client = signed_in(busy, "zara")
    key = client.session.session_key
    earlier = SessionStore(key)
    earlier["posting"] = busy.zara.posting.pk
    client.post(KEEP)
    with pytest.raises(UpdateError):
        earlier.save()
    old = Client()
    old.cookies["sessionid"] = key
    assert old.get("/desk/today/").url.startswith("/desk/sign-in/")
    assert client.get("/desk/today/").status_code == 403


def test_it_is_in_the_list_of_sessions_and_ends_with_the_others(wall, busy):
    assert DeskSession.objects.get(officer=busy.zara.officer, ended_at=None)
    assert end_sessions(officer=busy.zara.officer, ending=SessionEnding.BY_OFFICER, at=NOW) == 1
    assert wall.get(WALL).url.startswith("/desk/sign-in/")


@pytest.mark.slow
def test_a_new_sign_in_opens_the_desk_again(wall, busy):
    assert wall.post("/desk/sign-out/", {"next": "/desk/sign-in/"}).url == "/desk/sign-in/"
    assert wall.get(WALL).url.startswith("/desk/sign-in/")
    assert DeskSession.objects.get(officer=busy.zara.officer).ending == SessionEnding.SIGNED_OUT
    assert signed_in(busy, "zara").get("/desk/board/").status_code == 200


def test_it_is_logged(busy, caplog):
    with caplog.at_level(logging.INFO, "accounts.services.sign_in_logging"):
        signed_in(busy, "zara").post(KEEP)
    assert f"Officer {busy.zara.officer.pk} keeps the wall display open" in caplog.messages
