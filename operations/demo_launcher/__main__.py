"""`make demo`: start all parts from an empty folder, and end them on Ctrl-C."""

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
"""Free bytes: the minimum for a start, and the limit below which the disk counts as full."""


def main() -> int:
    """Run the demo until somebody ends it or one of its processes ends. Return the exit code."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args()
    try:
        demo = DemoFolder(options.port)
        if not demo.lock():
            return refuse(f"a demo runs on port {options.port} already: end it first, or choose another: PORT=8001")
        if options.reset:
            demo.forget()
            say("demo", f"the data of port {options.port} are deleted; `make demo` creates new ones")
            return 0
        if taken(options.port):
            return refuse(f"port {options.port} is taken by another program: choose another, like make demo PORT=8001")
        if demo.free() < NEEDED:
            return refuse(FULL)
        return run(demo)
    except CannotStart as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(reason_of(error))


def run(demo: DemoFolder) -> int:
    """Start all processes, print the address, and watch them until the end. Raises CannotStart and OSError."""
    team = Team()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, team.end_all)
    try:
        start(demo, team)
        team.watch()
    except ChildEnded as error:
        return refuse(FULL if demo.free() < LITTLE else str(error))
    except SystemExit:
        say("demo", "ending")
    finally:
        team.stop()
    return 0


def start(demo: DemoFolder, team: Team) -> None:
    """Start all processes in order, and prepare what they need. Slow imports run while the servers start."""
    begun = time.monotonic()
    os.environ["DEMO_PROGRESS_FILE"] = str(demo.progress)
    environment = servers.settings_of(demo)
    preparation.start("static", ["collectstatic"], team, environment)
    environment |= servers.start(demo, team)
    preparation.write_environment(demo, environment)
    preparation.start("set-up", ["migrate", "load_reference"], team, environment)
    portal_processes.start_meta(demo, team, environment)
    with step("Make the tables and load what every office has"):
        team.finish("static")
        portal_processes.start_web(demo, team, environment)  # imports while the tables are created
        team.finish("set-up")
    with step("Wait for the first page"):
        portal_processes.wait_until_ready(demo, team)
    if preparation.is_filled(demo):
        portal_processes.start_worker(demo, team, environment)
    else:
        say(
            "demo",
            f"{portal_processes.address(demo)} answers already ({time.monotonic() - begun:.0f} s); the data follow",
        )
        with portal_processes.chat_answered(team, environment):
            preparation.fill(demo, team, environment)
            portal_processes.start_worker(demo, team, environment)
    progress.report("", 0, 0, ready=True)
    portal_processes.announce(demo, time.monotonic() - begun)


def taken(port: int) -> bool:
    """Return whether the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def refuse(reason: str) -> int:
    """Print why the demo does not run, and return the exit code of a failure."""
    print(f"demo: {reason}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
