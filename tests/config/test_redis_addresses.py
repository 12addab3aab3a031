"""Addresses of Redis: a server, a socket, or Sentinels."""

import pytest
from django.core.cache.backends.redis import RedisCache

from operations import redis_settings
from operations.installation_checks import is_redis_url_protected
from web.redis_connection import FORM, MasterPool, SentinelAddress, connect_to_redis

SENTINELS = "sentinel://portal_broker:a%2Fb@10.0.0.11,10.0.0.12:26380/portal/2"
WRONG = "sentinel://h:26379", "sentinel://h:26379/portal", "sentinel://h/portal/x", "sentinel:///portal/0"


def test_an_address_of_sentinels_has_all_parts():
    assert SentinelAddress.parse(SENTINELS) == SentinelAddress(
        sentinels=(("10.0.0.11", 26379), ("10.0.0.12", 26380)),
        master="portal",
        database=2,
        username="portal_broker",
        password="a/b",
    )


def test_celery_gets_one_address_for_each_sentinel_and_the_masters_name():
    user = "sentinel://portal_broker:a%2Fb@"
    assert redis_settings.celery_broker_url(SENTINELS) == f"{user}10.0.0.11:26379/2;{user}10.0.0.12:26380/2"
    options = redis_settings.celery_transport_options(SENTINELS)
    assert options["master_name"] == "portal"
    assert options["sentinel_kwargs"]["password"] == "a/b"
    assert options.items() >= redis_settings.BROKER_TRANSPORT.items()


def test_other_addresses_are_as_before():
    assert redis_settings.celery_broker_url("unix://u:p@/run/r.sock") == "redis+socket://u:p@/run/r.sock"
    assert redis_settings.celery_broker_url("redis://:p@h:1/0") == "redis://:p@h:1/0"
    assert redis_settings.celery_transport_options("redis://:p@h:1/0") == redis_settings.BROKER_TRANSPORT


def test_cache_and_counters_ask_the_sentinels():
    options = redis_settings.cache_settings(SENTINELS)["default"]
    cache = RedisCache(options["LOCATION"], {"OPTIONS": options["OPTIONS"]})
    pools = cache._cache._get_connection_pool(write=True), connect_to_redis(SENTINELS).connection_pool
    for pool in pools:
        assert isinstance(pool, MasterPool)
        assert (pool.service_name, pool.connection_kwargs["db"]) == ("portal", 2)
        assert [one.connection_pool.connection_kwargs["host"] for one in pool.sentinel_manager.sentinels] == [
            "10.0.0.11",
            "10.0.0.12",
        ]


@pytest.mark.parametrize("url", WRONG)
def test_a_malformed_address_stops_the_start_with_one_line(url):
    with pytest.raises(SystemExit) as stopped:
        redis_settings.check_redis_urls(CACHE_URL="redis://h/0", BROKER_URL=url)
    assert str(stopped.value) == f"The portal does not start: BROKER_URL is not of the form {FORM}."


def test_sentinels_without_a_password_are_refused_like_a_server_without_one():
    assert is_redis_url_protected(SENTINELS)
    assert not is_redis_url_protected("sentinel://10.0.0.11,10.0.0.12/portal/0")
