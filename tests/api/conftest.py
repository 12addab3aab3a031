"""Clients of the API for the tests."""

import json
import secrets
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils.timezone import now

from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import NewSecret, create_client


def pytest_terminal_summary(terminalreporter):
    """Print how many calls tests/api/test_any_call.py made, all parts together, and what was answered."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.stats.get(name, [])]
    counts = [Counter(dict(report.user_properties).get("API calls", {})) for report in reports]
    statuses = sum(counts, Counter())
    if statuses:
        answers = " · ".join(f"{status} {number:,}" for status, number in statuses.most_common())
        terminalreporter.write_line(f"{statuses.total():,} calls of the API: {answers}")


PARTNER_SCOPES = (Scope.REGISTER, Scope.READ_STATE, Scope.PUSH_STATUS, Scope.EVENTS)
THEFT = {
    "category": "property_crime",
    "district": "lahore",
    "text": "My motorcycle was taken from the market in the morning.",
    "keep_from": "no",
    "phone": "0300 1112233",
}


def partner_named(name: str = "1787 call centre", scopes=PARTNER_SCOPES, **more) -> NewSecret:
    """Register a partner."""
    names = {"name_en": name, "name_ur": "1787 کال سینٹر"}
    return create_client(kind=ClientKind.PARTNER, **names, scopes=scopes, **more, at=now())


def own_app(**more) -> NewSecret:
    """Register the operator's own app."""
    names = {"name_en": "App", "name_ur": "ایپ"}
    return create_client(kind=ClientKind.APP, **names, scopes=[Scope.CITIZEN], **more, at=now())


@dataclass
class Caller:
    """A program that calls the API with a client's token; `visit`: as the app keeps it."""

    new: NewSecret | None = None
    http: Client = field(default_factory=Client)
    headers: dict = field(default_factory=dict)
    visit: str = ""

    def __post_init__(self):
        if self.new and "Authorization" not in self.headers:
            self.headers["Authorization"] = f"Bearer {self.token()}"
        if self.new and self.new.client.kind == ClientKind.APP:
            self.headers.setdefault("Device", secrets.token_hex(16))

    def token(self, scope: str = "") -> str:
        """Return a new access token."""
        return self.ask_token(scope).json()["access_token"]

    def ask_token(self, scope: str = "", secret: str | None = None):
        """Call the token endpoint."""
        basic = b64encode(f"{self.new.client.client_id}:{secret or self.new.secret}".encode()).decode()
        form = f"grant_type=client_credentials&scope={scope}"
        kind = "application/x-www-form-urlencoded"
        return self.http.post("/api/v1/token", form, kind, headers={"Authorization": f"Basic {basic}"})

    def call(self, method: str, path: str, body=None, **headers):
        """Call a route below /api/v1/; a body is sent as JSON."""
        sent = self.headers | ({"Visit": self.visit} if self.visit else {}) | headers
        data = "" if body is None else json.dumps(body)
        answer = self.http.generic(method, f"/api/v1/{path}", data, "application/json", headers=sent)
        self.visit = answer.get("Visit", self.visit)
        return answer

    def get(self, path: str, **headers):
        return self.call("GET", path, **headers)

    def post(self, path: str, body: dict, *, key: str = "", **headers):
        return self.call("POST", path, body, **{"Idempotency-Key": key or secrets.token_hex(16)}, **headers)


@pytest.fixture
def anybody(db):
    return Caller()


@pytest.fixture
def partner(world):
    return Caller(partner_named())


@pytest.fixture
def app(world):
    return Caller(own_app(), headers={})
