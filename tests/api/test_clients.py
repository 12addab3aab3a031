"""Registered clients: the secret is shown once, rotation and revocation work at once, scopes limit."""

from base64 import b64encode
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from accounts.models.row_version import RowVersion
from api.models import ApiClient
from api.rules.client_scopes import ClientKind, Scope, granted_scopes, may_register
from api.services.client_registration import UnusableClient, create_client, revoke_client, rotate_secret
from tests.api.conftest import THEFT, Caller, own_app, partner_named


def reads(caller: Caller) -> int:
    return caller.get("partner/complaints").status_code


def test_the_secret_is_stored_as_a_digest_alone_and_each_change_is_a_signed_version(partner):
    client = ApiClient.objects.get()
    assert partner.new.secret not in str(vars(client))
    rotate_secret(client.client_id, at=now())
    assert RowVersion.objects.filter(table="api_apiclient", row=str(client.pk)).count() == 2


def test_after_a_rotation_the_former_secret_works_for_a_day(partner):
    new = rotate_secret(partner.new.client.client_id, at=now())
    assert reads(partner) == 200
    assert partner.ask_token().status_code == 200
    assert partner.ask_token(secret=new.secret).status_code == 200
    with time_machine.travel(now() + timedelta(hours=25)):
        assert partner.ask_token().json()["code"] == "client_unknown"
        assert partner.ask_token(secret=new.secret).status_code == 200


def test_a_rotation_at_once_ends_the_former_secret_and_its_tokens(partner):
    rotate_secret(partner.new.client.client_id, at_once=True, at=now())
    assert reads(partner) == 401
    assert partner.ask_token().status_code == 401


def test_a_revocation_ends_tokens_and_secret_with_its_commit(partner):
    assert reads(partner) == 200
    revoke_client(partner.new.client.client_id, at=now())
    assert reads(partner) == 401
    answer = partner.ask_token()
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_token_ends_after_ten_minutes(partner):
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        assert reads(partner) == 401


def test_a_token_has_no_more_than_the_scopes_that_were_asked_for(world):
    caller = Caller(partner_named())
    caller.headers["Authorization"] = f"Bearer {caller.token(Scope.READ_STATE)}"
    assert reads(caller) == 200
    assert caller.post("partner/complaints", THEFT).json()["code"] == "scope_missing"
    answer = caller.ask_token("citizen")
    assert (answer.status_code, answer.json()["error"]) == (403, "invalid_scope")


def test_a_partner_never_reaches_the_routes_of_the_own_app_nor_the_app_those_of_partners(partner, app):
    for method, path in (("GET", "citizen/track/264819073555"), ("POST", "citizen/visits")):
        assert partner.call(method, path, {} if method == "POST" else None).json()["code"] == "scope_missing"
    assert app.get("partner/complaints").json()["code"] == "scope_missing"


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": [Scope.CITIZEN]},
        {"scopes": []},
        {"scopes": [Scope.READ_STATE], "offices": ["atlantis"]},
        {"scopes": [Scope.READ_STATE], "categories": ["boredom"]},
        {"scopes": [Scope.READ_STATE], "requests_per_minute": 0},
    ],
)
def test_an_unusable_description_of_a_partner_is_refused(world, wrong):
    with pytest.raises(UnusableClient):
        create_client(kind=ClientKind.PARTNER, name_en="X", name_ur="X", at=now(), **wrong)
    assert not ApiClient.objects.exists()


def test_the_command_prints_a_secret_once(world):
    out = StringIO()
    call_command("api_client", "create", "1787", "1787", "--office", "lahore", stdout=out)
    client_id, secret = (line.split(": ")[1] for line in out.getvalue().splitlines()[:2])
    caller = Caller(headers={"Authorization": ""})
    basic = b64encode(f"{client_id}:{secret}".encode()).decode()
    form = "application/x-www-form-urlencoded"
    answer = caller.http.post(
        "/api/v1/token", "grant_type=client_credentials", form, headers={"Authorization": f"Basic {basic}"}
    )
    assert answer.status_code == 200
    listed = StringIO()
    call_command("api_client", "list", stdout=listed)
    assert client_id in listed.getvalue()
    assert secret not in listed.getvalue()
    call_command("api_client", "revoke", client_id, stdout=StringIO())
    assert ApiClient.objects.get(client_id=client_id).revoked_at
    with pytest.raises(CommandError, match="No client has this id"):
        call_command("api_client", "rotate", "nobody", stdout=StringIO())


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"offices": ["lahore"]}, 201),
        ({"offices": ["multan"]}, 403),
        ({"categories": ["property_crime"]}, 201),
        ({"categories": ["bribe_demand"]}, 403),
    ],
)
def test_a_partner_registers_only_in_its_offices_and_categories(world, more, status):
    caller = Caller(partner_named(**more))
    sent = THEFT | {"consent": "signed_form", "consent_reference": "F-1"}
    assert caller.post("partner/complaints", sent).status_code == status


def test_a_confidential_category_must_be_listed_for_a_partner():
    place = {"place_path": "punjab/lahore/", "category": "child_abuse", "offices": []}
    assert not may_register(categories=[], confidential=True, **place)
    assert may_register(categories=["child_abuse"], confidential=True, **place)
    assert may_register(categories=[], confidential=False, **place)
    assert not may_register(categories=[], confidential=False, **place | {"offices": ["multan"]})


def test_scopes_that_the_client_lacks_are_not_granted():
    assert granted_scopes(["a", "b"], "") == {"a", "b"}
    assert granted_scopes(["a", "b"], "b") == {"b"}
    assert granted_scopes(["a"], "a c") is None


def test_the_own_apps_routes_answer_nobody_while_no_app_is_registered(db):
    assert Caller().get("citizen/track/264819073555").status_code == 401
    assert own_app().client.kind == ApiClient.Kind.APP
