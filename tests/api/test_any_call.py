"""Any call that the OpenAPI description allows, and any that it forbids: no 5xx, and no undescribed answer.

Schemathesis draws the calls. The short form makes a thousand; `make drill-api` makes at least 100,000, a part of
them in sequences (stateful). The drill runs in parts, one on each core, and each part has a transaction of
its own: no transaction grows for an hour, and an interrupted drill has counted the parts that ended.
"""

import os
from collections import Counter
from contextlib import suppress

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn_with
from hypothesis.errors import FlakyStrategyDefinition, Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import THEFT, Caller, own_app, partner_named

pytestmark = pytest.mark.slow

SHORT = 2_500
CALLS = int(os.environ.get("API_CALLS", 1_000))
PARTS = -(-CALLS // SHORT)
STEPS = 10
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PLAIN = {"Accept-Encoding": "identity"}
QUIET = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate],
    "derandomize": "API_CALLS" not in os.environ,  # the drill draws others each time
}


def keep_connection_open() -> None:
    """Keep the test's transaction open over requests. Call it after each use of the test client, which undoes it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


class Calls:
    """The callers of the three audiences, and how often which status was answered."""

    def __init__(self):
        self.partner = Caller(partner_named(requests_per_minute=6000))
        self.app = Caller(own_app(requests_per_minute=6000))
        filed = self.app.post("citizen/complaints", THEFT | {"reach": "phone"}).json()
        registered = self.partner.post(
            "partner/complaints", THEFT | {"consent": "signed_form", "consent_reference": "F-1"}
        ).json()
        self.app.visit = filed["visit"]
        self.etags = {"partner": registered["etag"], "citizen": filed["etag"]}
        self.statuses: Counter = Counter()
        self.trouble: dict[str, str] = {}
        keep_connection_open()
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())

    @property
    def made(self) -> int:
        return sum(self.statuses.values())

    def headers(self, case) -> dict[str, str]:
        """Return the token of the audience; every eighth call has none."""
        audience = (case.operation.tags or [""])[0]
        if self.made % 8 == 7 or audience not in self.etags:
            return PLAIN
        caller = self.partner if audience == "partner" else self.app
        visit = {"Visit": caller.visit} if audience == "citizen" else {}
        key = {"Idempotency-Key": f"key-of-call-{self.made:012}"} if self.made % 2 else {}
        return {**PLAIN, **caller.headers, **visit, **key}

    def prepare(self, case) -> None:
        """Take an E-tag that exists in three of four calls, so that the answers are not all 404."""
        if self.made % 100 == 0:
            cache.clear()  # rate limits are not the subject here
            for caller in (self.partner, self.app):  # a token works for ten minutes, and the drill takes longer
                caller.headers["Authorization"] = f"Bearer {caller.token()}"
            keep_connection_open()
        audience = (case.operation.tags or [""])[0]
        if "etag" in (case.path_parameters or {}) and audience in self.etags and self.made % 4:
            case.path_parameters["etag"] = self.etags[audience]
        if case.operation.label.endswith("/complaints") and isinstance(case.body, dict) and self.made % 2:
            case.body.update(THEFT, station="", child=None, behalf="self", reference=f"R-{self.made}")
            if audience == "citizen":
                case.body.pop("reference")
                case.body.update(reach="phone")

    def count(self, response) -> None:
        self.statuses[response.status_code] += 1
        if visit := response.headers.get("visit"):
            self.app.visit = visit[0]
        elif response.status_code == 201 and b'"visit"' in response.content:
            self.app.visit = response.json()["visit"]  # the complaint that was filed last is open

    def make(self, case) -> None:
        """Make one call and check the answer."""
        self.prepare(case)
        response = case.call(headers=self.headers(case))
        self.count(response)
        self.check(case, response)

    def check(self, case, response) -> None:
        """Note what is wrong with an answer, once for each route and kind of failure."""
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                about = f"{case.operation.label}, {response.status_code}: {getattr(failure, 'title', failure)}"
                self.trouble.setdefault(about, f"{getattr(failure, 'message', '')} {case.as_curl_command()}"[:600])


@pytest.fixture
def calls(world, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    yield Calls()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_answer_is_described_and_none_is_an_error_of_ours(calls, part, record_property):
    operations = [found.ok() for found in calls.schema.get_all_operations()]
    wanted = -(-CALLS // PARTS)
    share = max(1, wanted * 3 // 4 // len(operations) // 2)
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            call_in_mode(calls, operation, mode, share)
    machine = sequences(calls)
    while calls.made < wanted:
        # The portal remembers what earlier sequences did, so the same calls may be answered differently. Hypothesis
        # ends when it sees that. The calls up to there are counted and checked; other sequences follow.
        with suppress(FlakyStrategyDefinition):
            run_state_machine_as_test(machine, settings=drawn_with(**QUIET, max_examples=20, stateful_step_count=STEPS))
    record_property("API calls", dict(calls.statuses))  # the sum is printed at the end: tests/api/conftest.py
    assert {200, 201, 401, 404, 422} <= set(calls.statuses)
    assert not [status for status in calls.statuses if status >= 500]
    assert calls.trouble == {}, "\n".join(f"{about}: {what}" for about, what in calls.trouble.items())


def call_in_mode(calls: Calls, operation, mode: GenerationMode, number: int) -> None:
    """Make calls of one operation; none in a mode that it does not have."""

    @drawn_with(**QUIET, max_examples=number)
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case):
        calls.make(case)

    try:
        call()
    except Unsatisfiable:
        return


def sequences(calls: Calls):
    """Return the state machine: each call may use what an earlier answer gave."""

    class Sequences(calls.schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": calls.headers(case)}

        def after_call(self, response, case):
            calls.count(response)

        def validate_response(self, response, case, **kwargs):
            calls.check(case, response)

    return Sequences
