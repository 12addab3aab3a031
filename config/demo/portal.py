"""The portal's own processes, and the address that the demo prints when it is ready."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from config.demo.place import ROOT, Place
from config.demo.team import ChildEnded, Team

PROGRAMS = Path(sys.executable).parent
PATIENCE = 60  # seconds until /readyz has to answer


def open_doors(place: Place, team: Team, environment: dict[str, str]) -> None:
    """Start the web server and wait until it is ready. Raises ChildEnded."""
    web = [PROGRAMS / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", place.port, "--workers", 2]
    web += ["--blocking-threads", 2, "--no-ws", "--workers-kill-timeout", 3, "config.wsgi:application"]
    team.start("web", web, environment)
    deadline = time.monotonic() + PATIENCE
    while not answers(f"http://127.0.0.1:{place.port}/readyz"):
        team.check()
        if time.monotonic() > deadline:
            raise ChildEnded(f"the portal was not ready after {PATIENCE} seconds; the lines above may say why")
        time.sleep(0.2)


def play_meta(place: Place, team: Team, environment: dict[str, str]) -> None:
    """Start the stand-in for WhatsApp. Before the doors open, so that the page with a telephone always finds it."""
    site, graph = f"http://127.0.0.1:{place.port}", environment["WHATSAPP_GRAPH_URL"]
    standin = [sys.executable, "-m", "whatsapp.standin", "--portal", site, "--port", graph.rpartition(":")[2]]
    team.start("meta", standin, environment)


@contextmanager
def chat_answered(team: Team, environment: dict[str, str]) -> Iterator[None]:
    """Meanwhile whoever writes by WhatsApp is answered, by a process that does nothing else."""
    team.start("chat", [sys.executable, str(ROOT / "manage.py"), "demo_chat"], environment)
    yield
    team.end("chat")


def put_to_work(place: Place, team: Team, environment: dict[str, str]) -> None:
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


def announce(place: Place) -> None:
    """Print the one address to open, and how to end the demo."""
    lines = [
        f"Open http://127.0.0.1:{place.port}/demo/",
        "There one click signs you in as any officer, and you find everything else: citizens' pages, phone, mailbox.",
        "Ctrl-C ends the demo; its data stay.",
    ]
    print("", *(f"  {line}" for line in lines), "", sep="\n", flush=True)
