"""Connect to Redis or Valkey: to a server, to a socket, or to the master that Sentinel names at the moment."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

SENTINEL = "sentinel"
SENTINEL_PORT = 26379
FORM = "sentinel://USER:PASSWORD@HOST:26379,HOST:26379/NAME/0"


@dataclass(frozen=True)
class SentinelAddress:
    """The parts of an address of the form FORM: NAME is the master's name, and the number is the database's.

    The user has the same password at the Sentinels and at the servers (deploy/sentinel.acl, deploy/redis.acl).
    """

    sentinels: tuple[tuple[str, int], ...]
    master: str
    database: int
    username: str | None
    password: str | None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the parts of an address. Raises ValueError with one line that says what is wrong."""
        address = urlsplit(url)
        hosts = [urlsplit(f"//{host}") for host in address.netloc.rpartition("@")[2].split(",")]
        master, _, database = address.path.strip("/").partition("/")
        if not master or not database.isdecimal() or not all(host.hostname for host in hosts):
            raise ValueError(f"is not of the form {FORM}.")
        return cls(
            sentinels=tuple((host.hostname, host.port or SENTINEL_PORT) for host in hosts),
            master=master,
            database=int(database),
            username=address.username and unquote(address.username),
            password=address.password and unquote(address.password),
        )

    @property
    def credentials(self) -> dict[str, str]:
        """The arguments by which a client of redis-py signs in."""
        given = {"username": self.username, "password": self.password}
        return {name: value for name, value in given.items() if value}

    def sentinel_arguments(self, **timeouts: float) -> dict:
        """Return the arguments of the clients that ask the Sentinels. A Sentinel that is away is not tried again."""
        return self.credentials | timeouts | {"retry": Retry(NoBackoff(), 0)}


class MasterPool(SentinelConnectionPool):
    """Connections to the master. After a failover, new connections lead to the new one. Django's cache uses it too."""

    @classmethod
    def from_url(cls, url: str, **options) -> Self:
        """Return a pool for an address of the form FORM. `options`: of redis-py's connections."""
        address = SentinelAddress.parse(url)
        timeouts = {name: value for name, value in options.items() if name.endswith("_timeout")}
        manager = Sentinel(address.sentinels, sentinel_kwargs=address.sentinel_arguments(**timeouts))
        return cls(address.master, manager, db=address.database, **address.credentials, **options)


def is_sentinel_url(url: str) -> bool:
    """Return whether an address names Sentinels."""
    return urlsplit(url).scheme == SENTINEL


def connect_to_redis(url: str, **options) -> redis.Redis:
    """Return a client for an address. `options`: of redis-py's connections, for example `socket_timeout`."""
    pool_class = MasterPool if is_sentinel_url(url) else redis.ConnectionPool
    return redis.Redis.from_pool(pool_class.from_url(url, **options))
