"""Content of Redis executes no code and identifies no person."""

import os
import pickle
import subprocess
import sys
import time

import pytest
import redis
from django.conf import settings as current
from django.core.cache import cache
from django.test import Client

from accounts.services.officers import create_officer
from operations.json_cache import JSONSerializer, hashed_key
from tests.accounts.conftest import MORNING, PASSWORD

KINDS = (7, 2.5, True, "لاہور", [1, 2.5], {"a": [None]}, None)


@pytest.fixture
def client_of_redis(servers):
    cache.clear()
    with redis.Redis.from_url(current.CACHE_URL) as server:
        yield server
    cache.clear()


class Runs:
    """Creates a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def signs_in(password="wrong"):
    return Client().post("/desk/sign-in/", {"login": "sadia@example.org", "password": password})


@pytest.mark.django_db
def test_a_pickle_in_every_key_of_the_sign_in_runs_nothing_and_closes_it(client_of_redis, tmp_path):
    """Finding S2: writing to Redis ran code in the web process."""
    assert signs_in().status_code == 200
    keys = client_of_redis.keys("cache:*")
    assert len(keys) >= 2
    for key in keys:
        client_of_redis.set(key, pickle.dumps(Runs(tmp_path / "ran")))
    assert signs_in().status_code == 503
    assert not (tmp_path / "ran").exists()
    cache.clear()
    assert signs_in().status_code == 200


def test_the_pickle_would_have_run(tmp_path):
    pickle.loads(pickle.dumps(Runs(tmp_path / "ran")))
    assert (tmp_path / "ran").exists()


@pytest.mark.django_db
def test_no_key_names_an_address_or_an_officer(client_of_redis):
    sadia = create_officer(email="sadia@example.org", name_en="Sadia", by=None, at=MORNING, password=PASSWORD)
    signs_in()
    signs_in(PASSWORD)
    keys = b" ".join(client_of_redis.keys("*")).decode()
    assert "cache:1:" in keys
    assert [word for word in ("127.0.0.1", sadia.email, "allauth", "login") if word in keys] == []


@pytest.mark.parametrize("value", KINDS)
def test_what_json_holds_comes_back_as_it_was(client_of_redis, value):
    cache.set("kept", value)
    assert cache.get("kept", "absent") == value


def test_counting_and_adding_work(client_of_redis):
    assert cache.add("number", 1)
    assert not cache.add("number", 5)
    assert cache.incr("number", 2) == 3
    assert cache.get("number") == 3


@pytest.mark.parametrize("value", [time, object(), {1, 2}, b"bytes", float("nan")])
def test_what_json_cannot_hold_is_refused_when_it_is_kept(value):
    with pytest.raises((TypeError, ValueError)):
        JSONSerializer().dumps(value)


@pytest.mark.parametrize("data", [pickle.dumps([1.5]), b"", b"\xff", b"[1", b"c__builtin__\neval\n"])
def test_anything_else_in_redis_counts_as_redis_being_away(data):
    with pytest.raises(redis.RedisError):
        JSONSerializer().loads(data)


def test_a_key_depends_on_the_index_key(settings):
    before = hashed_key("allauth:rl:127.0.0.1", "cache", 1)
    settings.INDEX_KEY = "another"
    assert hashed_key("allauth:rl:127.0.0.1", "cache", 1) != before


def test_jobs_and_sessions_are_json_too():
    assert current.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.celery import app; print(app.conf.accept_content, app.conf.task_serializer)",
        ],
        capture_output=True,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
    )
    assert said.stdout.split("\n")[0] == "['json'] json"
