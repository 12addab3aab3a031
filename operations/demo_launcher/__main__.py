"""`make demo`: start everything from an empty folder, and end everything on Ctrl-C."""

import argparse
import os
import signal
import socket
import sys
import time

from operations.demo_launcher import portal_processes, preparation, progress, servers
from operations.demo_launcher.folder import FULL, DemoFolder, reason_of
from operations.demo_launcher.process_group import ChildEnded, Team, say, step
from operations.embedded_servers import CannotStart

NEEDED, LITTLE = 500_000_000, 20_000_000
"""Bytes: what a start wants free, and what is as good as none."""


def main() -> int:
    """Run the demo until somebody ends it or a part of it dies. The exit code."""
    wishes = argparse.ArgumentParser(prog="make demo")
    wishes.add_argument("--port", type=int, default=8000)
    wishes.add_argument("--reset", action="store_true")
    wishes = wishes.parse_args()
    try:
        place = DemoFolder(wishes.port)
        if not place.lock():
            return refuse(f"a demo runs on port {wishes.port} already: end it first, or choose another: PORT=8001")
        if wishes.reset:
            place.forget()
            say("demo", f"the data of port {wishes.port} are gone; `make demo` makes them anew")
            return 0
        if taken(wishes.port):
            return refuse(f"port {wishes.port} is taken by another program: choose another, like make demo PORT=8001")
        if place.free() < NEEDED:
            return refuse(FULL)
        return run(place)
    except CannotStart as trouble:
        return refuse(str(trouble))
    except OSError as trouble:
        return refuse(reason_of(trouble))


def run(place: DemoFolder) -> int:
    """Start everything, say where it is, and watch it. Raises CannotStart and OSError."""
    team = Team()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, team.end_all)
    try:
        start(place, team)
        team.watch()
    except ChildEnded as trouble:
        return refuse(FULL if place.free() < LITTLE else str(trouble))
    except SystemExit:
        say("demo", "ending")
    finally:
        team.stop()
    return 0


def start(place: DemoFolder, team: Team) -> None:
    """Start all processes, and make what they need: the slow imports run beside the servers' start."""
    begun = time.monotonic()
    os.environ["DEMO_PROGRESS_FILE"] = str(place.progress)
    environment = servers.settings_of(place)
    preparation.start("static", ["collectstatic"], team, environment)
    environment |= servers.start(place, team)
    preparation.write_environment(place, environment)
    preparation.start("set-up", ["migrate", "load_reference"], team, environment)
    portal_processes.start_meta(place, team, environment)
    with step("Make the tables and load what every office has"):
        team.finish("static")
        portal_processes.start_web(place, team, environment)  # it imports while tables are made
        team.finish("set-up")
    with step("Wait for the first page"):
        portal_processes.wait_until_ready(place, team)
    if preparation.is_filled(place):
        portal_processes.start_worker(place, team, environment)
    else:
        say(
            "demo",
            f"{portal_processes.address(place)} answers already ({time.monotonic() - begun:.0f} s); the data follow",
        )
        with portal_processes.chat_answered(team, environment):
            preparation.fill(place, team, environment)
            portal_processes.start_worker(place, team, environment)
    progress.report("", 0, 0, ready=True)
    portal_processes.announce(place, time.monotonic() - begun)


def taken(port: int) -> bool:
    """Whether something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def refuse(reason: str) -> int:
    """Say why the demo does not run; the exit code of a failure."""
    print(f"demo: {reason}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
