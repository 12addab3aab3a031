"""No page of the desk opens without a second factor; a code works once; a locked-out officer starts again."""

import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.middleware import PAGES_BEFORE_SECOND_FACTOR
from accounts.models import DeskSession, Officer, StaffAct
from accounts.rules.roles import Role
from accounts.services.postings import create_posting
from accounts.services.second_factor_reset import reset_factors
from accounts.services.second_factor_sealing import UnsealedFactor
from notifications.models import Message
from tests.accounts.conftest import MORNING, PASSWORD
from tests.browser.pages import routes
from tests.signing_in import code_of, give_app_to, sign_in

FIRST = "/desk/my-sign-in/first/"


@pytest.fixture
def bilal(officer, heads, lahore):
    bilal = officer("Bilal")
    heads("t_station", bilal)
    return bilal


@pytest.fixture
def omar(officer, lahore):
    omar = officer("Omar")
    return create_posting(officer=omar, office=lahore("punjab"), role=Role.ADMINISTRATOR, by=None, at=MORNING)


def types_password(officer, client=None) -> Client:
    client = client or Client()
    client.post("/desk/sign-in/", {"login": officer.email, "password": PASSWORD})
    return client


def types_code(client, code):
    return client.post("/desk/sign-in/code/", {"code": code})


def sets_up_an_app(client) -> str:
    """Set up a second factor through the page, as an officer does. Return the secret."""
    page = client.get("/desk/my-sign-in/app/").content.decode()
    secret = re.search(r'secret-key"><bdi dir="ltr">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    answer = client.post("/desk/my-sign-in/app/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/desk/my-sign-in/codes/"
    return secret


@pytest.mark.slow
def test_who_has_none_is_led_to_set_one_up_and_then_works(bilal):
    client = types_password(bilal)
    assert client.get("/desk/?page=2").headers["Location"] == f"{FIRST}?next=%2Fdesk%2F%3Fpage%3D2"
    assert "Set up an app" in client.get(FIRST).content.decode()
    sets_up_an_app(client)
    codes = client.get("/desk/my-sign-in/codes/").content.decode()
    assert len(re.findall(r"<li><bdi[^>]*>\d{8}</bdi></li>", codes)) == 10
    assert client.get("/desk/").status_code == 200
    again = client.get("/desk/my-sign-in/codes/").content.decode()
    assert not re.search(r"<bdi[^>]*>\d{8}</bdi>", again)


@pytest.mark.slow
def test_no_address_of_the_desk_answers_before_the_factor(bilal):
    client, answered = types_password(bilal), {}
    for name in set(routes()) - PAGES_BEFORE_SECOND_FACTOR - {"service_worker"}:
        path = reachable(name).removeprefix("/ur")
        if path.startswith("/desk/"):
            for language in ("", "/ur"):
                answer = client.get(language + path)
                answered[name] = (answer.status_code, answer.headers.get("Location", "").split("?")[0])
                assert answered[name] == (302, language + FIRST), name
                assert client.post(language + path).status_code == 302, name
    assert len(answered) > 15


def reachable(name: str) -> str:
    """Return an address of a route, with invented arguments."""
    for arguments in ([], [1], ["264819073555"], ["264819073555", "mark"], ["264819073555", 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return ""


def test_a_wrong_code_is_said_and_shows_nothing(bilal):
    give_app_to(bilal)
    client = types_password(bilal)
    answer = types_code(client, "000000")
    assert answer.status_code == 422
    assert "This code is not correct." in answer.content.decode()
    assert client.get("/desk/").headers["Location"].startswith("/desk/sign-in/")


@pytest.mark.slow
def test_a_code_is_good_once_also_while_it_would_still_be_accepted(bilal):
    secret = give_app_to(bilal)
    code = code_of(secret)
    assert types_code(types_password(bilal), code).status_code == 302
    cache.delete(f"allauth.mfa.totp.used?user={bilal.pk}&code={code}")  # as allauth does after half a minute
    assert types_code(types_password(bilal), code).status_code == 422
    assert types_code(types_password(bilal), code_of(secret, later=1)).status_code == 302


def test_the_code_of_the_set_up_does_not_sign_in_as_well(bilal):
    client = types_password(bilal)
    secret = sets_up_an_app(client)
    assert types_code(types_password(bilal), code_of(secret)).status_code == 422


@pytest.mark.slow
def test_a_recovery_code_works_once(bilal):
    client = types_password(bilal)
    sets_up_an_app(client)
    [code, *_] = re.findall(r"<bdi[^>]*>(\d{8})</bdi>", client.get("/desk/my-sign-in/codes/").content.decode())
    assert types_code(types_password(bilal), code).status_code == 302
    assert types_code(types_password(bilal), code).status_code == 422


@pytest.mark.slow
def test_codes_cannot_be_guessed_for_ever(bilal):
    secret = give_app_to(bilal)
    client = types_password(bilal)
    for guess in range(5):
        types_code(client, f"00000{guess}")
    answer = types_code(client, code_of(secret))
    assert answer.status_code == 422
    assert "Too many attempts" in answer.content.decode()


def test_the_secret_is_sealed_in_the_database(bilal):
    secret = give_app_to(bilal)
    assert Authenticator.objects.get(user=bilal).data == {"secret": secret}
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [bilal.pk])
        ((kept,),) = cursor.fetchall()
    assert secret not in kept


def copy_factor(of: Officer, to: Officer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
            "SELECT %s, type, data, created_at FROM mfa_authenticator WHERE user_id = %s",
            [to.pk, of.pk],
        )


def test_a_factor_that_was_copied_to_another_officer_does_not_open(bilal, officer):
    give_app_to(bilal)
    copy_factor(bilal, to=(salma := officer("Salma")))
    with pytest.raises(InvalidTag):
        Authenticator.objects.get(user=salma)


def test_a_factor_that_somebody_wrote_in_clear_does_not_open(bilal):
    give_app_to(bilal)
    Authenticator.objects.filter(user=bilal).update(data={"secret": "JBSWY3DPEHPK3PXP"})
    with pytest.raises(UnsealedFactor):
        Authenticator.objects.get(user=bilal)


def test_when_the_rows_of_the_factors_are_gone_nobody_sets_up_another_one(bilal):
    """An attacker who can write to the database deletes Bilal's factor and knows his password."""
    give_app_to(bilal)
    Authenticator.objects.filter(user=bilal).delete()
    client = types_password(bilal)
    assert client.get("/desk/").status_code == 302
    answer = client.get(FIRST)
    assert answer.status_code == 403
    assert "until an administrator has reset it" in " ".join(answer.content.decode().split())
    for page in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(page)).headers["Location"] == reverse("second_factor")
        assert client.post(reverse(page), {"code": "123456"}).headers["Location"] == reverse("second_factor")
    assert not Authenticator.objects.filter(user=bilal).exists()


def test_a_password_that_somebody_wrote_into_the_database_opens_nothing(bilal):
    forged = Officer(pk=bilal.pk)
    forged.set_password("Chosen-by-a-thief-1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_officer SET password = %s WHERE id = %s", [forged.password, bilal.pk])
    client = Client()
    answer = client.post("/desk/sign-in/", {"login": bilal.email, "password": "Chosen-by-a-thief-1"})
    assert "The e-mail address or password is incorrect." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_that_never_showed_the_factor_ends_when_one_is_set_up_elsewhere(bilal):
    first, second = types_password(bilal), types_password(bilal)
    sets_up_an_app(first)
    assert second.get("/desk/my-sign-in/codes/").headers["Location"].startswith("/desk/sign-in/")
    assert first.get("/desk/").status_code == 200


def test_the_only_factor_stays(bilal):
    give_app_to(bilal)
    client = sign_in(Client(), bilal, just_now=True)
    assert client.post("/desk/my-sign-in/app/away/").status_code == 422
    assert Authenticator.objects.filter(user=bilal).exists()


def test_a_change_asks_once_more_who_it_is(bilal):
    give_app_to(bilal)
    client = sign_in(Client(), bilal)
    asked = client.post("/desk/my-sign-in/codes/new/").headers["Location"]
    assert asked.startswith("/desk/my-sign-in/again/")
    assert client.post(asked, {"password": "not the word"}).status_code == 422
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    assert Authenticator.objects.filter(user=bilal, type="recovery_codes").exists()


def test_the_officer_is_told_of_a_change(bilal, django_capture_on_commit_callbacks):
    client = types_password(bilal)
    with django_capture_on_commit_callbacks(execute=True):
        sets_up_an_app(client)
    [letter] = mail.outbox
    assert letter.to == ["bilal@example.org"]


def test_who_is_locked_out_begins_anew_is_told_and_it_is_written_down(bilal, omar, officer, lahore):
    asad = create_posting(officer=officer("Asad"), office=lahore("punjab"), role=Role.AUDITOR, by=None, at=MORNING)
    give_app_to(bilal)
    client = sign_in(Client(), bilal)
    reset_factors(officer=bilal, by=Actor.of(omar), at=timezone.now(), words="Known by voice; belt number 4711 given.")
    assert client.get("/desk/").headers["Location"].startswith("/desk/sign-in/")
    assert types_password(bilal).get("/desk/").headers["Location"].startswith(FIRST)
    act = StaffAct.objects.get(officer=bilal, kind="factor_reset")
    assert (act.by, act.words) == (omar.officer, "Known by voice; belt number 4711 given.")
    told = set(Message.objects.values_list("recipient", "template"))
    assert told >= {(f"officer:{bilal.pk}", "factor_reset"), (f"posting:{asad.pk}", "staff_act")}
    assert DeskSession.objects.filter(officer=bilal, ending="factor").exists()
    sets_up_an_app(types_password(bilal))
