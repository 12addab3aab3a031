"""Compulsory single sign-on: a password opens the page of the link alone, except for emergency accounts, which ring."""

import logging

import pytest
from django.test import Client

from accounts.models import LinkedIdentity, StaffAct
from notifications.models import Message
from tests.accounts.single_sign_on.provider import address_of, answer_of, come_back, sign_in_at
from tests.signing_in import code_of, give_app_to, sign_in
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
LINK, CONFIRM = "/desk/my-sign-in/sso/", "/desk/my-sign-in/sso/confirm/"


@pytest.fixture
def compulsory(provider, settings, world):
    """Single sign-on is compulsory for all but Zara."""
    settings.OIDC_REQUIRED = True
    settings.OIDC_BREAK_GLASS = [world.zara.officer.email]
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    provider.behaves(claims={"amr": ["otp"]})
    return provider


def by_password(officer) -> Client:
    """Sign in with the portal's own password and second factor."""
    client, secret = Client(), give_app_to(officer)
    client.post("/desk/sign-in/", {"login": officer.email, "password": PASSWORD})
    client.post("/desk/sign-in/code/", {"code": code_of(secret)})
    return client


@pytest.mark.slow
def test_a_password_leads_to_the_link_and_after_it_the_provider_to_the_desk(compulsory, world, browsers):
    bilal = by_password(world.bilal.officer)
    for page in ("/desk/", "/desk/today/", "/desk/my-sign-in/", "/desk/admin/"):
        assert bilal.get(page).headers["Location"] == LINK, page
    assert "to start work" in bilal.get(LINK).content.decode()
    bilal = sign_in(bilal, world.bilal.officer, just_now=True)
    come_back(bilal, answer_of(browsers["bilal"], address_of(bilal.post(LINK, {"act": "link"}))))
    bilal.post(CONFIRM, {"act": "link"})
    assert LinkedIdentity.objects.get().officer == world.bilal.officer
    assert bilal.get("/desk/").headers["Location"] == LINK
    assert "Sign in with Police account" in bilal.get(LINK).content.decode()
    sign_in_at(bilal, browsers["bilal"])
    assert bilal.get("/desk/").status_code == 200


def test_a_session_from_before_opens_nothing_more(provider, settings, world):
    bilal = sign_in(Client(), world.bilal.officer)
    assert bilal.get("/desk/").status_code == 200
    settings.OIDC_REQUIRED = True
    assert bilal.get("/desk/").headers["Location"] == LINK


@pytest.mark.slow
def test_nobody_unlinks_themselves_while_it_is_compulsory(compulsory, world, browsers):
    bilal = sign_in(Client(), world.bilal.officer, just_now=True)
    come_back(bilal, answer_of(browsers["bilal"], address_of(bilal.post(LINK, {"act": "link"}))))
    bilal.post(CONFIRM, {"act": "link"})
    bilal.post(LINK, {"act": "unlink"})
    assert LinkedIdentity.objects.filter(unlinked_at=None).exists()


@pytest.mark.slow
def test_an_emergency_account_works_with_the_provider_down_and_everybody_hears_of_it(compulsory, world, caplog):
    compulsory.behaves(status=500)
    with caplog.at_level(logging.CRITICAL):
        zara = by_password(world.zara.officer)
    assert zara.get("/desk/board/").status_code == 200
    assert f"EMERGENCY ACCOUNT: officer {world.zara.officer.pk}" in caplog.text
    act = StaffAct.objects.get(kind="break_glass")
    assert (act.officer, act.words) == (world.zara.officer, "127.0.0.1")
    told = set(Message.objects.values_list("recipient", "template"))
    assert told >= {
        (f"posting:{world.omar.posting.pk}", "break_glass"),
        (f"posting:{world.asad.posting.pk}", "staff_act"),
    }


def test_a_wrong_password_of_an_emergency_account_rings_nothing_and_shows_nothing(compulsory, world):
    answers = [
        Client().post("/desk/sign-in/", {"login": officer.email, "password": "wrong"}).content.decode().count(sentence)
        for officer in (world.zara.officer, world.bilal.officer)
        for sentence in ["The e-mail address or password is incorrect."]
    ]
    assert answers[0] == answers[1] > 0
    assert not StaffAct.objects.filter(kind="break_glass").exists()


def test_the_sign_in_page_says_who_may_use_a_password(compulsory):
    assert "Only for emergency accounts" in Client().get("/desk/sign-in/").content.decode()
