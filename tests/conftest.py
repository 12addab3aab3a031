"""Fixtures for all tests."""

import fcntl
import logging
import os

import pytest
from argon2 import PasswordHasher
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from complaints.evidence import sandbox
from complaints.isolation import bubblewrap
from complaints.services.access_keys import secret_word_hashing
from operations import request_ids
from operations.file_storage import restored_stores
from operations.metrics import job_counts
from tests import databases, log_lines
from tests.inspection_cache import cache_inspections
from tests.lanes import needs_servers
from tests.prepared import Prepared
from tests.servers import start_if_planned
from tests.world import build
from web import redis_client

# The same examples in each run, so that a change is judged by what it changed. `make test-deep` draws new ones.
hypothesis_settings.register_profile("ci", max_examples=25, deadline=None, derandomize=True)
hypothesis_settings.register_profile("deep", max_examples=2000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

REDIS_PATIENCE = 30
"""Seconds for which a test waits for the broker, which a busy machine may stop for a moment."""


def pytest_report_header() -> str:
    """Say whether files are inspected in the real sandbox in this run."""
    problem = bubblewrap.find_sandbox_problem()
    return f"inspection of files: {f'WITHOUT a sandbox. {problem}' if problem else 'in bubblewrap'}"


@pytest.fixture(scope="session")
def servers(request):
    """PostgreSQL and the broker, which `tests.servers` starts. Fails with the reason if it could not.

    Every database fixture requests this one, and so does a test that uses the servers in another process. All other
    tests are unit tests (tests.lanes).
    """
    start_if_planned(request.config)  # for a test that requests the fixture only while it runs
    if "TEST_TROUBLE" in os.environ:
        pytest.fail(os.environ["TEST_TROUBLE"], pytrace=False)


@pytest.fixture(scope="session")
def django_db_setup(servers):
    """Replace Django's set-up: `tests.servers` has made this worker's clone."""


@pytest.fixture(scope="session", autouse=True)
def hasty_settings(tmp_path_factory):
    """Replace slow or random parts for all tests.

    Passwords and secret words have a cheap hash. Static files need no collecting. Evidence lies in a folder of the
    session, and the sandbox inspects each file once (in tests/evidence each time). Every response has the same request
    id, so that two responses can be compared byte by byte (real ids: tests/config/test_logs.py, test_as_served.py).

    Redis has time to answer: after a time-out, limits would be counted in the process, and known browsers be forgotten.
    """
    place = {"OPTIONS": {"location": str(tmp_path_factory.mktemp("evidence"))}}
    storages = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "evidence": settings.STORAGES["evidence"] | place,
    }
    main = settings.CACHES["default"]
    patient = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), REDIS_PATIENCE)
    hasty = {
        "CACHES": settings.CACHES | {"default": main | {"OPTIONS": main["OPTIONS"] | patient}},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS],
        "STORAGES": settings.STORAGES | storages,
    }
    with override_settings(**hasty), pytest.MonkeyPatch.context() as patch:
        patch.setattr(redis_client, "TIMEOUT", REDIS_PATIENCE)
        patch.setattr(job_counts, "PATIENCE", REDIS_PATIENCE)
        patch.setattr(request_ids, "new_request_id", lambda: "0" * 32)
        patch.setattr(sandbox, "_run_inspection", cache_inspections(sandbox._run_inspection))
        patch.setattr(secret_word_hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(autouse=True)
def forgetful_cache(request):
    """Clear the cache before each test: it holds rate limits, for example the number of codes that were requested."""
    if needs_servers(request.node) and "TEST_TROUBLE" not in os.environ:
        cache.clear()


@pytest.fixture(autouse=True)
def english():
    """Start each test in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_watched_connections():
    """Let a test that runs the start checks of a server not close the database to the tests after it."""
    yield
    connection_created.disconnect(dispatch_uid=restored_stores.WATCH)


@pytest.fixture(scope="session")
def log_listener():
    """A handler that receives every record that the portal's own log handler writes in this process."""
    listener = log_lines.Listener(logging.getHandlerByName("console"))
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)


@pytest.fixture(autouse=True)
def nobody_in_the_log(log_listener):
    """Fail a test that writes a CNIC, a phone number or an E-tag into the log."""
    if log_listener not in logging.getLogger().handlers:  # django.setup() removes it, and benches call that again
        logging.getLogger().addHandler(log_listener)
    log_listener.trouble.clear()
    yield
    assert log_listener.trouble == []


@pytest.fixture(autouse=True, scope="session")
def nobody_in_the_files_of_logs(tmp_path_factory):
    """Fail the run if a log file of another process (granian, worker, beat) holds a personal number."""
    yield
    assert log_lines.personal_numbers_in_files(tmp_path_factory.getbasetemp().rglob("*.log")) == []


@pytest.fixture(scope="session")
def prepared(django_db_setup, django_db_blocker):
    """Return a function: `prepared(make)` is a database that `make()` has filled once, for many tests."""
    made = []

    def prepare(make):
        with django_db_blocker.unblock():
            made.append(Prepared(make))
        return made[-1]

    yield prepare
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def peopled(prepared):
    """The database with the cast of `tests.world`."""
    return prepared(build)


@pytest.fixture
def world(db, peopled):
    """The cast of `tests.world`. The test uses the database that they are in."""
    with peopled.lent() as world:
        yield world


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """The folder of collected static files. The first worker that needs it makes it for the whole run.

    As in the demo, files are not compressed with Brotli, which would take ten times as long as the rest.
    """
    here = tmp_path_factory.getbasetemp()
    place = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here
    folder = place / "static"
    with (place / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            arguments = ("--no-input", "--verbosity", "0", "--skip-checks")
            databases.manage("collectstatic", *arguments, **databases.DEMO, STATIC_ROOT=str(folder))
    return folder


@pytest.fixture
def own_name() -> str:
    """The name of `own_database`."""
    return databases.new_name("own")


@pytest.fixture
def own_database(own_name, django_db_setup, django_db_blocker, monkeypatch):
    """A fresh clone for one test, to which all connections point. It is dropped afterwards.

    For tests that need commits, threads, other processes or a browser. Django's own transactional tests use TRUNCATE,
    which the portal's role may not do. Returns a `tests.databases.Clone`; `.environment` is for subprocesses.
    """
    owner_url, app_url, template = (os.environ[name] for name in ("TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE"))
    clone = databases.clone(owner_url, app_url, template, own_name)
    for name, value in clone.environment.items():
        monkeypatch.setenv(name, value)
    connections.close_all()
    for alias in connections.settings:
        monkeypatch.setitem(connections.settings[alias], "NAME", clone.name)
    with django_db_blocker.unblock():
        yield clone
        connections.close_all()
    databases.drop(owner_url, clone.name)
