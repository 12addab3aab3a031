"""Settings for Redis: the caches, and the connection of Celery to its broker."""

from urllib.parse import quote

from web.redis_connection import SentinelAddress, is_sentinel_url

BROKER_TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 10}
"""Seconds. If the broker accepts commands but does not answer, the process ends and is restarted."""
BROKER_TRANSPORT = {
    # A killed worker's task is delivered again soon after the hard limit, not an hour later (engineering.md, measured).
    "visibility_timeout": 330,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    **BROKER_TIMEOUTS,
}


def cache_settings(url: str) -> dict:
    """Return the setting CACHES with the default cache at this URL."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": [url],  # not a string, which Django would divide at the commas between Sentinels
            "KEY_PREFIX": "cache",  # deploy/redis.acl
            "KEY_FUNCTION": "operations.json_cache.hashed_key",
            "OPTIONS": {
                "serializer": "operations.json_cache.JSONSerializer",
                # If Redis hangs, the sign-in pages answer 503 (accounts.sign_in_views) instead of waiting.
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
                **({"pool_class": "web.redis_connection.MasterPool"} if is_sentinel_url(url) else {}),
            },
        },
        # Rendered parts of pages. The keys of their {% cache %} tags contain all they depend on, so they never expire,
        # and each process can have its own.
        "drawn": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "drawn",
            "TIMEOUT": None,
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
    }


def celery_broker_url(url: str) -> str:
    """Return the broker's address in Celery's form: another scheme for a socket, an address for each Sentinel."""
    if not is_sentinel_url(url):
        return url.replace("unix://", "redis+socket://", 1)
    address = SentinelAddress.parse(url)
    user = ":".join(quote(part or "", safe="") for part in (address.username, address.password))
    return ";".join(f"sentinel://{user}@{host}:{port}/{address.database}" for host, port in address.sentinels)


def celery_transport_options(url: str) -> dict:
    """Return the options of Celery's connection to this broker."""
    if not is_sentinel_url(url):
        return BROKER_TRANSPORT
    address = SentinelAddress.parse(url)
    return BROKER_TRANSPORT | {
        "master_name": address.master,
        "sentinel_kwargs": address.sentinel_arguments(**BROKER_TIMEOUTS),
    }


def check_redis_urls(**urls: str) -> None:
    """Raise SystemExit with one line if an address of Sentinels is malformed."""
    for name, url in urls.items():
        try:
            if is_sentinel_url(url):
                SentinelAddress.parse(url)
        except ValueError as error:
            raise SystemExit(f"The portal does not start: {name} {error}") from None
