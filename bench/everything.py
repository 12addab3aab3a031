"""Everything that is measured, one after the other: `python -m bench.everything [COMPLAINTS]`, or `make bench`.

First desk and board with ten thousand, which the same are held against at any other number. Then one database is filled
and read by the benches of board, desk, list and scrape; the others make their own. Each prints its table and writes its
JSON to bench/results/; what they printed is kept beside them in bench/results/everything-COMPLAINTS.txt.

More than a million are copies of a hundred thousand, with 200,000 open (bench.multiplied).
"""

import argparse
import os
import subprocess
import sys
import time

from bench import desk  # servers and settings; first, because Django needs their addresses
from tests import servers

GENERATED, COPIED, OPEN = 1_000_000, 100_000, 200_000
TICKETS = 1_000_000
"""So many in django-helpdesk's list at most."""
Step = list[str]
"""The module of a bench and what it is told."""


def on_their_own() -> list[Step]:
    """What is measured before the database is filled."""
    return [["bench.board", str(desk.SMALL)], ["bench.desk", str(desk.SMALL)]]


def on_the_filled(complaints: int) -> list[Step]:
    """The board first: what is overdue becomes more with every minute."""
    copies = [["bench.multiplied", str(complaints // COPIED), "--open", str(OPEN)]]
    return [
        *(copies if complaints > GENERATED else []),
        ["bench.board", str(complaints), "--filled"],
        ["bench.desk", str(complaints), "--filled"],
        ["bench.peer_list", "--filled", "--tickets", str(min(complaints, TICKETS))],
        ["bench.scrape", str(complaints), "--filled"],
    ]


def of_their_own() -> list[Step]:
    """What makes its complaints while it measures."""
    return [["bench.filing", "--peer"], ["bench.tallied"], ["bench.sweep"], ["bench.webhook"]]


def run(step: Step, *, filled: bool) -> tuple[str, bool]:
    """What it said, and whether it failed. `filled`: on the servers of this process, else on its own."""
    given = {} if filled else dict.fromkeys(servers.GIVEN)
    surroundings = {name: value for name, value in (os.environ | given).items() if value is not None}
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *step], env=surroundings, capture_output=True, text=True)
    took, failed = time.monotonic() - began, bool(done.returncode)
    said = f"{done.stdout}{done.stderr if failed else ''}"
    return f"\n{' '.join(step)} ({took:,.0f} s, load {os.getloadavg()[0]:.1f})\n{said}", failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("complaints", nargs="?", type=int, default=100_000)
    complaints = parser.parse_args().complaints
    desk.RESULTS.mkdir(exist_ok=True)
    failures = []
    with (desk.RESULTS / f"everything-{complaints}.txt").open("w") as kept:

        def measure(steps: list[Step], *, filled: bool) -> None:
            for step in steps:
                said, failed = run(step, filled=filled)
                print(said, flush=True)
                print(said, file=kept, flush=True)
                failures.extend(step[:1] if failed else [])

        measure(on_their_own(), filled=False)
        rate = desk.fill(complaints if complaints <= GENERATED else COPIED)
        print(f"generated {rate:,.0f} complaints a second", flush=True)
        measure(on_the_filled(complaints), filled=True)
        measure(of_their_own(), filled=False)
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    sys.exit(f"These failed: {', '.join(failures)}" if failures else 0)


if __name__ == "__main__":
    main()
