"""Only an officer links their identity, signed in with password and second factor; administrators unlink it."""

import pytest
from django.test import Client

from accounts.models import DeskSession, LinkedIdentity, StaffAct
from accounts.services.linked_identities import link_identity
from notifications.models import Message
from tests.accounts.conftest import MORNING, PASSWORD
from tests.accounts.single_sign_on.provider import address_of, answer_of, come_back, sign_in_at
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LINK, CONFIRM = "/desk/my-sign-in/sso/", "/desk/my-sign-in/sso/confirm/"


@pytest.fixture
def signed_in(bilal, portal):
    """Bilal, signed in with the password and the second factor, and asked for the password again just now."""
    return sign_in(portal, bilal, just_now=True)


def prove(client: Client, browser) -> None:
    """Go to the provider from the page of the link, and come back with a proved identity."""
    address = address_of(client.post(LINK, {"act": "link"}))
    assert come_back(client, answer_of(browser, address)).headers["Location"] == CONFIRM


@pytest.mark.slow
def test_an_officer_links_what_they_proved_and_confirmed(signed_in, bilal, provider, browsers):
    assert "Link Police account once." in signed_in.get(LINK).content.decode()
    prove(signed_in, browsers["bilal"])
    page = signed_in.get(CONFIRM).content.decode()
    assert "Bilal Ahmed" in page
    assert not LinkedIdentity.objects.exists()
    assert signed_in.post(CONFIRM, {"act": "link"}).headers["Location"] == LINK
    identity = LinkedIdentity.objects.get()
    assert (identity.officer, identity.issuer, identity.subject) == (
        bilal,
        provider.issuer,
        provider.subject_of("bilal"),
    )
    act = StaffAct.objects.get(kind="identity_linked")
    assert (act.officer, act.by) == (bilal, bilal)
    assert Message.objects.filter(recipient=f"officer:{bilal.pk}", template="identity_changed").count() == 1
    for page in (LINK, "/desk/my-sign-in/", "/ur/desk/my-sign-in/sso/"):
        assert signed_in.get(page).status_code == 200
    sign_in_at(Client(), browsers["bilal"])
    assert DeskSession.objects.filter(identity=identity).exists()


@pytest.mark.slow
def test_who_says_no_or_never_confirms_links_nothing(signed_in, provider, browsers):
    prove(signed_in, browsers["stranger"])
    signed_in.post(CONFIRM, {"act": "no"})
    assert signed_in.post(CONFIRM, {"act": "link"}).headers["Location"] == LINK
    assert not LinkedIdentity.objects.exists()


def test_the_password_is_asked_for_again_before_linking_and_unlinking(linked, portal, provider):
    client = sign_in(portal, linked)
    for act in ("link", "unlink"):
        assert client.post(LINK, {"act": act}).headers["Location"].startswith("/desk/my-sign-in/again/")
    assert LinkedIdentity.objects.filter(unlinked_at=None).count() == 1


@pytest.mark.slow
def test_the_password_that_was_asked_for_leads_on_to_the_provider(bilal, portal, provider, browsers):
    client = sign_in(portal, bilal)
    again = client.post(LINK, {"act": "link"}).headers["Location"]
    answer = answer_of(browsers["bilal"], address_of(client.post(again, {"password": PASSWORD})))
    assert come_back(client, answer).headers["Location"] == CONFIRM


def test_a_session_without_the_second_factor_links_nothing(bilal, portal, provider):
    portal.post("/desk/sign-in/", {"login": bilal.email, "password": PASSWORD})
    assert portal.post(LINK, {"act": "link"}).headers["Location"].startswith("/desk/my-sign-in/first/")
    assert portal.post(CONFIRM, {"act": "link"}).headers["Location"].startswith("/desk/my-sign-in/first/")


@pytest.mark.slow
def test_nobody_links_to_somebody_else_who_uses_the_same_browser(signed_in, officer, provider, browsers):
    answer = answer_of(browsers["bilal"], address_of(signed_in.post(LINK, {"act": "link"})))
    signed_in.post("/desk/sign-out/")
    other = sign_in(signed_in, officer("Sadia"), just_now=True)
    assert come_back(other, answer).status_code == 403
    assert other.get(CONFIRM).status_code == 302


@pytest.mark.slow
def test_an_identity_of_another_officer_is_refused(linked, officer, provider, browsers):
    sadia = sign_in(Client(), officer("Sadia"), just_now=True)
    prove(sadia, browsers["bilal"])
    page = sadia.post(CONFIRM, {"act": "link"}, follow=True).content.decode()
    assert "this identity is linked to another officer" in page
    assert LinkedIdentity.objects.get().officer == linked


@pytest.mark.slow
def test_an_officer_unlinks_and_the_sessions_of_the_link_end(linked, browsers, provider, settings):
    settings.OIDC_SECOND_FACTOR_AMR = ["otp"]
    provider.behaves(claims={"amr": ["otp"]})
    by_provider, by_password = Client(), sign_in(Client(), linked, just_now=True)
    sign_in_at(by_provider, browsers["bilal"])
    assert by_provider.get("/desk/").status_code == 200
    by_password.post(LINK, {"act": "unlink"})
    assert by_provider.get("/desk/").headers["Location"].startswith("/desk/sign-in/")
    assert by_password.get("/desk/").status_code == 200
    assert sign_in_at(Client(), browsers["bilal"]).status_code == 403
    by_password.post(LINK, {"act": "unlink"})
    assert StaffAct.objects.filter(kind="identity_removed").count() == 1


@pytest.mark.slow
def test_an_administrator_unlinks_an_officer_and_the_auditors_are_told(world, provider):
    bilal = world.bilal.officer
    link_identity(officer=bilal, issuer=provider.issuer, subject="7", at=MORNING)
    omar = sign_in(Client(), world.omar.officer)
    page = f"/desk/admin/accounts/officer/{bilal.pk}/change/"
    typed = {"name_en": "Bilal", "name_ur": "بلال", "rank": "IP", "language": "en", "also": "unlink"}
    assert omar.post(page, typed).status_code == 302
    assert not LinkedIdentity.objects.filter(unlinked_at=None).exists()
    assert StaffAct.objects.get(kind="identity_removed").by == world.omar.officer
    told = set(Message.objects.values_list("recipient", "template"))
    assert told >= {(f"posting:{world.asad.posting.pk}", "staff_act"), (f"officer:{bilal.pk}", "identity_changed")}
    assert "not linked to the single sign-on" in omar.post(page, typed).content.decode()
    link_identity(officer=bilal, issuer=provider.issuer, subject="8", at=MORNING)
    assert LinkedIdentity.objects.count() == 2
