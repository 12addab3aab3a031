"""Spans of requests, jobs and statements: named by route, job and first word, without personal data."""

import json
from urllib.parse import quote

import pytest
from celery import Celery
from celery.worker.request import Request
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from accounts.models import Heartbeat
from complaints.rules.etag import compose_etag
from operations.observability import reporter_settings, traces
from tests.world import PHONES

ETAG = compose_etag(2026, 7)
WRITTEN = "اس نے میری جمع پونجی لے لی"


@pytest.fixture(scope="module")
def exporter():
    kept = InMemorySpanExporter()
    traces.start_traces(SimpleSpanProcessor(kept))
    yield kept
    traces.signals.before_task_publish.disconnect(traces.pass_on_trace)
    traces.signals.task_prerun.disconnect(traces.begin_job_span)
    traces.signals.task_postrun.disconnect(traces.end_job_span)


@pytest.fixture
def spans(exporter):
    exporter.clear()
    return exporter.get_finished_spans


@pytest.mark.django_db
def test_a_request_and_its_statements_are_traced_without_path_query_or_values(spans):
    def view(request):
        request.resolver_match = resolve(request.path_info)
        list(Heartbeat.objects.raw("SELECT * FROM accounts_heartbeat WHERE %s <> ''", [PHONES["ayesha"]]))
        with connection.cursor() as cursor:
            cursor.execute(f"-- {WRITTEN}\nSELECT '{PHONES['ayesha']}'")
        return HttpResponse(status=500)

    headers = {"traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01", "Cookie": WRITTEN.encode().hex()}
    request = RequestFactory().get(f"/track/{ETAG}/?q={quote(WRITTEN)}", headers=headers, REMOTE_ADDR="203.0.113.9")
    traces.TraceRequests(view)(request)
    *statements, page = spans()
    assert (page.name, page.attributes["http.route"]) == ("GET status", "status")
    assert (page.attributes["http.response.status_code"], page.status.status_code) == (500, StatusCode.ERROR)
    assert page.parent is None  # a stranger's header is not continued
    assert [statement.name for statement in statements] == ["SELECT", "SQL"]
    assert {statement.parent.span_id for statement in statements} == {page.context.span_id}
    everything = json.dumps([json.loads(span.to_json()) for span in spans()], ensure_ascii=False)
    secrets = (ETAG, PHONES["ayesha"], WRITTEN, quote(WRITTEN), "203.0.113.9", "heartbeat", "a" * 32)
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.django_db
def test_an_exception_that_passes_leaves_no_text_in_the_span(spans):
    def breaks(request):
        raise ValueError(f"{PHONES['ayesha']}: {WRITTEN}")

    with pytest.raises(ValueError, match=WRITTEN):
        traces.TraceRequests(breaks)(RequestFactory().get("/"))
    (span,) = spans()
    assert WRITTEN not in json.dumps(json.loads(span.to_json()), ensure_ascii=False)
    assert not span.events


@pytest.mark.django_db
def test_a_job_continues_the_trace_of_the_request_that_starts_it(spans):
    app = Celery("tests", broker="memory://", set_as_current=False)

    @app.task(name="tests.fails")
    def fails(number: str):
        Heartbeat.objects.exists()
        raise ValueError(f"{number}: {WRITTEN}")

    def view(request):
        fails.delay(PHONES["ayesha"])
        return HttpResponse()

    traces.TraceRequests(view)(RequestFactory().get("/healthz"))
    with app.connection_for_read() as broker:
        message = broker.SimpleQueue("celery").get(timeout=5)
        Request(message, app=app).execute()
        message.ack()
    page, statement, job = spans()
    assert (job.name, job.status.status_code) == ("tests.fails", StatusCode.ERROR)
    assert job.parent.span_id == page.context.span_id
    assert (statement.name, statement.parent.span_id) == ("SELECT", job.context.span_id)
    assert job.context.trace_id == page.context.trace_id
    everything = json.dumps([json.loads(span.to_json()) for span in spans()], ensure_ascii=False)
    assert [secret for secret in (PHONES["ayesha"], WRITTEN) if secret in everything] == []


def test_without_an_endpoint_or_the_package_no_middleware_traces(monkeypatch):
    assert reporter_settings.tracing_middleware("") == []
    assert reporter_settings.tracing_middleware("http://127.0.0.1:4318") == [
        "operations.observability.traces.TraceRequests"
    ]
    monkeypatch.setattr(reporter_settings, "find_spec", lambda name: None)
    assert reporter_settings.tracing_middleware("http://127.0.0.1:4318") == []
