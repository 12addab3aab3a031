"""Measure how fast a complaint is filed: the final POST of the web form, the API, and django-helpdesk's ticket form.

Services prepare drafts up to their last page; then clients on persistent connections send the final POST of each.
PostgreSQL waits for the disk, as in production. Both servers have two workers with two threads.
"""

import argparse
import json
import secrets
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from api.access_tokens import issue_token
from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import NewSecret, create_client
from bench import desk, helpdesk_peer, load_client, report, servers
from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint
from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from tests.world import build

CSRF = secrets.token_hex(16)
ANSWERS = {
    "category": "financial_crime",
    "district": "lahore",
    "text": "He took my savings for a plot and gave me a false file. I have the receipt and two witnesses. " * 5,
    "keep_from": "no",
}
LAST_PAGE = {"reach": "phone", "phone": "0300 1112233", "language": "ur", "behalf": "self", "country": ""} | {
    "checked": "1"
}
PORTAL, API, API_ROUTE = "portal", "API", "/api/v1/citizen/complaints"
API_BODY = ANSWERS | {"reach": "phone", "phone": LAST_PAGE["phone"], "language": "ur"}


def create_drafts(count: int) -> list[str]:
    """Create drafts that need only their last page, and return their addresses."""
    begun = (start_draft(channel=Channel.WEB, answers=ANSWERS, at=now()) for _ in range(count))
    return [str(draft_address(draft.pk)) for draft in begun]


def final_post(draft: str) -> bytes:
    """Return the request by which a browser without a session finishes a draft, from a random IP address."""
    address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
    body = urlencode(LAST_PAGE | {"csrfmiddlewaretoken": CSRF})
    return load_client.post_request(f"/complain/{draft}/reach/", body, cookie=f"csrftoken={CSRF}", address=address)


def file_round(port: int, filings: int, clients: int) -> load_client.Sample:
    """File `filings` complaints. Raises AssertionError if one of them is missing afterwards."""
    work, before = [final_post(draft) for draft in create_drafts(filings)], Complaint.objects.unscoped("bench").count()
    sample, answers = load_client.distribute(work, partial(load_client.HttpConnection, port), clients=clients)
    assert all(answer.status == 302 and "/receipt/" in answer.head for answer in answers), answers[0]
    assert Complaint.objects.unscoped("bench").count() == before + filings
    return sample


def api_headers(token: str) -> dict[str, str]:
    """Return the headers of a filing by the operator's own app, from a new device."""
    return {
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": secrets.token_hex(16),
        "Device": secrets.token_hex(16),
    }


def api_post(token: str) -> bytes:
    """Return the request by which the operator's own app files the same complaint, from a random IP address."""
    address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
    return load_client.json_post_request(API_ROUTE, json.dumps(API_BODY), headers=api_headers(token), address=address)


def api_round(port: int, new: NewSecret, filings: int, clients: int) -> load_client.Sample:
    """File `filings` complaints by the API: all answers in one request. Raises AssertionError if one is missing."""
    token = issue_token(new.client, new.secret, frozenset({Scope.CITIZEN}), at=now())
    work, before = [api_post(token) for _ in range(filings)], Complaint.objects.unscoped("bench").count()
    sample, answers = load_client.distribute(work, partial(load_client.HttpConnection, port), clients=clients)
    assert all(answer.status == 201 for answer in answers), answers[0]
    assert Complaint.objects.unscoped("bench").count() == before + filings
    return sample


def ticket_round(helpdesk: helpdesk_peer.Helpdesk, tickets: int, clients: int) -> load_client.Sample:
    """Submit `tickets` tickets to django-helpdesk."""
    work = [helpdesk.submission(ANSWERS["text"])] * tickets
    sample, answers = load_client.distribute(work, partial(load_client.HttpConnection, helpdesk.port), clients=clients)
    assert all(answer.status == 302 and "/view/" in answer.head for answer in answers), answers[0]
    return sample


def count_statements(path: str, body: dict, *, status: int, **request) -> int:
    """Return how many statements a POST runs in this process. Raises AssertionError for another status."""
    with CaptureQueriesContext(connection) as queries:
        assert Client().post(path, body, **request).status_code == status
    return sum(not query["sql"].startswith(desk.TRANSACTION) for query in queries.captured_queries)


def measure(options: argparse.Namespace) -> None:
    """Measure both forms in turn; print the results and write bench/results/filing.json."""
    build()
    with ExitStack() as stack:
        portal = stack.enter_context(servers.portal())
        contestants = {PORTAL: partial(file_round, portal.port, options.filings, options.clients)}
        own_app = create_client(kind=ClientKind.APP, name_en="App", name_ur="App", scopes=[Scope.CITIZEN], at=now())
        contestants[API] = partial(api_round, portal.port, own_app, options.filings, options.clients)
        file_round(portal.port, options.clients * 10, options.clients)  # opens the connections of all threads
        if options.peer:
            helpdesk = stack.enter_context(helpdesk_peer.helpdesk())
            contestants[helpdesk_peer.NAME] = partial(ticket_round, helpdesk, options.filings, options.clients)
            ticket_round(helpdesk, options.clients * 10, options.clients)
        rows = load_client.run_in_turn(contestants, options.rounds)
    portal_row = rows[PORTAL]
    rows[API]["beside_the_web_form"] = rows[API]["per_second"] / portal_row["per_second"]
    (draft,) = create_drafts(1)
    portal_row["statements"] = count_statements(f"/complain/{draft}/reach/", LAST_PAGE, status=302)
    headers = api_headers(issue_token(own_app.client, own_app.secret, frozenset({Scope.CITIZEN}), at=now()))
    as_json = {"content_type": "application/json", "headers": headers}
    rows[API]["statements"] = count_statements(API_ROUTE, API_BODY, status=201, **as_json)
    if options.peer:
        portal_row["beside_helpdesk"] = portal_row["per_second"] / rows[helpdesk_peer.NAME]["per_second"]
    report.add_targets(portal_row, at_most={"p99": 150}, at_least={"beside_helpdesk": 0.7})
    report.save("filing", rows, filings=options.filings, clients=options.clients, rounds=options.rounds)
