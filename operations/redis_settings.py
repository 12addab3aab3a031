"""Settings for Redis: the caches, and the connection of Celery to its broker."""


def cache_settings(url: str) -> dict:
    """Return the setting CACHES with the default cache at this URL."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "cache",  # deploy/redis.acl
            "KEY_FUNCTION": "operations.json_cache.hashed_key",
            "OPTIONS": {
                "serializer": "operations.json_cache.JSONSerializer",
                # If Redis hangs, the sign-in pages answer 503 (accounts.sign_in_views) instead of waiting.
                "socket_connect_timeout": 0.5,
                "socket_timeout": 0.5,
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


BROKER_TRANSPORT = {
    # A killed worker's task is delivered again soon after the hard limit, not an hour later (engineering.md, measured).
    "visibility_timeout": 330,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    # If the broker accepts commands but does not answer, the process ends and is restarted.
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
