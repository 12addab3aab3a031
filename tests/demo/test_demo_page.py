"""The demo's first page: one click signs in completely, and each step leads to a page."""

import json
from importlib import import_module
from runpy import run_path
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import second_factor
from accounts.models import DeskSession, Officer
from accounts.models.desk_session import SessionEnding
from config import urls
from demo import progress, tour
from demo.quick_sign_in import demo_email_of
from ledger.session_keys import hash_session_key

OFFICERS = [card for card in tour.CARDS.values() if card.officer]


@pytest.fixture(autouse=True)
def demo(settings):
    """The portal's addresses with DEMO."""
    settings.DEMO = True
    settings.ROOT_URLCONF = ModuleType("config.urls in DEMO")
    settings.ROOT_URLCONF.urlpatterns = run_path(urls.__file__)["urlpatterns"]


@pytest.fixture
def making(tmp_path, monkeypatch):
    """The file with the progress of the demo's data."""
    monkeypatch.setenv("DEMO_PROGRESS_FILE", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


def is_whole(client: Client, officer: Officer) -> bool:
    """Return whether that officer is signed in with the second factor passed."""
    session = client.session
    request = type("Request", (), {"session": session, "user": officer})
    return session["_auth_user_id"] == str(officer.pk) and second_factor.has_passed_second_factor(request)


def officer(address: str) -> Officer:
    return Officer.objects.get(email=demo_email_of(address))


@pytest.mark.mostly_slow
@pytest.mark.parametrize("card", OFFICERS, ids=lambda card: card.slug)
def test_one_click_is_a_whole_sign_in(province, card):
    """Post with the CSRF token of the page's form, as a browser does."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/demo/").content.decode()
    assert str(card.action) in page
    form = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    answer = client.post(f"/demo/sign-in/{card.slug}/", form)
    assert answer.headers["Location"] == reverse(card.start)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert is_whole(client, officer(card.officer))
    assert DeskSession.objects.get(key=hash_session_key(client.session.session_key)).officer == officer(card.officer)


@pytest.mark.mostly_slow
@pytest.mark.parametrize("card", OFFICERS, ids=lambda card: card.slug)
def test_each_step_begins_on_a_page(province, client, card):
    for number, step in enumerate(card.steps, start=1):
        answer = client.post(f"/demo/sign-in/{card.slug}/", {"step": number}, follow=True)
        assert (answer.status_code, answer.request["PATH_INFO"]) == (200, reverse(step.route or card.start))


def test_without_its_token_the_form_is_refused(province):
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/monitor/").status_code == 403


def test_who_was_signed_in_before_is_signed_out(province, client):
    client.post("/demo/sign-in/monitor/")
    before = client.session.session_key
    client.post("/demo/sign-in/auditor/")
    assert is_whole(client, officer("auditor"))
    assert DeskSession.objects.get(key=hash_session_key(before)).ending == SessionEnding.SIGNED_OUT
    assert not import_module(django_settings.SESSION_ENGINE).SessionStore().exists(before)


def test_an_officer_who_is_signed_in_continues(province, client):
    client.post("/demo/sign-in/monitor/")
    before = client.session.session_key
    client.post("/demo/sign-in/monitor/")
    assert client.session.session_key == before
    assert "That is you now" in client.get("/demo/").content.decode()


def test_a_second_administrator_takes_the_step_of_the_second(province, client):
    client.post("/demo/sign-in/administrator/", {"step": 3})
    assert is_whole(client, officer("administrator2"))


@pytest.mark.parametrize("slug", ["english", "nobody", "igp.demo"])
def test_nobody_else_is_signed_in(province, client, slug):
    assert client.post(f"/demo/sign-in/{slug}/").status_code == 404


def test_an_officer_who_may_not_sign_in_any_more_is_not_signed_in(province, client):
    Officer.objects.filter(email=demo_email_of("monitor")).update(is_active=False)
    assert client.post("/demo/sign-in/monitor/").headers["Location"] == "/demo/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_and_its_links_are_there_in_both_languages(db, client, language):
    with translation.override(language):
        page = client.get(reverse("demo_page")).content.decode()
    assert f'lang="{language}"' in page
    for card in tour.CITIZENS.cards:
        for step in card.steps:
            if step.route:
                with translation.override(card.language or language):
                    address = reverse(step.route)
                assert f'href="{address}"' in page
                if step.route != "demo_phones":
                    assert client.get(address).status_code == 200


def test_officers_who_do_not_exist_yet_can_be_clicked_in_a_moment(db, client):
    page = client.get("/demo/").content.decode()
    assert page.count("In a moment") == len(OFFICERS)
    assert '<meta http-equiv="refresh"' in page  # without JavaScript
    assert client.post("/demo/sign-in/monitor/").headers["Location"] == "/demo/"
    assert "not ready yet" in client.get("/demo/").content.decode()


def test_the_page_says_how_far_the_data_are(province, client, making):
    progress.report("complaints", 640, 2000)
    assert "640 of 2000" in client.get("/demo/").content.decode()
    known = {"people": len(tour.OFFICERS)}
    assert "HX-Refresh" not in client.get("/demo/making/", known).headers
    assert client.get("/demo/making/", {"people": 0}).headers["HX-Refresh"] == "true"
    progress.report("complaints", 2000, 2000, ready=True)
    assert client.get("/demo/making/", known).headers["HX-Refresh"] == "true"
    assert "demo-making" not in client.get("/demo/").content.decode()


def test_progress_that_nobody_reported_is_none(making, monkeypatch):
    assert progress.read() == progress.READY
    making.write_text("{half of")
    assert progress.read() == progress.READY
    progress.report("officers", 1, 3)
    assert json.loads(making.read_text()) == {"step": "officers", "done": 1, "total": 3, "ready": False}
    monkeypatch.delenv("DEMO_PROGRESS_FILE")
    progress.report("officers", 2, 3)
    assert progress.read() == progress.READY
