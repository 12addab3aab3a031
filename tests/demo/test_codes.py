"""The demo's page of codes works for sign-in and shows no officer's own secret."""

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.timezone import now

from accounts.models import Officer
from accounts.services.second_factor_reset import set_up_authenticator_app
from demo import officer_accounts
from demo.authenticator_codes import authenticator_secret_of, current_authenticator_codes
from tests.signing_in import give_app_to


def test_the_code_that_is_shown_signs_its_officer_in(province):
    client = Client()
    row = next(row for row in current_authenticator_codes(at=now()) if row.email == "operator@demo.example")
    second = client.post("/desk/sign-in/", {"login": row.email, "password": officer_accounts.PASSWORD})
    assert client.post(second.headers["Location"], {"code": row.code}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_an_officer_with_their_own_app_is_not_shown(province):
    monitor = Officer.objects.get(email="monitor@demo.example")
    assert monitor.email in {row.email for row in current_authenticator_codes(at=now())}
    Authenticator.objects.filter(user=monitor).delete()
    give_app_to(monitor)
    assert monitor.email not in {row.email for row in current_authenticator_codes(at=now())}


def test_outside_the_demo_there_is_no_such_page(client, db):
    set_up_authenticator_app(
        officer=Officer.objects.create_user("x@demo.example", name_en="X"),
        secret=authenticator_secret_of("x@demo.example"),
    )
    assert client.get("/demo/codes/").status_code == 404
