"""Measure the portal's speed: `python -m bench [NAME ...]`; without a name everything (bench/README.md)."""

import argparse
import importlib
import subprocess
import sys

from bench import servers
from tests.whatsapp.settings import SETTINGS as WHATSAPP

AT_SIZE = ("desk", "board", "storage")
"""Measurements of a database with `--complaints` complaints; several of them share it."""
OPTIONS = dict.fromkeys(AT_SIZE, servers.LARGE) | {
    "filing": servers.DURABLE,
    "sweep": servers.LARGE | {"autovacuum": "off"},
    "webhook": servers.DURABLE,
}
"""Each measurement with its options of PostgreSQL. It is a module with `measure`."""
SMALL = 10_000
"""With so many complaints, desk and board are measured first, to compare with."""


def everything(wanted: argparse.Namespace) -> list[str]:
    """Run all measurements one after the other, each group on its own servers; return those that failed."""
    common = [f"--rounds={wanted.rounds}", f"--requests={wanted.requests}", "--peer" if wanted.peer else "--no-peer"]
    most = ["--open", str(min(wanted.complaints, wanted.open))]
    groups = [[*AT_SIZE, f"--complaints={n}"] for n in sorted({SMALL, wanted.complaints})]
    groups += [["filing", f"--filings={wanted.filings}"], ["sweep", f"--due={wanted.due}", *most], ["webhook"]]
    done = [subprocess.run([sys.executable, "-m", "bench", *group, *common]) for group in groups]
    return [group[0] for group, one in zip(groups, done, strict=True) if one.returncode]


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the portal's speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(OPTIONS)}; all if none is given")
    parser.add_argument("--complaints", type=int, default=100_000, help="of desk, board and storage")
    parser.add_argument("--filled", action="store_true", help="take the database of DATABASE_URL as it is")
    parser.add_argument("--requests", type=int, default=12, help="of each page in a round")
    parser.add_argument("--filings", type=int, default=1_000, help="in a round")
    parser.add_argument("--clients", type=int, default=8, help="who file at once")
    parser.add_argument("--open", type=int, default=1_000_000, help="open complaints, of the sweep")
    parser.add_argument("--due", type=int, default=20_000, help="of these due in a round")
    parser.add_argument("--seconds", type=int, default=10, help="of WhatsApp deliveries in a round")
    parser.add_argument("--rate", type=int, default=200, help="deliveries a second")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True, help="django-helpdesk too")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(OPTIONS):
        parser.error(f"no such measurement: {', '.join(unknown)}")
    if len(wanted.names) > 1 and not set(wanted.names) <= set(AT_SIZE):
        parser.error(f"only {', '.join(AT_SIZE)} can be measured together")
    if not wanted.names:
        failed = everything(wanted)
        sys.exit(f"These failed: {', '.join(failed)}" if failed else 0)
    environment = WHATSAPP if wanted.names == ["webhook"] else {}
    servers.start(OPTIONS[wanted.names[0]], filled=wanted.filled, **environment)
    if wanted.names[0] in AT_SIZE and not wanted.filled:
        importlib.import_module("bench.data").fill(wanted.complaints)
    for name in wanted.names:  # only now: the modules read Django's settings
        importlib.import_module(f"bench.{name}").measure(wanted)


if __name__ == "__main__":
    main()
