"""Bad input of every kind gets one clear problem, in the caller's language, and changes nothing."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import signing
from django.db import OperationalError
from django.utils.timezone import now

from api.public import public_routes
from complaints.models import Complaint, Event
from tests import headers
from tests.api.conftest import THEFT, Caller, partner_named

PARTNERS = THEFT | {"consent": "recorded_call", "consent_reference": "REC-1"}
RAW = "/api/v1/partner/complaints"


BODIES = [
    ("", 422, "invalid"),
    ("{", 400, "malformed"),
    ("[]", 422, "invalid"),
    ('"text"', 422, "invalid"),
    ("null", 422, "invalid"),
    (b"\xff\xfe", 400, "malformed"),
    ("[" * 100_000, 400, "malformed"),
    ("{}", 422, "invalid"),
    (json.dumps(PARTNERS | {"surprise": 1}), 422, "invalid"),
    (json.dumps(PARTNERS | {"text": "\x00" * 20}), 422, "invalid"),
    (json.dumps(PARTNERS | {"text": "short"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"text": "x" * 15_000}), 422, "invalid"),
    (json.dumps(PARTNERS | {"district": "gulberg"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"district": "a\x00"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"station": "multan"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"category": "boredom"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"keep_from": "perhaps"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"phone": "12"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"phone": ""}), 422, "invalid"),
    (json.dumps(PARTNERS | {"consent": "telepathy"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"consent_reference": "a b\n"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"reference": "03001112233"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"consent_reference": "35202-1234567-1"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"name": "\x07"}), 422, "invalid"),
    (json.dumps(PARTNERS | {"child": {}}), 422, "invalid"),
    (json.dumps(PARTNERS | {"keep_from": "yes", "kept_out": {"happened_on": "2999-01-01"}}), 422, "invalid"),
    (json.dumps(PARTNERS | {"secret": "a word of mine"}), 422, "invalid"),
]


def first_few(cases: list[tuple]) -> list:
    """Return the cases for a parametrized test. All but the first four run in the slow lane."""
    return [case if number < 4 else pytest.param(*case, marks=pytest.mark.slow) for number, case in enumerate(cases)]


def number_of_complaints() -> int:
    return Complaint.objects.unscoped("test").count()


def problem_of(answer, status: int, code: str) -> dict:
    """Return the body of a problem, after checking its form."""
    assert answer["Content-Type"] == "application/problem+json", (answer.status_code, answer.content[:200])
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert {"type", "title", "detail"} <= set(body)
    assert headers.header_problems(answer.headers, personal=True) == []
    return body


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "a" * 5000, "Bearer a:b:c"])
def test_wrong_tokens(partner, token):
    partner.headers["Authorization"] = token
    answer = partner.get("partner/complaints")
    problem_of(answer, 401, "unauthorized")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_signed_for_another_purpose(partner):
    body = [partner.new.client.client_id, "0" * 16, ["complaints:state"], 4102444800]
    for salt in ("api.access_token", "api.visit"):
        partner.headers["Authorization"] = f"Bearer {signing.dumps(body, salt=salt)}"
        problem_of(partner.get("partner/complaints"), 401, "unauthorized")


@pytest.mark.parametrize(
    ("form", "kind", "code"),
    [
        ("", "application/x-www-form-urlencoded", "malformed"),
        ("grant_type=password", "application/x-www-form-urlencoded", "malformed"),
        ("grant_type=client_credentials&grant_type=x", "application/x-www-form-urlencoded", "malformed"),
        ("grant_type=client_credentials&client_id=a%00b&client_secret=c", "application/x-www-form-urlencoded", ""),
        ('{"grant_type": "client_credentials"}', "application/json", "malformed"),
        ("x" * 5000, "application/x-www-form-urlencoded", "malformed"),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", "malformed"),
    ],
)
def test_the_token_endpoint(anybody, form, kind, code):
    answer = anybody.http.generic("POST", "/api/v1/token", form, kind)
    problem_of(answer, 401 if not code else 400, code or "client_unknown")


@pytest.mark.parametrize(("body", "status", "code"), first_few(BODIES))
def test_malformed_bodies(partner, body, status, code):
    before = number_of_complaints()
    key = {"Idempotency-Key": "k" * 20}
    answer = partner.http.generic("POST", RAW, body, "application/json", headers=partner.headers | key)
    found = problem_of(answer, status, code)
    assert code != "invalid" or found["errors"]
    assert number_of_complaints() == before


def test_an_oversized_body_is_refused_before_it_is_read(partner):
    answer = partner.http.generic("POST", RAW, "x" * (3 * 1024 * 1024), "application/json", headers=partner.headers)
    problem_of(answer, 413, "too_large")


@pytest.mark.parametrize("key", ["", "short", "has a space in it", "k" * 65])
def test_a_missing_or_unusable_idempotency_key(partner, key):
    answer = partner.call("POST", "partner/complaints", PARTNERS, **{"Idempotency-Key": key})
    problem_of(answer, 400, "key_missing")


def test_a_replay_gets_the_first_answer_and_another_body_is_refused(partner):
    first, again = (partner.post("partner/complaints", PARTNERS, key="k" * 20) for _ in range(2))
    assert first.json() == again.json()
    assert (first.status_code, number_of_complaints()) == (201, 1)
    other = partner.post("partner/complaints", PARTNERS | {"phone": "0300 1112244"}, key="k" * 20)
    problem_of(other, 422, "key_reused")
    stranger = Caller(partner_named("Citizen portal"))
    assert stranger.post("partner/complaints", PARTNERS, key="k" * 20).json()["etag"] != first.json()["etag"]


@pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00", "x" * 399])
def test_wrong_page_cursors(anybody, world, cursor):
    problem_of(anybody.get(f"offices?cursor={cursor}"), 422, "bad_cursor")


def test_a_cursor_of_another_list(anybody, world):
    cursor = anybody.get("offices?limit=1").json()["next"]
    problem_of(anybody.get(f"helplines?cursor={cursor}"), 422, "bad_cursor")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "kind=castle", "cursor=" + "x" * 401])
def test_wrong_queries(anybody, world, query):
    problem_of(anybody.get(f"offices?{query}"), 422, "invalid")


def test_unknown_addresses_and_methods(anybody, partner):
    problem_of(anybody.get("nothing"), 404, "not_found")
    answer = anybody.call("PUT", "offices")
    problem_of(answer, 405, "method_not_allowed")
    assert answer["Allow"]
    for etag in ("264819073555", "12", "x", "%00", "٢٦"):
        problem_of(partner.get(f"partner/complaints/{etag}"), 404, "not_found")


@pytest.mark.parametrize("occurred", ["2026-11-24T10:30:00", "yesterday", "1999-01-01T00:00:00Z", "2999-01-01T00:00Z"])
def test_wrong_times(partner, occurred):
    etag = partner.post("partner/complaints", PARTNERS).json()["etag"]
    answer = partner.post(f"partner/complaints/{etag}/statuses", {"status": "closed", "occurred_at": occurred})
    found = problem_of(answer, 422, "invalid")
    assert [error["field"] for error in found["errors"]] == ["occurred_at"]
    assert not Event.objects.filter(kind="partner_status").exists()


@pytest.mark.slow
def test_ten_times_the_rate_is_refused_and_says_when_to_come_again(world):
    caller = Caller(partner_named(requests_per_minute=6))
    answers = [caller.get("partner/complaints") for _ in range(60)]
    let_in = [answer for answer in answers if answer.status_code == 200]
    assert 6 <= len(let_in) <= 12
    assert let_in[0]["RateLimit-Policy"] == '"api_partner";q=6;w=60'
    assert let_in[0]["RateLimit"].startswith('"api_partner";r=5;t=')
    refused = answers[-1]
    problem_of(refused, 429, "too_many_requests")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert Caller(partner_named("Another")).get("partner/complaints").status_code == 200


def test_wrong_secrets_are_limited_by_address(partner):
    statuses = [partner.ask_token(secret="wrong").status_code for _ in range(25)]
    assert set(statuses) == {401, 429}


def test_problems_are_in_the_callers_language(anybody, world):
    english = anybody.get("nothing", **{"Accept-Language": "en"})
    urdu = anybody.get("nothing", **{"Accept-Language": "ur-PK,ur;q=0.9"})
    assert (english["Content-Language"], urdu["Content-Language"]) == ("en", "ur")
    assert english.json()["detail"] != urdu.json()["detail"]
    assert any("؀" <= letter <= "ۿ" for letter in urdu.json()["detail"])


def test_reads_have_an_etag_and_head_is_answered_like_get(anybody, world):
    answer = anybody.get("offices")
    assert answer.status_code == 200
    unchanged = anybody.get("offices", **{"If-None-Match": answer["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert anybody.get("offices", **{"If-None-Match": '"other"'}).status_code == 200
    head = anybody.call("HEAD", "offices")
    assert (head.status_code, head["ETag"], head.content) == (200, answer["ETag"], b"")
    assert anybody.get("offices", **{"Accept-Language": "ur"})["ETag"] != answer["ETag"]


def test_an_unavailable_database_is_a_problem_too(anybody, world):
    anybody.http.raise_request_exception = False
    with patch.object(public_routes, "page_of_rows", side_effect=OperationalError("down")):
        answer = anybody.get("offices")
    problem_of(answer, 503, "unavailable")
    assert answer["Retry-After"]
    with patch.object(public_routes, "page_of_rows", side_effect=RuntimeError("a fault of ours")):
        problem_of(anybody.get("offices"), 500, "error")


def test_a_complaint_of_the_future_is_not_pushed_twice(partner):
    etag = partner.post("partner/complaints", PARTNERS).json()["etag"]
    body = {"status": "closed", "occurred_at": (now() + timedelta(minutes=1)).isoformat()}
    first, again = (partner.post(f"partner/complaints/{etag}/statuses", body, key="s" * 20) for _ in range(2))
    assert first.json() == again.json()
    assert Event.objects.filter(kind="partner_status").count() == 1
