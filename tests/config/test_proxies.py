"""The client's address behind one proxy or several, and former secret keys."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from citizen.filing.draft_addresses import draft_address, draft_id_at
from citizen.rate_limits import client_address
from tests.world import PASSWORD
from web import client_ip
from web.proxy_settings import count_trusted_proxies

CLIENT, BALANCER, FORGED = "203.0.113.9", "10.0.0.4", "198.51.100.1"
SIGN_IN = "/desk/sign-in/"


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), ("false", 0), ("False", 0), ("true", 1), ("on", 1), ("0", 0), ("1", 1), (" 2 ", 2)]
)
def test_false_true_or_a_number_say_how_many_proxies_there_are(text, number):
    assert count_trusted_proxies(text) == number


@pytest.mark.parametrize("text", ["maybe", "-1", "1.5", "10.0.0.0/8", "99"])
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES is .* Set false, true"):
        count_trusted_proxies(text)


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, f"{FORGED}, {CLIENT}", BALANCER),
        (1, f"{FORGED}, {CLIENT}", CLIENT),
        (2, f"{FORGED}, {CLIENT}, {BALANCER}", CLIENT),
        (2, f"{CLIENT}, {BALANCER}", CLIENT),
        (3, f"{FORGED},{CLIENT},10.0.0.3,{BALANCER}", CLIENT),
        (2, CLIENT, CLIENT),  # a request that went past the outer proxy
        (1, None, BALANCER),
    ],
)
def test_the_address_that_the_outermost_own_proxy_added_counts(settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": header} if header else {}
    request = RequestFactory(REMOTE_ADDR=BALANCER).get("/", headers=headers)
    assert client_address(request) == address
    assert get_adapter().get_client_ip(request) == address  # sign-in counts the same one


def test_a_request_past_a_proxy_may_sign_in_and_the_log_says_so_once(settings, caplog, world):
    settings.TRUSTED_PROXIES = 2
    client_ip._log_passed_proxy.cache_clear()
    browser = Client(REMOTE_ADDR=BALANCER, headers={"X-Forwarded-For": CLIENT})
    refused = browser.post(SIGN_IN, {"login": world.salma.officer.email, "password": "not this one"})
    assert "The e-mail address or password is incorrect." in refused.text
    accepted = browser.post(SIGN_IN, {"login": world.salma.officer.email, "password": PASSWORD})
    assert accepted.status_code == 302
    passed = [record.getMessage() for record in caplog.records if record.name == "web.client_ip"]
    assert passed == [
        "TRUSTED_PROXIES is 2, and X-Forwarded-For named 1: requests go past a proxy, or the number is wrong"
    ]


def test_a_request_from_no_known_address_may_not_sign_in(settings, world):
    settings.TRUSTED_PROXIES = 1
    browser = Client(headers={"X-Forwarded-For": "nonsense"})
    refused = browser.post(SIGN_IN, {"login": world.salma.officer.email, "password": PASSWORD})
    assert refused.status_code == 403


def test_a_former_secret_key_still_opens_and_a_forgotten_one_does_not(settings):
    draft = "0f" * 16
    address = draft_address(draft)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert draft_id_at(address).hex == draft
    assert draft_address(draft) != address
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="not the address of a draft"):
        draft_id_at(address)
