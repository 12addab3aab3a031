"""`make demo`: start all parts from an empty folder, and end them on Ctrl-C."""

import argparse
import os
import signal
import socket
import sys
import time

from operations.demo_launcher import demo_preparation, demo_servers, portal_processes, progress, table_versions
from operations.demo_launcher.demo_folder import FULL, DemoFolder, write_error_reason
from operations.demo_launcher.process_group import ChildEnded, ProcessGroup, print_line, report_step
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
            return print_refusal(
                f"a demo runs on port {options.port} already: end it first, or choose another: PORT=8001"
            )
        if options.reset:
            demo.forget()
            print_line("demo", f"the data of port {options.port} are deleted; `make demo` creates new ones")
            return 0
        if table_versions.has_outdated_tables(demo):
            return print_refusal(
                f"another version of the portal made the tables of port {options.port}: delete its data with "
                f"`make demo-reset PORT={options.port}`, or choose another port"
            )
        if is_port_taken(options.port):
            return print_refusal(
                f"port {options.port} is taken by another program: choose another, like make demo PORT=8001"
            )
        if demo.free() < NEEDED:
            return print_refusal(FULL)
        table_versions.record_migrations(demo)
        return run(demo)
    except CannotStart as error:
        return print_refusal(str(error))
    except OSError as error:
        return print_refusal(write_error_reason(error))


def run(demo: DemoFolder) -> int:
    """Start all processes, print the address, and watch them until the end. Raises CannotStart and OSError."""
    team = ProcessGroup()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, team.end_all)
    try:
        start(demo, team)
        team.watch()
    except ChildEnded as error:
        return print_refusal(FULL if demo.free() < LITTLE else str(error))
    except SystemExit:
        print_line("demo", "ending")
    finally:
        team.stop()
    return 0


def start(demo: DemoFolder, team: ProcessGroup) -> None:
    """Start all processes in order, and prepare what they need. Slow imports run while the servers start."""
    begun = time.monotonic()
    os.environ["DEMO_PROGRESS_FILE"] = str(demo.progress)
    environment = demo_servers.demo_settings(demo)
    demo_preparation.start_steps("static", ["collectstatic"], team, environment)
    environment |= demo_servers.start_servers(demo, team)
    demo_preparation.write_environment(demo, environment)
    demo_preparation.start_steps("set-up", ["migrate", "load_reference"], team, environment)
    portal_processes.start_whatsapp_simulator(demo, team, environment)
    with report_step("Make the tables and load what every office has"):
        team.finish("static")
        portal_processes.start_web(demo, team, environment)  # imports while the tables are created
        team.finish("set-up")
    with report_step("Wait for the first page"):
        portal_processes.wait_until_ready(demo, team)
    if demo_preparation.has_demo_data(demo):
        portal_processes.start_worker(demo, team, environment)
    else:
        print_line(
            "demo",
            f"{portal_processes.start_page_url(demo)} answers already "
            f"({time.monotonic() - begun:.0f} s); the data follow",
        )
        with portal_processes.answer_chats(team, environment):
            demo_preparation.create_demo_data(demo, team, environment)
            portal_processes.start_worker(demo, team, environment)
    progress.report("", 0, 0, ready=True)
    portal_processes.start_placeholders(team, environment)
    portal_processes.print_address(demo, time.monotonic() - begun)


def is_port_taken(port: int) -> bool:
    """Return whether the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def print_refusal(reason: str) -> int:
    """Print why the demo does not run, and return the exit code of a failure."""
    print(f"demo: {reason}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
