"""Count requests by route, method and status, and measure how long they take.

Each process counts its own requests. Several processes (granian's workers) share the folder PROMETHEUS_MULTIPROC_DIR:
prometheus-client stores the counts there, and the process that answers /metrics adds them up.
"""

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NO_ROUTE = "(none)"
SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
OWN = CollectorRegistry()

if SHARED:
    Path(SHARED).mkdir(parents=True, exist_ok=True)

REQUESTS = Counter("portal_requests", "Answered requests by route.", ["route", "method", "status"], registry=OWN)
DURATIONS = Histogram(
    "portal_request_seconds",
    "Seconds until the response, or until the start of a streaming one.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=OWN,
)


def request_registry() -> CollectorRegistry:
    """Return the counts of all processes that share the folder, or of this process if there is no folder."""
    if not SHARED:
        return OWN
    combined = CollectorRegistry()
    MultiProcessCollector(combined, path=SHARED)
    return combined


class CountRequests:
    """Middleware that counts all requests. It must be before all middleware that responds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else NO_ROUTE
        REQUESTS.labels(route, request.method if request.method in METHODS else "other", response.status_code).inc()
        DURATIONS.labels(route).observe(perf_counter() - began)
        return response
