"""What the settings say of Redis: the cache, and Celery's way to its broker."""


def caches(url: str) -> dict:
    """Return CACHES with the default cache at this address."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "cache",  # deploy/redis.acl
            "KEY_FUNCTION": "operations.json_cache.hashed_key",
            "OPTIONS": {
                "serializer": "operations.json_cache.JSONSerializer",
                # A server that hangs closes the sign-in (accounts.views) instead of keeping everybody waiting.
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
            },
        },
        # Parts of pages that are the same wherever the keys of their {% cache %} are, so that none grows old: each
        # process keeps its own.
        "drawn": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "drawn",
            "TIMEOUT": None,
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
    }


BROKER_TRANSPORT = {
    # A killed worker's task comes back soon after the hard limit, not an hour later (engineering.md, measured).
    "visibility_timeout": 330,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    # A broker that accepts commands and answers nothing: the process gives up, ends and is restarted.
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
