"""The content of /metrics, its permitted readers, and what it must not contain."""

import re

import pytest
from celery import Celery
from celery.worker.request import Request
from prometheus_client.parser import text_string_to_metric_families

from complaints.rules.etag import compose_etag
from operations import embedded_servers
from operations.metrics import request_counts
from tests import log_lines

TOKEN = "the operator's own"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def samples(client, name: str) -> dict[tuple, float]:
    """Return the samples of a metric, by the values of its labels in the order of their names."""
    text = client.get("/metrics", headers=BEARER).text
    return {
        tuple(value for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }


@pytest.mark.django_db
def test_without_a_token_there_is_no_such_page(client):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", ["", "Bearer", f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Basic {TOKEN}", "Bearer لاہور"]
)
def test_whoever_does_not_bear_it_is_told_nothing(client, token, said):
    answer = client.get("/metrics", headers={"Authorization": said})
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


@pytest.mark.slow
def test_all_of_it_in_as_many_statements_however_much_there_is(client, token, world, django_assert_num_queries):
    for name in ("financial_crime", "bribe_demand"):
        world.complaint(name, "09:00")
    with django_assert_num_queries(19):
        answer = client.get("/metrics", headers=BEARER)
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Cache-Control"].count("no-store") == 1
    assert samples(client, "portal_complaints_open") == {(): 2}
    assert samples(client, "portal_up") == {("database",): 1, ("broker",): 1}


@pytest.mark.slow
def test_requests_are_told_by_route_and_never_by_address(client, token, world):
    etag = compose_etag(2026, 7)
    before = samples(client, "portal_requests_total")
    client.get(f"/track/{etag}/")
    client.get("/no/such/page/03001112233/")
    client.generic("BREW", "/healthz")
    after = samples(client, "portal_requests_total")
    grown = {labels for labels, value in after.items() if value > before.get(labels, 0)}
    assert grown == {
        ("GET", "metrics", "200"),
        ("GET", "status", "404"),
        ("GET", "(none)", "404"),
        ("other", "healthz", "405"),
    }
    assert samples(client, "portal_request_seconds_count")["status",] >= 1
    text = client.get("/metrics", headers=BEARER).text
    labels = re.findall(r'="([^"]*)"', text)
    assert [what for label in labels for what in log_lines.personal_numbers_in(label)] == []


@pytest.mark.slow
def test_without_a_broker_the_rest_is_told(client, token, world, settings, tmp_path):
    broker = embedded_servers.start_broker(tmp_path)
    broker.kill()
    settings.CACHE_URL = broker.url
    assert samples(client, "portal_up") == {("database",): 1, ("broker",): 0}


@pytest.mark.django_db
def test_jobs_are_counted_by_name_and_outcome(client, token):
    app = Celery("tests", broker="memory://", set_as_current=False)

    @app.task(name="tests.does")
    def does(well: bool):
        if not well:
            raise ValueError("on purpose")

    does.delay(True), does.delay(False), does.apply_async([True], expires=-1)
    for _ in range(3):
        with app.connection_for_read() as connection:
            message = connection.SimpleQueue("celery").get(timeout=5)
            request = Request(message, app=app)
            if not request.revoked():
                request.execute()
            message.ack()
    jobs = {
        labels: count for labels, count in samples(client, "portal_jobs_total").items() if labels[1] == "tests.does"
    }
    assert jobs == {(outcome, "tests.does"): 1 for outcome in ("succeeded", "failed", "expired")}
    assert ("tests.does",) in samples(client, "portal_job_last_success_timestamp_seconds")


def test_each_process_counts_for_itself_unless_a_folder_is_shared():
    assert request_counts.request_registry() is request_counts.OWN
