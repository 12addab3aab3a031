"""The portal in production settings behind a front, with two granian workers: headers, log and metrics.

tests/permissions covers what each route answers, and checks the headers of every answer.
"""

import http.client
import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from complaints.rules.etag import compose_etag
from tests import databases
from tests.browser.portal import Portal
from tests.headers import header_problems

pytestmark = pytest.mark.slow

TOKEN, FRONT = "the operator's own", {"X-Forwarded-Proto": "https"}
ETAG = compose_etag(2026, 7)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


class Front:
    """Sends requests like a front, each on a new connection, so that both workers get some."""

    def __init__(self, portal: Portal):
        self.portal = portal

    def __call__(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=30)
        sent = (
            FRONT | {"X-Request-ID": uuid4().hex} | {name.replace("_", "-"): value for name, value in headers.items()}
        )
        connection.request(method, path, body, {name: value for name, value in sent.items() if value})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return Answer(answer.status, answer.headers, text)


@pytest.fixture(scope="module")
def portal(static_root, tmp_path_factory, django_db_setup):
    owner_url, app_url, template = (os.environ[name] for name in ("TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE"))
    clone = databases.clone(owner_url, app_url, template, databases.new_name("served"))
    folder = tmp_path_factory.mktemp("served")
    production = {
        "DEMO": "false",
        "SITE_URL": "https://127.0.0.1",
        "TRUSTED_PROXIES": "true",
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
    }
    portal = Portal(clone, static_root=static_root, folder=folder, workers=2, threads=1, **production)
    portal.start()
    yield portal
    portal.stop()
    databases.drop(owner_url, clone.name)


@pytest.fixture
def front(portal):
    return Front(portal)


def test_every_kind_of_answer_has_every_header(front):
    page = front("/")
    sheet, script = (re.search(rf'"(/static/[^"]+\.{kind})"', page.text).group(1) for kind in ("css", "js"))
    answers = {
        "page": (200, page),
        "sheet": (200, front(sheet)),
        "script": (200, front(script)),
        "not there": (404, front("/static/none.css")),
        "folder": (404, front("/static/")),
        "source": (404, front("/.git/config")),
        "trace": (405, front("/", "TRACE")),
        "led on": (302, front("/desk/")),
        "led to https": (301, front("/", X_Forwarded_Proto="http")),
        "another host": (400, front("/", Host="elsewhere.example.org")),
        "no token": (403, front("/desk/sign-in/", "POST", b"login=a")),
        "no page": (404, front(f"/track/{ETAG}/nothing/")),
        "no way": (405, front("/sms/inbound")),
        # Only announced: the answer comes before the body is read, and a client that still sends would miss it.
        "too large": (413, front("/complain/list/", "POST", Content_Length=str(3 * 1024 * 1024))),
        "paper": (200, front("/poster/en.pdf")),
        "manifest": (200, front("/manifest.webmanifest")),
        "worker of the browser": (200, front("/sw.js")),
        "metrics": (401, front("/metrics")),
        "machine": (403, front("/whatsapp/webhook")),
        "too often": (429, too_often(front)),
    }
    wrong = {name: answer.status for name, (status, answer) in answers.items() if answer.status != status}
    wrong |= {
        name: loose
        for name, (_, answer) in answers.items()
        if (loose := header_problems(answer.headers, secure=name != "led to https"))  # sent over https only
    }
    assert wrong == {}


def test_load_balancers_and_prometheus_reach_their_pages_by_address_and_without_https(front):
    by_address = {"Host": "10.0.0.5:8000", "X_Forwarded_Proto": ""}
    statuses = {path: front(path, **by_address).status for path in ("/healthz", "/readyz", "/metrics", "/")}
    assert statuses == {"/healthz": 200, "/readyz": 200, "/metrics": 401, "/": 400}
    with_token = front("/metrics", Authorization=f"Bearer {TOKEN}", **by_address)
    assert (with_token.status, "portal_up" in with_token.text) == (200, True)


def test_cookies_are_this_hosts_alone(front):
    kept = front("/desk/sign-in/").headers.get_all("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in kept] == ["__Host-csrf"]
    assert [part for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/") if part not in kept[0]] == []


def too_often(front) -> Answer:
    """Return the answer to somebody who looks up one number after the other."""
    for number in range(200):
        answer = front(f"/track/{compose_etag(2026, number)}/")
        if answer.status == 429:
            break
    return answer


def test_what_two_workers_counted_is_told_by_either(front):
    before = healthy(front)
    for _ in range(30):
        assert front("/healthz").status == 200
    told = Counter(healthy(front) for _ in range(8))
    assert set(told) == {before + 30}
    assert len(list((front.portal.folder / "metrics").glob("counter_*.db"))) == 2


def healthy(front) -> float:
    text = front("/metrics", Authorization=f"Bearer {TOKEN}").text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return sum(
        sample.value
        for sample in samples
        if sample.name == "portal_requests_total"
        and (sample.labels["route"], sample.labels["method"]) == ("healthz", "GET")
    )


def test_each_line_of_its_log_is_json_under_the_fronts_number(front):
    number = uuid4().hex
    answer = front(f"/track/{ETAG}/nothing/", X_Request_ID=number)
    assert answer.headers["X-Request-ID"] == number
    assert front("/healthz").headers["X-Request-ID"] != front("/healthz").headers["X-Request-ID"]
    stranger = front(f"/track/{ETAG}/nothing/", X_Request_ID=f"{ETAG} 03001112233")
    assert re.fullmatch("[0-9a-f]{32}", stranger.headers["X-Request-ID"])
    lines = [line for line in front.portal.said().splitlines() if not line.startswith("[INFO]")]
    said = [json.loads(line) for line in lines[1:]]  # the first line may be cut off
    numbers = {number, stranger.headers["X-Request-ID"]}
    mine = [line for line in said if line.get("request_id") in numbers]  # the server's own lines have none
    assert [line["message"] for line in mine] == ["Not Found: /track/[number]/nothing/"] * 2


def test_when_it_breaks_inside_and_when_the_database_goes(front):
    """This test runs last: it leaves nothing working."""
    owner = front.portal.clone.owner_url
    with psycopg.connect(owner, autocommit=True) as database:
        database.execute("ALTER TABLE information_helpline RENAME TO broken")
    broken = front("/helplines/")
    databases.drop(owner, front.portal.clone.name)
    gone = front("/readyz")
    assert (broken.status, gone.status) == (500, 503)
    assert header_problems(broken.headers, secure=True) + header_problems(gone.headers, secure=True) == []
    assert "information_helpline" not in broken.text
