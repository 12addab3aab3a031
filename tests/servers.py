"""A pytest plugin (`-p tests.servers`) that starts PostgreSQL and a broker before Django's settings load.

The controlling process starts the servers, or uses those of DATABASE_OWNER_URL, DATABASE_URL and REDIS_URL if all three
are set. It makes the migrated template and loads the reference data. Every xdist worker then gets its own clone, which
it uses with the portal's role, and its own database number at the broker.

No server starts with `-m unit`, nor in a single process (`-n0`) whose selected tests are all unit tests (tests.lanes).
"""

import atexit
import gc
import os
import secrets
import signal
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest

from operations import embedded_servers
from operations.database import database_roles
from operations.fresh_secrets import new_secrets
from tests import clusters, databases
from tests.lanes import UNIT, needs_servers

OWNER, APP = "portal_owner", "portal_app"
GIVEN = ("DATABASE_OWNER_URL", "DATABASE_URL", "REDIS_URL")
# Environment variables that the controller passes to its workers.
PASSED_ON = ("TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE", "TEST_REDIS_URL")
NO_SERVERS = {
    "DATABASE_URL": "postgres://127.0.0.1:1/none",
    "DATABASE_OWNER_URL": "postgres://127.0.0.1:1/none",
    **dict.fromkeys(("REDIS_URL", "CACHE_URL", "BROKER_URL"), "redis://127.0.0.1:1/0"),
    "TEST_TROUBLE": f"`-m {UNIT}` starts no server, and this test needs one.",
}
"""The environment of a run of unit tests. Nothing listens on port 1, so a test that connects fails immediately."""
FAST_PLANS = "-c join_collapse_limit=4 -c from_collapse_limit=4"
"""Lower planner limits than PostgreSQL's default of eight: planning a query over twenty tables takes 3 ms instead of
20, and a test's connection plans it again after each rollback. Tests of plans call `tests.plans.as_in_production`."""
PLANNED = pytest.StashKey()
"""The function that starts the servers of a single process, if one of its tests needs them."""

# A run starts a hundred Python processes. Without .pyc files each would compile everything, which takes minutes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Before pytest-django loads the settings, start the servers once and make a clone for each worker."""
    options = parser.parse_known_args(args)
    if options.version or options.help:
        return
    os.environ.update(keys(), PGOPTIONS=FAST_PLANS)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        # The same hash seed in all workers, so that they collect tests in the same order; another one in the next run.
        os.environ.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as after Ctrl-C, with all clean-up
        if options.markexpr == UNIT:
            os.environ.update(NO_SERVERS)
        elif all(map(os.environ.get, GIVEN)):
            prepare(given)
        elif options.numprocesses:
            prepare(lambda: start(hasty=True))
        else:
            plan(early_config)
            return
    if "TEST_TROUBLE" not in os.environ:
        settle(worker or "only")


def prepare(make) -> None:
    """Add the variables that `make` returns to the environment; if it fails, a reason for tests that need a server."""
    try:
        os.environ.update(make())
    except databases.CannotPrepare as trouble:
        os.environ["TEST_TROUBLE"] = str(trouble)


def plan(config) -> None:
    """Choose the addresses of the servers, which Django's settings need. Do not start them yet."""
    os.environ["TEST_RUN"] = secrets.token_hex(4)
    room = new_run_folder(hasty=True)
    port, password = embedded_servers.find_free_port(), secrets.token_urlsafe(16)
    mine = databases.clone_of(*urls_in(room), databases.new_name("only"))
    os.environ.update(mine.environment, **redis_at(f"redis://:{password}@127.0.0.1:{port}/0"))

    def start_planned():
        made = start_in(room, port=port, password=password)
        databases.clone(made["TEST_OWNER_URL"], made["TEST_APP_URL"], made["TEST_TEMPLATE"], mine.name)
        return made

    config.stash[PLANNED] = start_planned


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """Exclude imported modules and collected tests from garbage collection; start the servers if a test needs them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    if not session.config.option.collectonly and any(map(needs_servers, session.items)):
        start_if_planned(session.config)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Keep pytest from searching everything for garbage at its end. It does so five times, which takes seconds."""
    gc.freeze()


def start_if_planned(config) -> None:
    """Start the servers of a single process, unless they are running."""
    if start_planned := config.stash.get(PLANNED, None):
        del config.stash[PLANNED]
        prepare(start_planned)


def keys() -> dict[str, str]:
    """Return throw-away keys for all that are not set. They must be the same in every process of a run."""
    made = {
        **new_secrets(),
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "SITE_URL": "http://localhost",
        "INSPECT_WITHOUT_SANDBOX": "true",  # where there is no bubblewrap; the first lines of a run say which it is
        "SECRET_WORD_STEP": "0",
    }
    return {name: value for name, value in made.items() if name not in os.environ}


def start(*, hasty: bool = False) -> dict[str, str]:
    """Start both servers and make the template. Both end with this process.

    `hasty`: keep their data in memory if there is room.
    """
    return start_in(new_run_folder(hasty=hasty))


def new_run_folder(*, hasty: bool) -> clusters.RunFolder:
    """Return a folder for the servers of this run, removed when the process ends."""
    room = clusters.RunFolder(hasty=hasty)
    atexit.register(room.leave)
    return room


def urls_in(room: clusters.RunFolder) -> tuple[str, str]:
    """Return the addresses of a folder's PostgreSQL for the owner and for the portal's role."""
    return tuple(f"postgresql://{role}@/postgres?host={room.sockets}" for role in (OWNER, APP))


def start_in(room: clusters.RunFolder, *, port: int | None = None, password: str | None = None) -> dict[str, str]:
    """Start both servers in a run's folder, the broker with this port and password if they are given."""
    key = clusters.key()
    cached = room.copy_cached(key)
    server = room.start(is_copied=cached)
    owner_url, app_url = urls_in(room)
    if not cached:
        server = make_and_keep(room, server, key, owner_url, app_url)
    atexit.register(server.stop)
    broker = embedded_servers.start_broker(room.path / "broker", port=port, password=password)
    atexit.register(broker.stop)
    return ready(owner_url, app_url, databases.TEMPLATE, broker.url)


def make_and_keep(room, server, key, owner_url, app_url):
    """Migrate the template, put the stopped cluster into the cache, start it again and return the server."""
    portal = [databases.at(url, "portal") for url in (owner_url, app_url)]
    try:
        database_roles.create_roles_and_database(server.url, owner_url=portal[0], app_url=portal[1])
        databases.make_template(owner_url, app_url)
    finally:
        server.stop()
    if clusters.key() == key:  # no migration changed meanwhile
        room.keep(key)
    return room.start_again()


def given() -> dict[str, str]:
    """Use the servers of the environment. The template's name depends on the migrations, so that it can be reused."""
    owner_url, app_url = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    template = f"{databases.TEMPLATE}_{clusters.key()}"
    databases.make_template(owner_url, app_url, template)
    variables = ready(owner_url, app_url, template, os.environ["REDIS_URL"])
    atexit.register(databases.drop_all, owner_url, os.environ["TEST_RUN"])  # embedded servers go as a whole
    return variables


def ready(owner_url: str, app_url: str, template: str, redis_url: str) -> dict[str, str]:
    """Make this run's own template with the current reference data; return the variables for the workers."""
    os.environ["TEST_RUN"] = secrets.token_hex(4)
    filled = databases.clone(owner_url, app_url, template, databases.new_name("template"))
    databases.load_reference(owner_url, app_url, filled.name)
    return dict(zip(PASSED_ON, (owner_url, app_url, filled.name, redis_url), strict=True))


def settle(worker: str) -> None:
    """Make a clone for this process and choose its database number at the broker."""
    owner_url, app_url, template, redis_url = map(os.environ.__getitem__, PASSED_ON)
    mine = databases.clone(owner_url, app_url, template, databases.new_name(worker))
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    one = urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))
    os.environ.update(mine.environment, **redis_at(one))


def redis_at(url: str) -> dict[str, str]:
    """Return the settings of one Redis for everything."""
    return {"REDIS_URL": url, "CACHE_URL": "", "BROKER_URL": ""}
