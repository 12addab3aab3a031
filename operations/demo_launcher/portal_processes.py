"""The portal's own processes, and the list of addresses that the demo ends its start with."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from operations.demo_launcher.folder import ROOT, DemoFolder
from operations.demo_launcher.process_group import ChildEnded, Team

PROGRAMS = Path(sys.executable).parent
PATIENCE = 120  # seconds until /readyz has to answer


def start_web(place: DemoFolder, team: Team, environment: dict[str, str]) -> None:
    """Start the web server. One process with a few threads: another one would take seconds to import everything."""
    web = [PROGRAMS / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", place.port, "--workers", 1]
    web += ["--blocking-threads", 4, "--no-ws", "--workers-kill-timeout", 3, "--log-level", "warning"]
    team.start("web", [*web, "config.wsgi:application"], environment)


def wait_until_ready(place: DemoFolder, team: Team) -> None:
    """Wait until the web server answers. Raises ChildEnded."""
    deadline = time.monotonic() + PATIENCE
    while not answers(f"http://127.0.0.1:{place.port}/readyz"):
        team.check()
        if time.monotonic() > deadline:
            raise ChildEnded(f"the portal was not ready after {PATIENCE} seconds; the lines above may say why")
        time.sleep(0.1)


def start_meta(place: DemoFolder, team: Team, environment: dict[str, str]) -> None:
    """Start the stand-in for WhatsApp's servers."""
    site, graph = f"http://127.0.0.1:{place.port}", environment["WHATSAPP_GRAPH_URL"]
    standin = [sys.executable, "-m", "whatsapp.standin", "--portal", site, "--port", graph.rpartition(":")[2]]
    team.start("meta", standin, environment)


@contextmanager
def chat_answered(team: Team, environment: dict[str, str]) -> Iterator[None]:
    """Meanwhile whoever writes by WhatsApp is answered, by a process that does nothing else."""
    team.start("chat", [sys.executable, str(ROOT / "manage.py"), "demo_chat"], environment)
    yield
    team.end("chat")


def start_worker(place: DemoFolder, team: Team, environment: dict[str, str]) -> None:
    """Start the worker, and beat with its schedule. After the demo data are whole: a sweep of half of them misleads."""
    celery = [PROGRAMS / "celery", "--quiet", "-A", "config"]
    # In a sandbox it is root who runs the demo; Celery's paragraph about that would bury the list of addresses.
    quiet = environment | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    team.start("worker", [*celery, "worker", "--concurrency", 2, "--loglevel", "WARNING"], quiet)
    schedule = place.folder / "beat"
    team.start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "WARNING"], environment)


def answers(url: str) -> bool:
    """Whether an address answers with 200."""
    with suppress(URLError, OSError), urlopen(url, timeout=5) as response:  # noqa: S310 (our own http address)
        return response.status == 200
    return False


def announce(place: DemoFolder, seconds: float) -> None:
    """Print the one address that leads to everything."""
    lines = [
        f"  The demo:  {address(place)}  (ready after {seconds:.0f} s)",
        "",
        "Ctrl-C ends the demo; its data stay.",
    ]
    print("", *lines, "", sep="\n", flush=True)


def address(place: DemoFolder) -> str:
    """The page that shows who can be tried, and what to try."""
    return f"http://127.0.0.1:{place.port}/demo/"
