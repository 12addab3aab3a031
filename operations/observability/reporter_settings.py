"""Optional reporters of errors and traces: which setting turns each on, and which package it needs."""

from importlib.util import find_spec

REPORTERS = {
    "SENTRY_DSN": ("sentry_sdk", "operations.observability.error_reports.start_error_reports"),
    "OTEL_EXPORTER_OTLP_ENDPOINT": ("opentelemetry", "operations.observability.traces.start_traces"),
}
"""For each setting: the package, and the function that starts the reporter."""


def is_installed(setting: str) -> bool:
    """Return whether the package of a reporter is installed (requirements-observability.txt)."""
    return find_spec(REPORTERS[setting][0]) is not None


def tracing_middleware(endpoint: str) -> list[str]:
    """Return the middleware that traces requests, if traces have an endpoint and their package is installed."""
    return (
        ["operations.observability.traces.TraceRequests"]
        if endpoint and is_installed("OTEL_EXPORTER_OTLP_ENDPOINT")
        else []
    )
