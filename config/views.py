"""The front page, and the two addresses that an operator's monitoring asks."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from whatsapp.queries.standing import missing

PATIENCE = 2  # seconds for each part


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers. Nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database and broker answer too; otherwise 503 and the name of each part that does not."""
    parts = {"database": database_answers(), "broker": broker_answers()}
    ready = all(parts.values())
    said = {name: "ok" if well else "failed" for name, well in parts.items()} | {"whatsapp": whatsapp_stands()}
    return JsonResponse({"status": "ready" if ready else "not ready", **said}, status=200 if ready else 503)


def whatsapp_stands() -> str:
    """Whether the WhatsApp service is set up; without it the portal is ready all the same."""
    lacking = missing()
    return f"off: {lacking[0]} is not set" if lacking else "on"


def database_answers() -> bool:
    """Whether the database answers a statement (connect_timeout and statement time-out are in the settings)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    """Whether the broker answers PING within PATIENCE."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "home.html")
