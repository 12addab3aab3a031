"""`/metrics`, in Prometheus' own form, for whoever has the token."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from operations.metrics.requests import counted
from operations.metrics.snapshot import MetricsSnapshot


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics. 404 without METRICS_TOKEN; 401 unless the request bears it (`Authorization: Bearer …`)."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def exposition() -> bytes:
    """What all processes have counted, and how the portal stands now."""
    registry = CollectorRegistry()
    registry.register(counted())
    registry.register(MetricsSnapshot(now()))
    return generate_latest(registry)
