"""What stops the start: each missing or unsafe setting in one line, from the check itself and from both servers."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from operations.configuration_checks import can_search_urdu, check_keys, check_required_settings, is_encryption_key
from operations.database import database_roles
from operations.fresh_secrets import new_key, new_secrets
from tests.databases import ROOT, CannotPrepare, at, drop, manage

PROGRAMS = Path(sys.executable).parent
GOOD = {"DEBUG": "false", "DEMO": "false", "ALLOWED_HOSTS": "complaints.example.org"}
NAMED = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "CHAIN_KEY", "ALLOWED_HOSTS")


def complaint(*arguments, **environment):
    """Return the output of `manage.py check` when it refuses."""
    with pytest.raises(CannotPrepare) as refusal:
        manage("check", *arguments, **GOOD | new_secrets() | environment)
    return str(refusal.value)


@pytest.mark.slow
def test_whole_settings_are_accepted():
    assert "no issues" in manage("check", **GOOD | new_secrets())


@pytest.fixture
def good(settings):
    """The settings of a start that succeeds, to be changed by tests."""
    settings.DEBUG = False
    for name, value in new_secrets().items():
        setattr(settings, name, value.split(",") if name == "FIELD_KEYS" else value)
    assert said() == []
    return settings


def said() -> list[str]:
    """Return the findings of the checks of secrets and keys."""
    return [error.msg for error in (*check_required_settings(), *check_keys())]


@pytest.mark.parametrize("name", NAMED)
def test_a_missing_secret_is_named(good, name):
    setattr(good, name, type(getattr(good, name))())
    assert said() == [f"{name} is not set."]


@pytest.mark.slow
def test_a_secret_that_is_set_to_nothing_is_missing():
    refusal = complaint(**dict.fromkeys(NAMED, ""))
    assert [name for name in NAMED if f"{name} is not set." not in refusal] == []


@pytest.mark.slow
def test_settings_load_with_nothing_set_and_every_missing_secret_is_named():
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env={}, capture_output=True, text=True)
    assert done.returncode
    assert [name for name in NAMED if f"{name} is not set." not in done.stderr] == []


@pytest.mark.parametrize("value", ["short", "bm90IDMyIGJ5dGVz", "not base64 at all!"])
def test_a_malformed_key_is_named(good, value):
    good.INDEX_KEY, good.FIELD_KEYS = value, [f"1:{value}"]
    assert said() == [
        "INDEX_KEY is not 32 bytes in base64.",
        'FIELD_KEYS are not "id:key" with a different id each.',
    ]


@pytest.mark.slow
def test_a_malformed_key_stops_the_start():
    refusal = complaint(INDEX_KEY="short", FIELD_KEYS="1:short")
    assert "INDEX_KEY is not 32 bytes" in refusal
    assert "FIELD_KEYS are not" in refusal


def test_two_field_keys_need_two_ids(good):
    good.FIELD_KEYS = [f"1:{new_key()}", f"1:{new_key()}"]
    assert said() == ['FIELD_KEYS are not "id:key" with a different id each.']


@pytest.mark.slow
def test_demo_is_refused_when_deploying():
    assert "DEMO is on." in complaint("--deploy", DEMO="true")


def test_a_fresh_key_is_a_key():
    assert is_encryption_key(new_key())


@pytest.mark.slow
def test_a_database_that_takes_no_urdu_word_apart_is_refused(own_database):
    """The same query is run on a database with the locale "C"."""
    blind = f"{own_database.name}_c"
    with psycopg.connect(at(own_database.owner_url, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {blind} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    try:
        database_roles.grant_access(at(own_database.owner_url, blind), database_roles.role_name_of(own_database.url))
        refusal = complaint("--database", "default", DATABASE_URL=at(own_database.url, blind))
        assert "no trigrams in Urdu words" in refusal
    finally:
        drop(own_database.owner_url, blind)
    assert can_search_urdu("default")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["granian", "--interface", "wsgi", "--port", "0", "config.wsgi:application"],
        ["celery", "-A", "config", "worker", "--pool", "solo"],
        ["celery", "-A", "config", "beat", "--pidfile", "", "--schedule", "{folder}/beat"],
    ],
    ids=["web", "worker", "beat"],
)
def test_no_server_starts_with_a_secret_missing(command, tmp_path):
    environment = os.environ | GOOD | new_secrets() | {"CHAIN_KEY": ""}
    command = [PROGRAMS / command[0], *(part.format(folder=tmp_path) for part in command[1:])]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "CHAIN_KEY is not set." in done.stdout + done.stderr
