"""Answer health checks and metrics before the Host header is checked.

Load balancers, orchestrators and Prometheus send requests to a web server's IP address, which ALLOWED_HOSTS would
refuse. These pages use no host name, cookies or links, so they can be answered under any name.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PATHS = {"/healthz", "/readyz", "/metrics"}


class AnswerHealthChecks:
    """Middleware that answers these pages, after those that count and add headers, before those that use the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        return request.resolver_match.func(request)
