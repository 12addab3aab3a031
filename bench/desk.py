"""Measure the officers' pages of the running portal and django-helpdesk's list, and count the pages' statements.

In each round, one client requests all pages in turn on a persistent connection.
"""

import argparse
import html
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Officer, Posting
from accounts.rules.roles import Role
from bench import helpdesk_peer, load_client, report, servers
from complaints.models import Complaint
from complaints.rules.statuses import OPEN
from tests.signing_in import sign_in

MONITOR, CELL = "monitor@demo.example", "operator.cpo@demo.example"
QUEUE = "queue of the province"
SMALL = 10_000
MOST_TICKETS = 1_000_000
LISTS, SEARCH_OPEN, SEARCH_ALL = {"p50": 30, "p95": 60, "beside_small": 1.5}, {"p95": 60}, {"p95": 200}
"""Targets of the design (engineering.md)."""
WORDS = {"English": "savings", "Urdu": "رقم", "Roman Urdu": "rishvat", "a house": "house 4711"}
BUSIEST_DISTRICT = """
    SELECT district_id FROM complaints_complaint WHERE status = ANY(%s) GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Page:
    """A page, the officer who opens it, and its targets (upper limits)."""

    name: str
    email: str
    path: str
    targets: dict = field(default_factory=dict, compare=False)


def pages(line: load_client.HttpConnection, sessions: "Sessions") -> Iterator[Page]:
    """Yield the pages to measure, for the complaints in the database."""
    at_district = Posting.objects.current(timezone.now()).filter(office=busiest_district())
    head, cell = at_district.heads()[0].officer.email, at_district.filter(role=Role.COMPLAINT_OPERATOR)[0].officer.email
    complaint = Complaint.objects.unscoped("bench").open().exclude(holder=None).order_by("-received_at").first()
    yield Page(QUEUE, MONITOR, "/desk/office/", LISTS)
    yield Page("queue of a district", head, "/desk/office/", LISTS)
    yield Page("own queue of a district's head", head, "/desk/", LISTS)
    yield Page("Today, district's head", head, "/desk/today/")
    yield Page("Today, that district's complaint cell", cell, "/desk/today/")
    yield Page("Today, complaint cell of the Central Police Office", CELL, "/desk/today/")
    yield Page("200th page of the province", MONITOR, deep_page(line, sessions[MONITOR].session_key), LISTS)
    for name, query in filters().items():
        yield Page(f"filter: {name}", MONITOR, f"/desk/office/?{query}", LISTS)
    for language, word in WORDS.items():
        yield Page(f"search of open complaints, {language}", MONITOR, f"/desk/search/?q={word}&open=1", SEARCH_OPEN)
        yield Page(f"search of all complaints, {language}", MONITOR, f"/desk/search/?q={word}", SEARCH_ALL)
    yield Page("complaint", MONITOR, f"/desk/complaints/{complaint.etag}/", {"p50": 35, "statements": 15})


def deep_page(line: load_client.HttpConnection, session: str, *, pages: int = 200) -> str:
    """Return the path of a page far into the queue, found by following the links to the next page."""
    path = "/desk/office/"
    for _ in range(pages - 1):
        body = line.send(load_client.get_request(path, session)).body.decode()
        _, has_next, after = body.partition('rel="next" href="')
        if not has_next:
            break
        path = urljoin(path, html.unescape(after.partition('"')[0]))
    return path


def filters() -> dict[str, str]:
    """Return the query strings of all filters of the queue and of all pairs, including pairs without matches."""
    newest = Complaint.objects.unscoped("bench").order_by("-received_at").select_related("category").first()
    day = newest.received_at.date().isoformat()
    single = {
        "overdue": "clock=overdue",
        "due within 24 h": "clock=day",
        "paused": "clock=paused",
        "more time left": "clock=fine",
        "a category": f"category={newest.category.code}",
        "ended ones too": "status=all",
        "awaiting the citizen": "status=awaiting_citizen",
        "contact late": "contact=late",
        "contact excused": "contact=excused",
        "report late": "report=late",
        "of one district": "office=lahore",
        "received on a day": f"from={day}&until={day}",
    }
    pairs = combinations(single.items(), 2)
    return single | {f"{a} + {b}": f"{x}&{y}" for (a, x), (b, y) in pairs if x.split("=")[0] != y.split("=")[0]}


def busiest_district() -> int:
    """Return the id of the district with the most open complaints."""
    with connection.cursor() as cursor:
        cursor.execute(BUSIEST_DISTRICT, [[str(status) for status in OPEN]])
        return cursor.fetchone()[0]


class Sessions(dict):
    """Signed-in test clients by the officer's e-mail address."""

    def __missing__(self, email: str) -> Client:
        client = sign_in(Client(), Officer.objects.get(email=email))
        client.session_key = client.cookies["sessionid"].value
        self[email] = client
        return client


def count_statements(client: Client, path: str) -> int:
    """Return how many statements a page runs in this process once caches are filled."""
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
    return sum(not query["sql"].startswith(TRANSACTION) for query in queries.captured_queries)


def measure(options: argparse.Namespace) -> None:
    """Measure all pages; print the results and write bench/results/desk-COMPLAINTS.json."""
    complaints = Complaint.objects.unscoped("bench").count()
    open_ones = Complaint.objects.unscoped("bench").open().count()
    with ExitStack() as stack:
        portal = stack.enter_context(servers.portal())
        line, sessions = load_client.HttpConnection(portal.port), Sessions()
        measured = list(pages(line, sessions))
        contestants = {
            page.name: partial(
                load_client.repeat_request,
                line,
                load_client.get_request(page.path, sessions[page.email].session_key),
                options.requests,
            )
            for page in measured
        }
        if options.peer:
            helpdesk = stack.enter_context(helpdesk_peer.helpdesk())
            helpdesk_line = load_client.HttpConnection(helpdesk.port)
            list_requests = helpdesk.list_requests(tickets=min(complaints, MOST_TICKETS), open_ones=open_ones)
            for name, request in list_requests.items():
                contestants[f"{helpdesk_peer.NAME}: {name}"] = partial(
                    load_client.repeat_request, helpdesk_line, request, options.requests
                )
        rows = load_client.run_in_turn(contestants, options.rounds)
        for page in measured:
            rows[page.name]["statements"] = count_statements(sessions[page.email], page.path)
    if options.complaints > SMALL:
        report.compare_with_small(rows, f"desk-{SMALL}")
    if options.peer:
        helpdesk_p50 = sum(rows[f"{helpdesk_peer.NAME}: {name}"]["p50"] for name in list_requests)
        rows[QUEUE]["times_as_fast_as_helpdesk"] = helpdesk_p50 / rows[QUEUE]["p50"]
    for page in measured:
        report.add_targets(rows[page.name], at_most=page.targets, at_least=helpdesk_target(complaints))
    filtered = [page.name for page in measured if page.name.startswith("filter: ")]
    facts = {"complaints": complaints, "open": open_ones, "rounds": options.rounds}
    report.save(f"desk-{options.complaints}", rows, filtered, **facts)


def helpdesk_target(complaints: int) -> dict:
    """Return the target for the queue relative to django-helpdesk's list with this number of complaints."""
    times = 15 if complaints >= 1_000_000 else 4 if complaints >= 100_000 else 0
    return {"times_as_fast_as_helpdesk": times}
