"""Every protected route of the API by every kind of caller: token, scope and visit decide what each reaches."""

import re

import pytest
from django.utils.timezone import now

from api.rules.client_scopes import Scope
from api.services.client_registration import revoke_client
from tests.api.conftest import PARTNER_SCOPES, THEFT, Caller, own_app, partner_named

UNKNOWN = "264819073555"
SCOPE_OF = {
    "POST /partner/complaints": Scope.REGISTER,
    "GET /partner/complaints": Scope.READ_STATE,
    "GET /partner/complaints/{etag}": Scope.READ_STATE,
    "POST /partner/complaints/{etag}/statuses": Scope.PUSH_STATUS,
    "GET /partner/referrals": Scope.PUSH_STATUS,
    **dict.fromkeys(
        (
            *("PUT /partner/endpoint", "GET /partner/endpoint", "POST /partner/endpoint/secrets"),
            *("POST /partner/endpoint/pause", "POST /partner/endpoint/resume", "POST /partner/endpoint/test"),
            *("GET /partner/deliveries", "POST /partner/deliveries/{event_id}/replay", "POST /partner/replays"),
        ),
        Scope.EVENTS,
    ),
}
"""The scope that each route for partners needs. A new route fails the test until it stands here."""
AUDIENCES = {"partner": "partner", "events": "partner", "citizen": "citizen"}
"""The audience of each group of routes."""
SECRETS = "motorcycle", "1112233", "REC-1"


@pytest.fixture
def routes(anybody) -> list[tuple[str, str]]:
    """All routes that need a token, from the description: method and path, and the audience."""
    paths = anybody.get("openapi.json").json()["paths"]
    return [
        (f"{method.upper()} {path.removeprefix('/api/v1')}", AUDIENCES[operation["tags"][0]])
        for path, operations in paths.items()
        for method, operation in operations.items()
        if operation.get("security") and operation["tags"][0] in AUDIENCES
    ]


def ask(caller: Caller, route: str, etag: str):
    """Call a route about this complaint, with an empty body where it takes one."""
    method, path = route.split(" ")
    path = re.sub(r"\{(?!etag)\w+\}", "00000000-0000-0000-0000-000000000000", path).replace("{etag}", etag)
    return caller.call(method, path.lstrip("/"), {} if method in {"POST", "PATCH"} else None)


@pytest.fixture
def registered(partner):
    """The E-tag of a complaint that a partner registered."""
    return partner.post("partner/complaints", THEFT | {"consent": "signed_form", "consent_reference": "REC-1"}).json()[
        "etag"
    ]


def test_the_table_names_every_route_for_partners(routes):
    assert {route for route, audience in routes if audience == "partner"} == set(SCOPE_OF)
    assert len([route for route, audience in routes if audience == "citizen"]) >= 10


def test_without_a_token_that_works_every_route_answers_401(routes, registered):
    revoked = partner_named("Former partner")
    was = Caller(revoked)
    revoke_client(revoked.client.client_id, at=now())
    callers = {"nobody": Caller(), "garbage": Caller(headers={"Authorization": "Bearer x.y.z"}), "revoked": was}
    wrong = [
        (name, route, answer.status_code)
        for name, caller in callers.items()
        for route, _ in routes
        if (answer := ask(caller, route, registered)).status_code != 401
    ]
    assert wrong == []


@pytest.mark.slow
def test_a_token_of_the_other_audience_or_of_another_scope_answers_403(routes, registered, app):
    single = {scope: Caller(partner_named(f"Only {scope}", scopes=[scope])) for scope in PARTNER_SCOPES}
    whole = Caller(partner_named("All scopes"))
    wrong = []
    for route, audience in routes:
        others = [app] if audience == "partner" else [whole, *single.values()]
        if audience == "partner":
            others += [caller for scope, caller in single.items() if scope != SCOPE_OF[route]]
            assert ask(single[SCOPE_OF[route]], route, registered).status_code not in {401, 403}, route
        answers = {caller.new.client.name_en: ask(caller, route, registered).status_code for caller in others}
        wrong += [(route, name, status) for name, status in answers.items() if status != 403]
    assert wrong == []


def test_another_partner_is_answered_as_for_no_complaint(routes, registered):
    stranger = Caller(partner_named("Citizen portal"))
    for route, audience in routes:
        if audience == "partner":
            about, of_unknown = ask(stranger, route, registered), ask(stranger, route, UNKNOWN)
            assert (about.status_code, about.content) == (of_unknown.status_code, of_unknown.content), route
            assert registered not in about.content.decode()


@pytest.mark.slow
def test_the_app_without_a_visit_reads_and_changes_nothing(routes, registered, world):
    filed = Caller(own_app()).post("citizen/complaints", THEFT | {"reach": "phone"}).json()["etag"]
    for etag in (filed, registered):
        for route, audience in routes:
            if audience == "citizen":
                answer = ask(Caller(own_app()), route, etag)
                assert not any(secret in answer.content.decode() for secret in SECRETS), route
                assert answer.status_code < 500
                if "/complaints/{etag}" in route and not route.endswith("/codes"):
                    assert answer.status_code in {401, 403, 404, 422}, (route, answer.status_code)
