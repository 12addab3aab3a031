"""Measure the portal's speed: `python -m bench [NAME ...]`; without a name, run all measurements (bench/README.md)."""

import argparse
import importlib
import subprocess
import sys

from bench import servers
from tests.whatsapp.settings import SETTINGS as WHATSAPP

AT_SIZE = ("desk", "board", "storage")
"""Measurements on a database with `--complaints` complaints. Several of them can share it."""
OPTIONS = dict.fromkeys(AT_SIZE, servers.LARGE) | {
    "filing": servers.DURABLE,
    "sweep": servers.LARGE | {"autovacuum": "off"},
    "webhook": servers.DURABLE,
}
"""The measurements, each with its PostgreSQL options. A measurement is a module of this package with `measure`."""
SMALL = 10_000
"""Number of complaints with which desk and board are measured first, for comparison."""


def run_all(options: argparse.Namespace) -> list[str]:
    """Run all measurements one after the other, each group on its own servers; return those that failed."""
    common = [f"--rounds={options.rounds}", f"--requests={options.requests}", "--peer" if options.peer else "--no-peer"]
    sweep_size = ["--open", str(min(options.complaints, options.open))]
    groups = [[*AT_SIZE, f"--complaints={n}"] for n in sorted({SMALL, options.complaints})]
    groups += [["filing", f"--filings={options.filings}"], ["sweep", f"--due={options.due}", *sweep_size], ["webhook"]]
    processes = [subprocess.run([sys.executable, "-m", "bench", *group, *common]) for group in groups]
    return [group[0] for group, process in zip(groups, processes, strict=True) if process.returncode]


def main() -> None:
    """Run the measurements that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the portal's speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(OPTIONS)}; all if none is given")
    parser.add_argument("--complaints", type=int, default=100_000, help="of desk, board and storage")
    parser.add_argument("--filled", action="store_true", help="use the database of DATABASE_URL as it is")
    parser.add_argument("--requests", type=int, default=12, help="of each page in a round")
    parser.add_argument("--filings", type=int, default=1_000, help="in a round")
    parser.add_argument("--clients", type=int, default=8, help="that file at the same time")
    parser.add_argument("--open", type=int, default=1_000_000, help="open complaints, of the sweep")
    parser.add_argument("--due", type=int, default=20_000, help="open complaints that become due in a round")
    parser.add_argument("--seconds", type=int, default=10, help="of WhatsApp deliveries in a round")
    parser.add_argument("--rate", type=int, default=200, help="deliveries a second")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True, help="also django-helpdesk")
    options = parser.parse_args()
    if unknown := set(options.names) - set(OPTIONS):
        parser.error(f"no such measurement: {', '.join(unknown)}")
    if len(options.names) > 1 and not set(options.names) <= set(AT_SIZE):
        parser.error(f"only {', '.join(AT_SIZE)} can be measured together")
    if not options.names:
        failed = run_all(options)
        sys.exit(f"These failed: {', '.join(failed)}" if failed else 0)
    environment = WHATSAPP if options.names == ["webhook"] else {}
    servers.start(OPTIONS[options.names[0]], filled=options.filled, **environment)
    if options.names[0] in AT_SIZE and not options.filled:
        importlib.import_module("bench.data").fill_database(options.complaints)
    for name in options.names:  # only now: the modules read Django's settings
        importlib.import_module(f"bench.{name}").measure(options)


if __name__ == "__main__":
    main()
