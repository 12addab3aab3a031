"""A session that ends at the provider ends at the portal: by a logout token at once, else at the next check."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import DeskSession, ProviderLogout
from accounts.models.desk_session import SessionEnding
from accounts.rules.identity_tokens import LOGOUT_EVENT
from accounts.single_sign_on import provider_client
from tests.accounts.single_sign_on.provider import sign_in_at
from tests.signing_in import code_of, give_app_to, sign_in

pytestmark = pytest.mark.django_db
DESK, LOGOUT = "/desk/", "/sso/logout"


@pytest.fixture
def inside(linked, portal, browsers, provider, settings):
    """Bilal, signed in by single sign-on."""
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    provider.behaves(claims={"amr": ["otp"]})

    def come_in() -> Client:
        client = Client()
        sign_in_at(client, browsers["bilal"])
        assert client.get(DESK).status_code == 200
        return client

    return come_in


def told(token: str) -> int:
    """Deliver a logout token as the provider does, and return the status."""
    return Client().post(LOGOUT, {"logout_token": token}).status_code


def is_out(client: Client) -> bool:
    return client.get(DESK).headers.get("Location", "").startswith("/desk/sign-in/")


@pytest.mark.slow
def test_a_logout_ends_the_session_at_once_and_no_other(inside, linked, provider):
    bilal, with_password = inside(), sign_in(Client(), linked)
    assert told(provider.logout_token(sub=provider.subject_of("bilal"), sid="sid-of-bilal")) == 200
    assert is_out(bilal)
    assert not is_out(with_password)
    endings = set(DeskSession.objects.filter(officer=linked).values_list("ending", flat=True))
    assert endings == {SessionEnding.PROVIDER, ""}


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("names", [{"sub"}, {"sid"}])
def test_the_person_alone_or_the_session_alone_is_enough(inside, provider, names):
    bilal, again = inside(), inside()
    named = {"sub": provider.subject_of("bilal"), "sid": "sid-of-bilal"}
    assert told(provider.logout_token(**{name: named[name] for name in names})) == 200
    assert is_out(bilal)
    assert is_out(again)


@pytest.mark.slow
def test_the_end_of_another_session_or_person_ends_nothing(inside, provider):
    bilal = inside()
    assert told(provider.logout_token(sub=provider.subject_of("bilal"), sid="another")) == 200
    assert told(provider.logout_token(sub=provider.subject_of("stranger"))) == 200
    assert told(provider.logout_token(sub=provider.subject_of("stranger"), sid="sid-of-bilal")) == 200
    assert not is_out(bilal)


@pytest.fixture
def waiting(linked, portal, browsers, provider):
    """Bilal, whom the provider has signed in and whom the portal asks for its own second factor."""
    secret = give_app_to(linked)
    assert sign_in_at(portal, browsers["bilal"]).headers["Location"] == "/desk/sign-in/code/"
    return lambda: portal.post("/desk/sign-in/code/", {"code": code_of(secret)})


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("names", [{"sub"}, {"sid"}, {"sub", "sid"}], ids=str)
def test_a_logout_also_ends_a_sign_in_that_waits_for_our_second_factor(linked, waiting, portal, provider, names):
    named = {"sub": provider.subject_of("bilal"), "sid": "sid-of-bilal"}
    assert told(provider.logout_token(**{name: named[name] for name in names})) == 200
    assert waiting().headers["Location"] == "/desk/sign-in/"
    assert is_out(portal)
    assert "your session at the single sign-on has ended" in portal.get("/desk/sign-in/").content.decode()
    assert DeskSession.objects.get(officer=linked).ending == SessionEnding.PROVIDER


def test_a_sign_in_that_waits_survives_the_end_of_others_and_ends_before_it(waiting, portal, provider):
    assert told(provider.logout_token(sub=provider.subject_of("bilal"), sid="another")) == 200
    assert told(provider.logout_token(sub=provider.subject_of("stranger"))) == 200
    assert told(provider.logout_token(sub=provider.subject_of("stranger"), sid="sid-of-bilal")) == 200
    ProviderLogout.objects.create(subject=provider.subject_of("bilal"), at=now() - timedelta(minutes=1))
    waiting()
    assert not is_out(portal)


def test_a_logout_is_forgotten_after_half_an_hour(provider):
    ProviderLogout.objects.create(subject="1", at=now() - timedelta(minutes=31))
    assert told(provider.logout_token(sub="2")) == 200
    assert ProviderLogout.objects.get().subject == "2"


@pytest.mark.slow
def test_a_session_whose_id_the_provider_did_not_give_ends_with_its_person(inside, provider):
    provider.behaves(claims={"amr": ["otp"], "sid": None})
    bilal = inside()
    assert told(provider.logout_token(sub=provider.subject_of("bilal"), sid="unknown here")) == 200
    assert is_out(bilal)


@pytest.mark.slow
def test_a_logout_token_counts_once(inside, provider):
    bilal, token = inside(), provider.logout_token(sub=provider.subject_of("bilal"))
    assert (told(token), is_out(bilal)) == (200, True)
    again = inside()
    assert (told(token), is_out(again)) == (400, False)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"iat": int(time.time()) - 600, "exp": None},
        {"exp": int(time.time()) - 600},
        {"iat": None},
        {"iat": int(time.time()) + 600},
        {"jti": None},
        {"events": None},
        {"events": {"http://other.example/event": {}}},
        {"events": [LOGOUT_EVENT]},
        {"nonce": "of an ID token"},
        {"sub": None},
        {"key": "", "algorithm": "none"},
        {"key": "four-otters-row-home-four-otters-row-home", "algorithm": "HS256"},
    ],
    ids=", ".join,  # without the times: every worker has to collect the same names
)
def test_a_wrong_logout_token_is_refused_and_ends_nothing(inside, provider, wrong):
    bilal = inside()
    assert told(provider.logout_token(**({"sub": provider.subject_of("bilal")} | wrong))) == 400
    assert not is_out(bilal)


def test_what_is_no_token_is_refused(provider):
    assert [told(text) for text in ("", "x", "a.b.c", "x" * 100_000)] == [400] * 4
    assert Client().get(LOGOUT).status_code == 405


@pytest.mark.slow
def test_a_token_that_cannot_be_verified_now_is_to_be_sent_again(inside, provider):
    bilal, token = inside(), provider.logout_token(sub=provider.subject_of("bilal"))
    provider_client.forget_published()
    provider.behaves(status=500)
    assert told(token) == 503
    provider.behaves()
    assert (told(token), is_out(bilal)) == (200, True)


@pytest.fixture
def rechecked(settings):
    """The portal asks the provider once in 30 seconds; returns a function that lets this time pass."""
    settings.OIDC_RECHECK_SECONDS = 30

    def later() -> None:
        DeskSession.objects.update(checked_at=now() - timedelta(seconds=31))

    return later


@pytest.mark.slow
def test_without_logout_tokens_the_session_ends_at_the_next_check(rechecked, inside, provider):
    bilal = inside()
    provider.forgets_refresh_tokens()
    assert not is_out(bilal)
    rechecked()
    assert is_out(bilal)
    assert DeskSession.objects.get().ending == SessionEnding.PROVIDER


@pytest.mark.slow
def test_a_session_that_the_provider_knows_lasts_however_often_it_is_checked(rechecked, inside, provider):
    bilal = inside()
    for _check in range(3):
        rechecked()
        assert not is_out(bilal)
    provider.forgets_refresh_tokens()
    rechecked()
    assert is_out(bilal)


@pytest.mark.slow
def test_a_provider_that_is_down_signs_nobody_out(rechecked, inside, provider):
    bilal = inside()
    rechecked()
    provider.behaves(status=500)
    assert not is_out(bilal)


@pytest.mark.slow
def test_signing_out_also_ends_the_session_at_the_provider(inside, provider, settings):
    settings.OIDC_SIGN_OUT = True
    bilal = inside()
    page = bilal.post("/desk/sign-out/").content.decode()
    assert re.search(rf'content="0; url={provider.issuer}/logout/\?id_token_hint=', page)
    assert is_out(bilal)
    bilal = inside()
    provider_client.forget_published()
    provider.behaves(status=500)
    assert bilal.post("/desk/sign-out/").status_code == 302
    assert is_out(bilal)
