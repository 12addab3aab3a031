"""The style guide's messages: what is shown, and how a letter is kept apart."""

import base64
import hashlib
import re

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from config.urls import urlpatterns as portal
from demo import styleguide_messages
from demo.message_samples import TO_CITIZENS, TO_MAIL_SENDERS, TO_OFFICERS
from mail_intake.sender_address import OPEN_ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.look.test_messages")]

guide = [
    path("styleguide/messages/", styleguide_messages.show_messages, name="styleguide_messages"),
    path("styleguide/messages/<slug:key>/<slug:wording>/", styleguide_messages.show_email, name="styleguide_letter"),
]
urlpatterns = [*i18n_patterns(*guide, prefix_default_language=False), *portal]

PAGE = "/styleguide/messages/"
CODES = sum(sample.template in {"access_code", "list_code"} for sample in TO_CITIZENS)
NEUTRAL_ANSWERS = len(TO_MAIL_SENDERS) - len(OPEN_ANSWERS)


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
def test_every_message_is_shown_in_both_languages_with_what_it_costs_and_its_letter(client):
    html = client.get(PAGE).content.decode()
    every = (*TO_CITIZENS, *TO_OFFICERS, *TO_MAIL_SENDERS)
    assert html.count('class="told"') == len(every) > 50
    for sample in every:
        assert f'id="{sample.key}"' in html
    # The neutral wording stands once above all, and again where a message has its own.
    assert html.count("<iframe ") == 2 * (len(every) + CODES + NEUTRAL_ANSWERS + 1)
    assert html.count('class="told-cost"') == 2 * (len(TO_CITIZENS) + CODES + 1)
    assert "told-cost-late" not in html
    assert "2 SMS parts, " in html
    assert html.count('sandbox="allow-same-origin"') == html.count("<iframe ")


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
def test_only_this_page_may_hold_frames_and_only_of_our_own(client):
    policy = client.get(PAGE)["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]


@pytest.mark.mostly_slow(keep=40)
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("sample", [*TO_CITIZENS, *TO_OFFICERS, *TO_MAIL_SENDERS], ids=lambda sample: sample.key)
@pytest.mark.parametrize("wording", ["plain", "neutral"])
def test_a_letter_is_a_page_of_its_own_that_can_do_nothing(client, sample, wording):
    answer = client.get(f"{PAGE}{sample.key}/{wording}/")
    [style] = re.findall(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert answer["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'self' 'sha256-{digest}'; font-src 'self'; frame-ancestors 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.usefixtures("demo")
def test_a_letter_is_in_the_language_of_its_address(client):
    assert '<html lang="ur" dir="rtl">' in client.get(f"/ur{PAGE}resolved/plain/").content.decode()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["nonsense/plain/", "resolved/loud/"])
def test_there_are_no_other_letters(client, path):
    assert client.get(PAGE + path).status_code == 404


@pytest.mark.parametrize("path", ["", "resolved/plain/"])
def test_outside_demo_and_debug_there_is_neither(client, path):
    assert client.get(PAGE + path).status_code == 404
