"""Answer the two addresses that an operator's monitoring asks: /healthz and /readyz."""

from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monitoring.queries.health import sweep_age
from notifications.queries.health import oldest_due
from operations import dependencies
from whatsapp.queries.service_status import missing_settings

OUTBOX_LATE, SWEEP_LATE = timedelta(minutes=2), timedelta(minutes=5)
"""Beat has messages sent every five seconds and clocks swept every minute."""
DISK_LOW = 0.1
"""The share that is free."""
UNKNOWN = "unknown"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers. Nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers and has room; else 503. What else does not do its work is said, and takes no web
    server out of service (docs/decisions/0030): the broker, the outbox, the sweep, disks."""
    answers = dependencies.database_answers()
    ready = answers and dependencies.database_has_room()
    said = {
        "database": "no room on its disk" if answers and not ready else _said(answers),
        "broker": _said(dependencies.broker_answers()),
        "outbox": outbox_stands(now()) if answers else UNKNOWN,
        "sweep": sweep_stands(now()) if answers else UNKNOWN,
        "disk": disks_stand(),
        "whatsapp": whatsapp_stands(),
    }
    return JsonResponse({"status": "ready" if ready else "not ready", **said}, status=200 if ready else 503)


def _said(answers: bool) -> str:
    return "ok" if answers else "failed"


def outbox_stands(at: datetime) -> str:
    """Whether messages go out: "ok", or for how long the first that is due has waited."""
    try:
        age = oldest_due(at=at)
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    return f"late: {age.total_seconds():.0f} s" if age > OUTBOX_LATE else "ok"


def sweep_stands(at: datetime) -> str:
    """Whether clocks are swept: "ok", since when none has come to its end, or that none ever has."""
    try:
        age = sweep_age(at=at)
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    if age is None:
        return "never"
    return f"late: {age.total_seconds():.0f} s" if age > SWEEP_LATE else "ok"


def disks_stand() -> str:
    """Whether the disks have room: "ok", or which have little."""
    low = [f"{place} {share:.0%} free" for place, share in dependencies.free().items() if share < DISK_LOW]
    return f"low: {', '.join(low)}" if low else "ok"


def whatsapp_stands() -> str:
    """Whether the WhatsApp service is set up; without it the portal is ready all the same."""
    lacking = missing_settings()
    return f"off: {lacking[0]} is not set" if lacking else "on"
