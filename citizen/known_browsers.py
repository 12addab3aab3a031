"""Browsers that have opened a complaint before. Each has its own allowance for wrong words and codes.

A person who knows only the E-tag can use up the shared allowance, never that of the owner's browser. The browser is
recognised by the CSRF cookie, which it has anyway, so nothing new is left on a shared phone. The server keeps a digest
of cookie and E-tag together, which reveals neither the complaint nor the browser. Opening with the duress word is
remembered like any other.
"""

from datetime import timedelta

import redis
from django.conf import settings
from django.http import HttpRequest

from ledger.field_encryption import blind_index
from web.redis_client import redis_client_for

REMEMBERED_FOR = timedelta(days=180)
OPENED, FILED = "1", "filed"


def remember_browser(request: HttpRequest, etag: str, *, filed: bool) -> None:
    """Remember that this browser has opened the complaint.

    `filed`: it filed the complaint or opened it with the secret word. That stays true however it is opened later.
    Without the broker nothing is stored: the browser is then treated as unknown, which is stricter, and no error is
    raised.
    """
    if mark := _compute_browser_mark(request, etag):
        value = FILED if filed or has_filed_complaint(request, etag) else OPENED
        try:
            redis_client_for(settings.CACHE_URL).run(
                lambda client: client.set(_redis_key(mark), value, ex=REMEMBERED_FOR)
            )
        except redis.RedisError:
            return


def has_filed_complaint(request: HttpRequest, etag: str) -> bool:
    """Return whether this browser has filed the complaint, or opened it with the secret word."""
    mark = _compute_browser_mark(request, etag)
    try:
        value = redis_client_for(settings.CACHE_URL).run(lambda client: client.get(_redis_key(mark))) if mark else None
    except redis.RedisError:
        return False
    return value in {FILED, FILED.encode()}


def known_browser_mark(request: HttpRequest, etag: str) -> str:
    """Return the browser's mark if it has opened the complaint before; else an empty string."""
    mark = _compute_browser_mark(request, etag)
    try:
        return (
            mark
            if mark and redis_client_for(settings.CACHE_URL).run(lambda client: client.exists(_redis_key(mark)))
            else ""
        )
    except redis.RedisError:
        return ""


def browser_digest(request: HttpRequest) -> bytes:
    """Return a digest of this browser, by the same cookie; empty without it."""
    return bytes(blind_index("browser", request.META.get("CSRF_COOKIE", "")))


def _compute_browser_mark(request: HttpRequest, etag: str) -> str:
    cookie = request.META.get("CSRF_COOKIE", "")
    return blind_index("device", f"{etag}:{cookie}").hex() if cookie else ""


def _redis_key(mark: str) -> str:
    return f"limit:device:{mark}"  # the cache's user may use keys with this prefix (deploy/redis.acl)
