"""The token of the operator's monitoring, which `/metrics` and the details of `/readyz` require."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare


def has_metrics_token(request: HttpRequest) -> bool:
    """Return whether the request has METRICS_TOKEN (`Authorization: Bearer …`). Never, if it is not set."""
    header = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(header, f"Bearer {settings.METRICS_TOKEN}")
