"""Start the portal's own processes (web, worker, beat, WhatsApp simulator) and print the demo's address."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from operations.child_processes import start_child
from operations.demo_launcher.demo_folder import ROOT, DemoFolder
from operations.demo_launcher.process_group import ChildEnded, ProcessGroup

PROGRAMS = Path(sys.executable).parent
PATIENCE = 120  # seconds until /readyz has to answer


def start_web(demo: DemoFolder, team: ProcessGroup, environment: dict[str, str]) -> None:
    """Start the web server with one process and a few threads. A second process would take seconds to import all."""
    web = [PROGRAMS / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", demo.port, "--workers", 1]
    web += ["--blocking-threads", 4, "--no-ws", "--workers-kill-timeout", 3, "--log-level", "warning"]
    team.start("web", [*web, "config.wsgi:application"], environment)


def wait_until_ready(demo: DemoFolder, team: ProcessGroup) -> None:
    """Wait until the web server answers. Raises ChildEnded."""
    deadline = time.monotonic() + PATIENCE
    while not is_answering(f"http://127.0.0.1:{demo.port}/readyz"):
        team.check()
        if time.monotonic() > deadline:
            raise ChildEnded(f"the portal was not ready after {PATIENCE} seconds; the lines above may say why")
        time.sleep(0.1)


def start_whatsapp_simulator(demo: DemoFolder, team: ProcessGroup, environment: dict[str, str]) -> None:
    """Start the WhatsApp simulator, which plays Meta's servers."""
    site, graph = f"http://127.0.0.1:{demo.port}", environment["WHATSAPP_GRAPH_URL"]
    standin = [sys.executable, "-m", "whatsapp.standin", "--portal", site, "--port", graph.rpartition(":")[2]]
    team.start("meta", standin, environment)


@contextmanager
def answer_chats(team: ProcessGroup, environment: dict[str, str]) -> Iterator[None]:
    """Answer WhatsApp messages inside this context, by a separate process, until the worker runs."""
    team.start("chat", [sys.executable, str(ROOT / "manage.py"), "demo_chat"], environment)
    yield
    team.end("chat")


def start_worker(demo: DemoFolder, team: ProcessGroup, environment: dict[str, str]) -> None:
    """Start the worker and beat. Only after the demo data are complete, because a sweep of a part would mislead."""
    celery = [PROGRAMS / "celery", "--quiet", "-A", "config"]
    # In a sandbox, root runs the demo. Celery's long warning about that would hide the demo's address.
    quiet = environment | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    team.start("worker", [*celery, "worker", "--concurrency", 2, "--loglevel", "WARNING"], quiet)
    schedule = demo.folder / "beat"
    team.start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "WARNING"], environment)


def start_placeholders(team: ProcessGroup, environment: dict[str, str]) -> None:
    """Let a computer speak the sentences of citizens' pages, in the background and at the lowest priority.

    It takes some minutes. It ends with the demo, and the next start continues it. Without the programs, which only root
    can install, the pages offer the voice of the device.
    """
    nowhere = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    team.helpers.append(start_child([ROOT / "bin" / "placeholders"], env=environment, **nowhere))


def is_answering(url: str) -> bool:
    """Return whether a URL answers with 200."""
    with suppress(URLError, OSError), urlopen(url, timeout=5) as response:  # noqa: S310 (our own http address)
        return response.status == 200
    return False


def print_address(demo: DemoFolder, seconds: float) -> None:
    """Print the address of the demo's start page."""
    lines = [
        f"  The demo:  {start_page_url(demo)}  (ready after {seconds:.0f} s)",
        "",
        "Ctrl-C ends the demo; its data stay.",
    ]
    print("", *lines, "", sep="\n", flush=True)


def start_page_url(demo: DemoFolder) -> str:
    """Return the URL of the demo's start page, which lists the demo accounts and what to try."""
    return f"http://127.0.0.1:{demo.port}/demo/"
