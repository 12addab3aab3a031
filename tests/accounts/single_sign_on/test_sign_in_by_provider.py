"""Officers sign in through a real OpenID Connect provider; unlinked identities and forged answers open nothing."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts.models import DeskSession, LinkedIdentity, Officer, Posting
from accounts.rules.roles import Role
from accounts.services.officers import deactivate_officer
from accounts.single_sign_on import provider_client
from ledger.session_keys import hash_session_key
from tests.accounts.conftest import PASSWORD
from tests.accounts.single_sign_on.provider import (
    CALLBACK,
    answer_of,
    come_back,
    go_to_provider,
    sign_in_at,
)
from tests.signing_in import code_of, give_app_to

pytestmark = pytest.mark.django_db
DESK = "/desk/"
WITH_FACTOR = {"amr": ["pwd", "otp"]}
OTHER = "The answer did not come from the sign-in service that this portal trusts."
NOT_SAFE = {"document": {"authorization_endpoint": "http://other.example/authorize"}}
NOT_PROVED = "could not be verified, so nobody was signed in."


@pytest.fixture
def asked_there(provider, settings):
    """The provider asks for a second factor, and says so."""
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    provider.behaves(claims=WITH_FACTOR)


def is_signed_in(portal: Client) -> bool:
    return "_auth_user_id" in portal.session


def said(answer) -> str:
    return answer.content.decode()


@pytest.mark.slow
def test_an_officer_signs_in_and_the_providers_second_factor_is_enough(linked, portal, browsers, asked_there):
    give_app_to(linked)
    assert sign_in_at(portal, browsers["bilal"], next="/desk/posting/").headers["Location"] == "/desk/posting/"
    assert portal.get(DESK).status_code == 200
    session = DeskSession.objects.get(officer=linked)
    assert session.identity.officer == linked
    assert session.provider_session == hash_session_key("sid-of-bilal")


@pytest.mark.slow
def test_an_acr_value_counts_as_well_and_is_asked_for(linked, portal, browsers, provider, settings):
    settings.OIDC_SECOND_FACTOR_ACR = ["gold"]
    provider.behaves(claims={"acr": "gold"})
    address = go_to_provider(portal)
    assert "acr_values=gold" in address
    come_back(portal, answer_of(browsers["bilal"], address))
    assert portal.get(DESK).status_code == 200


@pytest.mark.slow
def test_without_the_providers_second_factor_ours_is_asked_for(linked, portal, browsers, provider, settings):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    secret = give_app_to(linked)
    assert sign_in_at(portal, browsers["bilal"]).headers["Location"] == "/desk/sign-in/code/"
    assert not is_signed_in(portal)
    portal.post("/desk/sign-in/code/", {"code": code_of(secret)})
    assert portal.get(DESK).status_code == 200
    assert DeskSession.objects.get(officer=linked).provider_session == hash_session_key("sid-of-bilal")


@pytest.mark.slow
def test_an_officer_without_any_second_factor_is_led_to_set_one_up(linked, portal, browsers):
    sign_in_at(portal, browsers["bilal"])
    assert portal.get(DESK).headers["Location"].startswith("/desk/my-sign-in/first/")


@pytest.mark.slow
def test_the_way_back_is_in_the_language_of_the_beginning(linked, portal, browsers, asked_there, provider):
    assert sign_in_at(portal, browsers["bilal"], language="/ur").headers["Location"].startswith("/ur/desk/")
    provider.behaves(claims={"nonce": "x"})
    assert 'lang="ur"' in said(sign_in_at(Client(), browsers["bilal"], language="/ur"))


@pytest.mark.slow
def test_an_identity_that_is_linked_to_nobody_opens_nothing_whatever_its_address(bilal, portal, browsers, provider):
    provider.behaves(claims={"email": bilal.email, "email_verified": True} | WITH_FACTOR)
    answer = sign_in_at(portal, browsers["stranger"])
    assert answer.status_code == 403
    assert "This identity is not linked to an officer’s account here." in said(answer)
    assert not is_signed_in(portal)
    assert Officer.objects.count() == 1


@pytest.mark.slow
def test_no_claim_changes_the_officer_or_gives_a_role(linked, portal, browsers, provider, settings):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    before = Officer.objects.values().get()
    roles = {"roles": ["administrator"], "groups": ["administrator"], "name": "Other", "email": "o@example.org"}
    provider.behaves(claims=WITH_FACTOR | roles)
    sign_in_at(portal, browsers["bilal"])
    assert is_signed_in(portal)
    assert Officer.objects.values().get() | {"last_login": None} == before | {"last_login": None}
    assert [posting.role for posting in Posting.objects.all()] == [Role.INQUIRY_OFFICER]
    assert portal.get("/desk/admin/").status_code in {302, 403}


@pytest.mark.slow
def test_a_deactivated_officer_is_refused(linked, portal, browsers, asked_there):
    deactivate_officer(officer=linked, by=None, at=now())
    assert sign_in_at(portal, browsers["bilal"]).headers["Location"] == "/desk/inactive/"
    assert not is_signed_in(portal)


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"claims": {"iss": "https://other.example"}}, OTHER),
        ({"claims": {"nonce": "of another sign-in"}}, NOT_PROVED),
        ({"claims": {"nonce": None}}, NOT_PROVED),
        ({"claims": {"exp": 1_000_000_000}}, NOT_PROVED),
        ({"claims": {"exp": None}}, NOT_PROVED),
        ({"claims": {"iat": 4_000_000_000}}, NOT_PROVED),
        ({"claims": {"aud": "another client"}}, NOT_PROVED),
        ({"claims": {"aud": ["portal", "another client"]}}, NOT_PROVED),
        ({"claims": {"sub": None}}, NOT_PROVED),
        ({"key": "none"}, NOT_PROVED),
        ({"key": "other"}, NOT_PROVED),
    ],
    ids=str,
)
def test_a_wrong_id_token_signs_nobody_in(linked, portal, browsers, provider, wanted, sentence):
    provider.behaves(**wanted)
    answer = sign_in_at(portal, browsers["bilal"])
    assert answer.status_code == 403
    assert sentence in said(answer)
    assert not is_signed_in(portal)


def test_a_provider_that_says_it_is_somebody_else_is_refused_in_one_line(linked, portal, browsers, provider):
    provider.behaves(document={"issuer": "https://other.example"})
    answer = portal.post("/desk/sign-in/sso/")
    assert answer.status_code == 403
    assert OTHER in said(answer)


def test_an_answer_that_names_another_issuer_is_refused_before_its_code_is_used(linked, portal, browsers, asked_there):
    answer = answer_of(browsers["bilal"], go_to_provider(portal))
    mixed_up = come_back(portal, answer | {"iss": "https://other.example"})
    assert (mixed_up.status_code, OTHER in said(mixed_up)) == (403, True)
    assert not is_signed_in(portal)


@pytest.mark.slow
def test_an_answer_counts_once_and_only_in_the_browser_that_asked(linked, portal, browsers, asked_there):
    answer = answer_of(browsers["bilal"], go_to_provider(portal))
    thief = Client()
    go_to_provider(thief)
    for changed in (answer, answer | {"state": "x" * 43}, {"code": answer["code"]}, {}):
        assert come_back(thief, changed).status_code == 403
        assert not is_signed_in(thief)
    assert come_back(portal, answer).status_code == 302
    assert come_back(portal, answer).status_code == 403
    assert come_back(portal, {"error": "access_denied", "state": "x"}).status_code == 403


def test_a_code_of_another_sign_in_is_refused_by_its_verifier(linked, portal, browsers, asked_there):
    address = go_to_provider(portal)
    assert "code_challenge_method=S256" in address
    mine, theirs = answer_of(browsers["bilal"], address), answer_of(browsers["bilal"], go_to_provider(Client()))
    assert come_back(portal, mine | {"code": theirs["code"]}).status_code == 403
    assert not is_signed_in(portal)


def test_the_way_back_leads_to_no_other_site(linked, portal, browsers, asked_there):
    answer = sign_in_at(portal, browsers["bilal"], next="https://other.example/")
    assert answer.headers["Location"].startswith("/desk/")


def test_who_cancels_is_told_so(provider, portal):
    state = dict(pair.split("=") for pair in go_to_provider(portal).split("?")[1].split("&"))["state"]
    assert "You cancelled the sign-in." in said(come_back(portal, {"error": "access_denied", "state": state}))


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("wanted", [{"status": 500}, {"status": 200}, {"hang": True}, NOT_SAFE])
def test_a_provider_that_fails_is_said_and_the_password_still_works(linked, portal, provider, monkeypatch, wanted):
    monkeypatch.setattr(provider_client, "TIME_OUT", 0.5)
    provider.behaves(**wanted)
    answer = portal.post("/desk/sign-in/sso/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "The sign-in service does not answer." in said(answer)
    portal.post("/desk/sign-in/", {"login": linked.email, "password": PASSWORD})
    assert is_signed_in(portal)


@pytest.mark.slow
def test_a_provider_that_fails_when_the_officer_comes_back_is_said(linked, portal, browsers, provider):
    for where in ("/o/token/", "/o/.well-known/jwks.json"):
        provider_client.forget_published()
        provider.behaves()
        answer = answer_of(browsers["bilal"], go_to_provider(portal))
        provider.behaves(status=500, where=where)
        assert come_back(portal, answer).status_code == 503, where
    assert not is_signed_in(portal)


@pytest.mark.slow
def test_a_provider_that_is_not_there_is_said_and_not_waited_for_again(provider, settings, portal, monkeypatch):
    monkeypatch.setattr(provider_client, "TIME_OUT", 0.5)
    provider.behaves(hang=True)
    assert portal.post("/desk/sign-in/sso/").status_code == 503
    provider.behaves()
    assert portal.post("/desk/sign-in/sso/").status_code == 503
    monkeypatch.setattr(provider_client, "TIME_OUT", 20)  # it answers now, however slow the machine is
    monkeypatch.setattr(provider_client, "RETRY_SECONDS", 0)
    assert portal.post("/desk/sign-in/sso/").status_code == 200
    settings.OIDC_ISSUER = "http://127.0.0.1:1/o"
    assert portal.post("/desk/sign-in/sso/").status_code == 503


def test_an_unencrypted_provider_is_used_by_these_tests_alone(provider, settings, portal):
    settings.OIDC_HTTP_ON_LOOPBACK = False
    assert portal.post("/desk/sign-in/sso/").status_code == 503


@pytest.mark.slow
def test_keys_that_the_provider_changed_are_read_again(linked, portal, browsers, asked_there, provider, monkeypatch):
    sign_in_at(portal, browsers["bilal"])
    monkeypatch.setattr(provider_client, "RETRY_SECONDS", 0)
    for address, (_at, document) in list(provider_client._kept.items()):
        if "keys" in document:
            provider_client._kept[address] = (time.monotonic(), {"keys": []})
    later = Client()
    sign_in_at(later, browsers["bilal"])
    assert is_signed_in(later)


@pytest.mark.slow
def test_a_link_that_was_written_into_the_database_opens_nothing(bilal, portal, browsers, provider, asked_there):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_linkedidentity (officer_id, issuer, subject, linked_at) VALUES (%s, %s, %s, now())",
            [bilal.pk, provider.issuer, provider.subject_of("bilal")],
        )
    assert LinkedIdentity.objects.count() == 1
    assert sign_in_at(portal, browsers["bilal"]).status_code == 403
    assert not is_signed_in(portal)


def test_the_tables_of_allauth_open_nothing(bilal, portal, browsers, asked_there, provider):
    SocialAccount.objects.create(user=bilal, provider="officers", uid=provider.subject_of("bilal"))
    assert sign_in_at(portal, browsers["bilal"]).status_code == 403
    assert not is_signed_in(portal)


def test_without_settings_there_is_no_single_sign_on(portal):
    assert "sso" not in said(portal.get("/desk/sign-in/"))
    assert portal.post("/desk/sign-in/sso/").status_code == 404
    assert portal.get(CALLBACK).status_code == 404
    assert portal.post("/sso/logout").status_code == 404


def test_the_sign_in_page_offers_it_under_its_own_name(provider, settings, portal):
    settings.OIDC_NAME = {"en": "Punjab Police ID", "ur": ""}
    assert "Sign in with Punjab Police ID" in said(portal.get("/desk/sign-in/"))
    assert "Punjab Police ID" in said(portal.get("/ur/desk/sign-in/"))
