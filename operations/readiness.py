"""The views /healthz and /readyz, for the operator's monitoring."""

from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mail_intake.queries.intake_status import count_mail_backlog, is_configured
from monitoring.queries.health_figures import sweep_age
from notifications.queries.outbox_health import oldest_due_age
from operations import dependency_checks
from operations.jobs import clock_check
from operations.metrics.metrics_token import has_metrics_token
from whatsapp.queries.account_troubles import current_troubles
from whatsapp.queries.service_status import missing_settings

OUTBOX_LATE, SWEEP_LATE = timedelta(minutes=2), timedelta(minutes=5)
"""Messages are sent every five seconds, and the sweep runs every minute."""
DISK_LOW = 0.1
"""Free share of a disk."""
UNKNOWN = "unknown"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is alive. Nothing else is checked."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database answers and has room on its disk, otherwise 503.

    Anybody gets that. A request with METRICS_TOKEN (`Authorization: Bearer …`) gets the details too. Problems of the
    broker, the outbox, the sweep, the disks and the file storage are reported, but they do not take a web server out
    of service (docs/decisions/0030).
    """
    answers = dependency_checks.database_answers()
    ready = answers and dependency_checks.database_has_room()
    status = 200 if ready else 503
    if not has_metrics_token(request):
        return JsonResponse({"status": "ready" if ready else "not ready"}, status=status)
    states = {
        "database": "no room on its disk" if answers and not ready else _ok_or_failed(answers),
        "broker": _ok_or_failed(dependency_checks.broker_answers()),
        "outbox": describe_outbox_state(now()) if answers else UNKNOWN,
        "sweep": describe_sweep_state(now()) if answers else UNKNOWN,
        "disk": describe_disk_state(),
        "clock": clock_check.describe_clock_state() if answers else UNKNOWN,
        "files": dependency_checks.describe_file_storage(),
        "whatsapp": describe_whatsapp_state(database_answers=answers),
        "mail": describe_mail_state(database_answers=answers),
    }
    return JsonResponse({"status": "ready" if ready else "not ready", **states}, status=status)


def _ok_or_failed(answers: bool) -> str:
    return "ok" if answers else "failed"


def describe_outbox_state(at: datetime) -> str:
    """Return "ok", or how long the first due message has waited."""
    try:
        age = oldest_due_age(at=at)
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    return f"late: {age.total_seconds():.0f} s" if age > OUTBOX_LATE else "ok"


def describe_sweep_state(at: datetime) -> str:
    """Return "ok", how long ago the last sweep ended, or that none ever has."""
    try:
        age = sweep_age(at=at)
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    if age is None:
        return "never"
    return f"late: {age.total_seconds():.0f} s" if age > SWEEP_LATE else "ok"


def describe_disk_state() -> str:
    """Return "ok", or which disks have little room."""
    low = [
        f"{disk} {share:.0%} free" for disk, share in dependency_checks.free_disk_shares().items() if share < DISK_LOW
    ]
    return f"low: {', '.join(low)}" if low else "ok"


def describe_whatsapp_state(*, database_answers: bool) -> str:
    """Return whether the WhatsApp service is set up, and what is wrong at Meta. The portal is ready without it too."""
    missing = missing_settings()
    if missing:
        return f"off: {missing[0]} is not set"
    if not database_answers:
        return UNKNOWN
    try:
        troubles = [f"{one.part} {one.subject}".strip() + f": {one.code}" for one in current_troubles()[:3]]
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    return "trouble: " + ", ".join(troubles) if troubles else "on"


def describe_mail_state(*, database_answers: bool) -> str:
    """Return whether e-mail is received, and what an operator has to look at. The portal is ready without it too."""
    if not is_configured():
        return "off: MAIL_INTAKE_URL is not set"
    if not database_answers:
        return UNKNOWN
    try:
        mail = count_mail_backlog()
    except (DatabaseError, InterfaceError):
        return UNKNOWN
    troubles = {"set aside": mail.aside, "answers waiting": mail.unanswered}
    return ", ".join(f"{count} {name}" for name, count in troubles.items() if count) or "on"
