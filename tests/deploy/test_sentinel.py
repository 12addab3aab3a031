"""A real Sentinel with the portal's files: the master is killed, a Sentinel is away, a password is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from django.core.cache.backends.redis import RedisCache

from operations import redis_settings
from operations.jobs.broker_access import find_access_problem
from tests.databases import ROOT
from tests.faults.storm.whole import Size, storm_in
from tests.sentinel import SentinelBroker
from tests.whatsapp.settings import SETTINGS
from web.redis_connection import connect_to_redis

pytestmark = pytest.mark.slow
KILLED = Size(
    filings=10, seconds=6, chatters=1, kills=1, pause=1, outage=0.1, hang=0, victims=("broker",), web_workers=1
)
REFUSED = "SENTINEL SET portal quorum 1", "SENTINEL FAILOVER portal", "SENTINEL REMOVE portal", "ACL LIST"


@pytest.fixture
def broker(tmp_path):
    one = SentinelBroker(tmp_path / "broker")
    yield one
    one.close()


def test_the_master_is_killed_and_nothing_is_lost_or_sent_twice(tmp_path, static_root, settings):
    """Complaints are filed and marked, messages and chats answered meanwhile. Counted as after every other fault."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    whole = storm_in(tmp_path, static_root, KILLED, broker_class=SentinelBroker)
    try:
        whole.rages()
        counted = whole.counted()
        assert counted.wrong == [], {name: whole.storm.said(name) for name in whole.storm.kept}
        assert counted.figures["filings acknowledged"] == KILLED.filings
        assert whole.storm.kills["broker"] == 1
    finally:
        whole.storm.close()
        whole.storm.broker.close()


def test_clients_find_the_new_master_and_do_without_two_sentinels(broker):
    options = redis_settings.cache_settings(broker.settings["CACHE_URL"])["default"]
    cache = RedisCache(options["LOCATION"], {"OPTIONS": options["OPTIONS"], "KEY_PREFIX": "cache"})
    counters = connect_to_redis(broker.settings["CACHE_URL"], socket_timeout=2)
    cache.set("a", 1)
    assert counters.set("limit:a", "1")
    before = broker.master()
    broker.kill()
    with pytest.raises(redis.ConnectionError):
        counters.get("limit:a")
    broker.start()
    assert broker.master() != before
    broker.end_sentinel(0)
    broker.end_sentinel(1)
    assert counters.set("limit:a", "2")
    assert counters.get("limit:a") == b"2"
    cache.set("b", 3)
    assert cache.get("b") == 3
    assert find_access_problem(broker.url) is None
    broker.end_sentinel(2)
    assert find_access_problem(broker.url) is None  # what is away is waited for


def test_a_wrong_password_or_name_is_one_clear_line(broker):
    first = f"127.0.0.1:{broker.sentinels[0]}"
    assert find_access_problem(broker.address("broker", password="b")) == (
        f"is refused by the Sentinel {first}: invalid username-password pair or user is disabled."
    )
    assert find_access_problem(broker.address("broker", name="other")) == (
        f"names the master other, and the Sentinel {first} knows portal."
    )


def test_a_worker_says_it_and_ends(broker, own_database):
    wrong = {"BROKER_URL": broker.address("broker", password="b"), "CACHE_URL": broker.address("cache")}
    done = subprocess.run(
        [Path(sys.executable).parent / "celery", "--quiet", "-A", "config", "worker", "--pool", "solo"],
        env=os.environ | own_database.environment | wrong,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        f"The portal does not start: BROKER_URL is refused by the Sentinel 127.0.0.1:{broker.sentinels[0]}: "
        "invalid username-password pair or user is disabled."
    )


@pytest.mark.parametrize("part", ["cache", "broker"])
def test_the_portals_users_cannot_announce_another_master(broker, part):
    announced = "127.0.0.1,26379,x,9,portal,192.0.2.1,6379,9"
    server = redis.Redis("127.0.0.1", broker.master(), username=f"portal_{part}", password="a-password")
    with server, pytest.raises(redis.exceptions.NoPermissionError):
        server.publish("__sentinel__:hello", announced)


@pytest.mark.parametrize("part", ["cache", "broker"])
def test_the_portals_users_may_only_ask_a_sentinel(broker, part):
    with redis.Redis("127.0.0.1", broker.sentinels[0], username=f"portal_{part}", password="a-password") as sentinel:
        assert "portal" in sentinel.sentinel_masters()
        for refused in REFUSED:
            with pytest.raises(redis.exceptions.NoPermissionError):
                sentinel.execute_command(*refused.split())
    with redis.Redis("127.0.0.1", broker.sentinels[0]) as nobody, pytest.raises(redis.RedisError):
        nobody.sentinel_masters()
