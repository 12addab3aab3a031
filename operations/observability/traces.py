"""Send traces of requests, jobs and statements to an OpenTelemetry collector (OTEL_EXPORTER_OTLP_ENDPOINT).

Spans contain no personal data: a request is named by its route and never by its path, a job by its name, a statement by
its first word. Instrumentation packages would add paths, queries, addresses and the text of exceptions.
"""

from collections.abc import Callable

from celery import signals
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanProcessor
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import get_contextvars

from operations.metrics.request_counts import METHODS, NO_ROUTE

PATIENCE = 5  # seconds for the collector, in a thread of its own
HEADER = "traceparent"
QUIET = {"record_exception": False, "set_status_on_exception": False}
"""An exception's text may contain what a complainant wrote."""

provider = TracerProvider(resource=Resource({"service.name": "portal"}), shutdown_on_exit=True)
tracer = provider.get_tracer("portal")
propagator = TraceContextTextMapPropagator()
running_jobs: dict[str, tuple] = {}
"""The context managers of the jobs that this process runs, by the job's id."""


def start_traces(processor: SpanProcessor | None = None) -> None:
    """Send finished spans to the collector in batches. `processor`: for tests."""
    if processor is None:
        address = f"{settings.OTEL_EXPORTER_OTLP_ENDPOINT.rstrip('/')}/v1/traces"
        processor = BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=PATIENCE))
    provider.add_span_processor(processor)
    signals.before_task_publish.connect(pass_on_trace)
    signals.task_prerun.connect(begin_job_span)
    signals.task_postrun.connect(end_job_span)


class TraceRequests:
    """Middleware that makes one span for each request. The trace of a client's own header is not continued."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with (
            tracer.start_as_current_span("request", context.Context(), SpanKind.SERVER, **QUIET) as span,
            connection.execute_wrapper(trace_statement),
        ):
            response = self.get_response(request)
            route = request.resolver_match.view_name if request.resolver_match else NO_ROUTE
            method = request.method if request.method in METHODS else "other"
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.request.method": method, "http.route": route, **_request_id()})
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
            return response


def trace_statement(execute, sql, params, many, execute_context):
    """Make one span for a statement, named by its first word. Neither its text nor its values are recorded."""
    word = str(sql).lstrip("( \n").split(maxsplit=1)[0].upper() if isinstance(sql, str) and sql.strip() else "SQL"
    with tracer.start_as_current_span(word if word.isalpha() else "SQL", kind=SpanKind.CLIENT, **QUIET) as span:
        span.set_attribute("db.system.name", "postgresql")
        return execute(sql, params, many, execute_context)


def pass_on_trace(headers: dict | None = None, **_) -> None:
    """Let a job that a request or another job starts continue its trace."""
    if headers is not None:
        propagator.inject(headers)


def begin_job_span(task_id: str, task, **_) -> None:
    """Begin the span of a job, and trace its statements."""
    parent = propagator.extract({HEADER: task.request.get(HEADER) or ""}, context.Context())
    span = tracer.start_as_current_span(task.name, parent, SpanKind.CONSUMER, **QUIET)
    statements = connection.execute_wrapper(trace_statement)
    span.__enter__().set_attributes(_request_id())
    statements.__enter__()
    running_jobs[task_id] = span, statements


def end_job_span(task_id: str, state: str | None = None, **_) -> None:
    """End the span of a job."""
    if (begun := running_jobs.pop(task_id, None)) is None:
        return
    span, statements = begun
    statements.__exit__(None, None, None)
    if state == "FAILURE":
        trace.get_current_span().set_status(StatusCode.ERROR)
    span.__exit__(None, None, None)


def _request_id() -> dict[str, str]:
    found = get_contextvars().get("request_id")
    return {"portal.request_id": found} if found else {}
