"""The view `/metrics`, in Prometheus' format, for clients with the token."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from operations.metrics.metrics_token import has_metrics_token
from operations.metrics.request_counts import request_registry
from operations.metrics.state_metrics import MetricsSnapshot


@require_safe
@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Return all metrics. 404 if METRICS_TOKEN is not set, 401 without it (`Authorization: Bearer …`)."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not has_metrics_token(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(render_metrics(), content_type=CONTENT_TYPE_LATEST)


def render_metrics() -> bytes:
    """Return the counts of all processes and the metrics of the current state."""
    registry = CollectorRegistry()
    registry.register(request_registry())
    registry.register(MetricsSnapshot(now()))
    return generate_latest(registry)
