"""Say in one line why the broker refuses a worker or beat. A broker that is only away is waited for."""

import redis
from django.conf import settings
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError, ResponseError

from web.redis_connection import SentinelAddress, connect_to_redis, is_sentinel_url

PATIENCE = 2  # seconds


def require_broker_access() -> None:
    """Raise SystemExit if Sentinel or the broker refuses the user of BROKER_URL, or Sentinel has no such master."""
    if problem := find_access_problem(settings.BROKER_URL):
        raise SystemExit(f"The portal does not start: BROKER_URL {problem}")


def find_access_problem(url: str) -> str | None:
    """Return what is wrong with the user, the password or the master's name of an address, as the end of a sentence.

    None if they are accepted, or if nothing answers.
    """
    timeouts = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    if is_sentinel_url(url) and (problem := _find_sentinel_problem(SentinelAddress.parse(url), timeouts)):
        return problem
    try:
        with connect_to_redis(url, **timeouts) as server:
            server.ping()
    except (AuthenticationError, NoPermissionError, ResponseError) as error:
        return f"is refused by the server: {error}"
    except RedisError:
        return None
    return None


def _find_sentinel_problem(address: SentinelAddress, timeouts: dict[str, int]) -> str | None:
    for host, port in address.sentinels:
        try:
            with redis.Redis(host, port, **address.sentinel_arguments(**timeouts)) as sentinel:
                masters = sentinel.sentinel_masters()
        except (AuthenticationError, NoPermissionError, ResponseError) as error:
            return f"is refused by the Sentinel {host}:{port}: {error}"
        except RedisError:
            continue
        if address.master not in masters:
            names = ", ".join(sorted(map(str, masters))) or "none"
            return f"names the master {address.master}, and the Sentinel {host}:{port} knows {names}."
    return None
