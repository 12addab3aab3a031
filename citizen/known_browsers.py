"""Browsers that have opened a complaint before: each keeps an allowance of its own for wrong words and codes.

Somebody who knows only the E-tag can use up what everybody shares, never what the owner's browser has. The browser is
known by the cookie that protects forms, which it has anyway: nothing new is left on a shared phone. The server keeps a
digest of cookie and number together, which says neither which complaint it is nor whose browser. Opening by the duress
word is remembered like any other.
"""

from datetime import timedelta

import redis
from django.conf import settings
from django.http import HttpRequest

from ledger.crypto import blind_index
from web.redis_client import broker

KEPT = timedelta(days=180)


OPENED, FILED = "1", "filed"


def remember(request: HttpRequest, etag: str, *, filed: bool) -> None:
    """Note that this browser has opened the complaint. Without the broker it is not known again: stricter, no error.

    `filed`: it has filed it, or opened it by the secret word; that stays true however it is opened later.
    """
    if mark := _mark(request, etag):
        value = FILED if filed or has_filed(request, etag) else OPENED
        try:
            broker(settings.CACHE_URL).ask(lambda asked: asked.set(_key(mark), value, ex=KEPT))
        except redis.RedisError:
            return


def has_filed(request: HttpRequest, etag: str) -> bool:
    """Whether this browser has filed the complaint, or opened it by the secret word."""
    mark = _mark(request, etag)
    try:
        kept = broker(settings.CACHE_URL).ask(lambda asked: asked.get(_key(mark))) if mark else None
    except redis.RedisError:
        return False
    return kept in {FILED, FILED.encode()}


def known(request: HttpRequest, etag: str) -> str:
    """Return the browser's mark if it has opened the complaint before; else empty."""
    mark = _mark(request, etag)
    try:
        return mark if mark and broker(settings.CACHE_URL).ask(lambda asked: asked.exists(_key(mark))) else ""
    except redis.RedisError:
        return ""


def digest(request: HttpRequest) -> bytes:
    """A digest of this browser, by the same cookie; empty without it."""
    return bytes(blind_index("browser", request.META.get("CSRF_COOKIE", "")))


def _mark(request: HttpRequest, etag: str) -> str:
    cookie = request.META.get("CSRF_COOKIE", "")
    return blind_index("device", f"{etag}:{cookie}").hex() if cookie else ""


def _key(mark: str) -> str:
    return f"limit:device:{mark}"  # among the keys that the cache's user may have (deploy/redis.acl)
