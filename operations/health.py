"""Answer health checks and metrics before the Host header is looked at.

Load balancers, orchestrators and Prometheus ask a web server by its address, which is nobody's host name: ALLOWED_HOSTS
would refuse them. These pages use no host name, set no cookie and make no link, so any name may ask.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PATHS = {"/healthz", "/readyz", "/metrics"}


class AnswerHealthChecks:
    """Middleware: inside the counting and the headers of every answer, outside all that asks for the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        return request.resolver_match.func(request)
