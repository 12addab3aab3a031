"""A pytest plugin (`-p tests.servers`): PostgreSQL and a broker before Django's settings load, a clone for each worker.

The controlling process (or the only one) starts the servers, or takes those of DATABASE_OWNER_URL, DATABASE_URL and
REDIS_URL if all three are given; it makes the migrated template and loads the reference data. Every worker of xdist
then gets its own clone, as the portal's role that owns nothing, and its own number at the broker.

No server starts where none is needed: with `-m unit`, and in a single process (`-n0`) whose selected tests are all unit
tests (tests.lanes).
"""

import atexit
import gc
import os
import secrets
import signal
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest

from operations import database_roles, embedded_servers
from operations.fresh_secrets import new_secrets
from tests import clusters, databases
from tests.lanes import UNIT, needs_servers

OWNER, APP = "portal_owner", "portal_app"
GIVEN = ("DATABASE_OWNER_URL", "DATABASE_URL", "REDIS_URL")
# From the controller to its workers.
PASSED_ON = ("TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE", "TEST_REDIS_URL")
NO_SERVERS = {
    "DATABASE_URL": "postgres://127.0.0.1:1/none",
    "DATABASE_OWNER_URL": "postgres://127.0.0.1:1/none",
    **dict.fromkeys(("REDIS_URL", "CACHE_URL", "BROKER_URL"), "redis://127.0.0.1:1/0"),
    "TEST_TROUBLE": f"`-m {UNIT}` starts no server, and this test asks for one.",
}
"""The environment of a run of unit tests: nothing listens on port 1, so a test that connects fails at once."""
HASTY_PLANS = "-c join_collapse_limit=4 -c from_collapse_limit=4"
"""Of a query over twenty tables PostgreSQL tries fewer orders than its own eight would give it: to plan one page of the
desk takes 3 ms instead of 20, and a test's connection plans it anew after each rollback. A test of a plan asks for the
server's own (`tests.plans.as_in_production`)."""
PLANNED = pytest.StashKey()
"""What starts the servers of a single process, if one of its tests needs them."""

# A run starts a hundred processes of Python. Where the environment has each of them compile everything anew, that alone
# takes minutes; so what one has compiled is kept for the others.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """Before pytest-django loads the settings: servers once, a clone for whoever runs tests."""
    options = parser.parse_known_args(args)
    if options.version or options.help:
        return
    os.environ.update(keys(), PGOPTIONS=HASTY_PLANS)
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        # Sets have one order in all workers, so that they collect the same tests; another one in the next run.
        os.environ.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end like Ctrl-C, with all tidying
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
    """Add to the environment what `make` returns; tests that ask for a server are told if it fails (tests.conftest)."""
    try:
        os.environ.update(make())
    except databases.CannotPrepare as trouble:
        os.environ["TEST_TROUBLE"] = str(trouble)


def plan(config) -> None:
    """Choose the addresses of the servers, which Django's settings need, and start nothing yet."""
    os.environ["TEST_RUN"] = secrets.token_hex(4)
    room = new_room(hasty=True)
    port, password = embedded_servers.free_port(), secrets.token_urlsafe(16)
    mine = databases.clone_of(*urls_in(room), databases.new_name("only"))
    os.environ.update(mine.environment, **redis_at(f"redis://:{password}@127.0.0.1:{port}/0"))

    def start_planned():
        made = start_in(room, port=port, password=password)
        databases.clone(made["TEST_OWNER_URL"], made["TEST_APP_URL"], made["TEST_TEMPLATE"], mine.name)
        return made

    config.stash[PLANNED] = start_planned


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """What has been imported and collected stays to the end: it is not looked through for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    if not session.config.option.collectonly and any(map(needs_servers, session.items)):
        start_if_planned(session.config)


def start_if_planned(config) -> None:
    """Start the servers of a single process, unless they run."""
    if start_planned := config.stash.get(PLANNED, None):
        del config.stash[PLANNED]
        prepare(start_planned)


def keys() -> dict[str, str]:
    """Throw-away keys, where none are given. They must be the same in every process of a run."""
    made = {
        **new_secrets(),
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "SITE_URL": "http://localhost",
    }
    return {name: value for name, value in made.items() if name not in os.environ}


def start(*, hasty: bool = False) -> dict[str, str]:
    """Start both servers and make the template; both end with this process, however it ends. `hasty`: with their data
    in memory, where it has room for them."""
    return start_in(new_room(hasty=hasty))


def new_room(*, hasty: bool) -> clusters.Room:
    """Return a folder for the servers of this run, removed when the process ends."""
    room = clusters.Room(hasty=hasty)
    atexit.register(room.leave)
    return room


def urls_in(room: clusters.Room) -> tuple[str, str]:
    """Return the addresses of a room's PostgreSQL for the owner and for the portal's role."""
    return tuple(f"postgresql://{role}@/postgres?host={room.sockets}" for role in (OWNER, APP))


def start_in(room: clusters.Room, *, port: int | None = None, password: str | None = None) -> dict[str, str]:
    """Start both servers in a room; the broker on that port with that password, if they are given."""
    key = clusters.key()
    cached = (room.cache / key).exists()
    server = room.start(key if cached else None)
    owner_url, app_url = urls_in(room)
    if not cached:
        server = make_and_keep(room, server, key, owner_url, app_url)
    atexit.register(server.stop)
    broker = embedded_servers.start_broker(room.path / "broker", port=port, password=password)
    atexit.register(broker.stop)
    return ready(owner_url, app_url, databases.TEMPLATE, broker.url)


def make_and_keep(room, server, key, owner_url, app_url):
    """Migrate the template, put the stopped cluster into the cache and start it again. The server."""
    portal = [databases.at(url, "portal") for url in (owner_url, app_url)]
    try:
        database_roles.prepare(server.url, owner_url=portal[0], app_url=portal[1])
        databases.make_template(owner_url, app_url)
    finally:
        server.stop()
    if clusters.key() == key:  # nobody wrote a migration meanwhile
        room.keep(key)
    return room.start_again()


def given() -> dict[str, str]:
    """Use the servers of the environment; the template is named by the migrations, so that it can be used again."""
    owner_url, app_url = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    template = f"{databases.TEMPLATE}_{clusters.key()}"
    databases.make_template(owner_url, app_url, template)
    variables = ready(owner_url, app_url, template, os.environ["REDIS_URL"])
    atexit.register(databases.drop_all, owner_url, os.environ["TEST_RUN"])  # an embedded server takes them along
    return variables


def ready(owner_url: str, app_url: str, template: str, redis_url: str) -> dict[str, str]:
    """Give this run a template of its own with today's reference data in it; the variables for the workers."""
    os.environ["TEST_RUN"] = secrets.token_hex(4)
    filled = databases.clone(owner_url, app_url, template, databases.new_name("template"))
    databases.load_reference(owner_url, app_url, filled.name)
    return dict(zip(PASSED_ON, (owner_url, app_url, filled.name, redis_url), strict=True))


def settle(worker: str) -> None:
    """Point this process at a clone and a broker number of its own."""
    owner_url, app_url, template, redis_url = map(os.environ.__getitem__, PASSED_ON)
    mine = databases.clone(owner_url, app_url, template, databases.new_name(worker))
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    one = urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))
    os.environ.update(mine.environment, **redis_at(one))


def redis_at(url: str) -> dict[str, str]:
    """Return the settings of one Redis for everything."""
    return {"REDIS_URL": url, "CACHE_URL": "", "BROKER_URL": ""}
