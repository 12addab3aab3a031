"""What tallies cost whoever files a complaint: `python -m bench.tallied [REQUESTS] [--rounds N] [--clients N]`.

The last POSTs of bench.filing at one running granian, round by round in pairs: once as it is, once with the database's
triggers of tallies and of what is open put out of work. The order changes from pair to pair. Prints the rates and the
ratio of each pair, writes bench/results/tallied.json. The target: at most 1.25 times as dear.
"""

import argparse
import json
import os
import statistics
from contextlib import ExitStack, contextmanager

import psycopg

from bench import filing  # servers and settings; first, because Django needs their addresses

from complaints.models import Complaint, RunningClock  # isort: skip
from monitoring.models import PendingClock, PendingComplaint, TalliedComplaint
from monitoring.services import folding, pending
from tests.world import build

RESULTS = filing.RESULTS.with_name("tallied.json")
TARGET = 1.25
KEPT_BY = {TalliedComplaint: Complaint, PendingComplaint: Complaint, PendingClock: RunningClock}
"""Where the triggers are declared, and of which table they are."""


@contextmanager
def untallied():
    """Within, complaints and clocks change and nothing of the board's follows; afterwards it is counted anew."""
    _let("DISABLE")
    try:
        yield
    finally:
        _let("ENABLE")


def _let(word: str) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for declared, model in KEPT_BY.items():
            for trigger in declared._meta.triggers:
                owner.execute(f"ALTER TABLE {model._meta.db_table} {word} TRIGGER {trigger.get_pgid(declared)}")


def pair(portal, number: int, wanted: argparse.Namespace) -> dict[str, float]:
    """Both, one after the other, as filings a second."""

    def one() -> float:
        return filing.file_all(portal, wanted.requests, wanted.clients).per_second

    rates = {}
    for what in ("with", "without")[:: -1 if number % 2 else 1]:
        if what == "without":
            with untallied():
                rates[what] = one()
        else:
            rates[what] = one()
            folding.fold()  # as beat does all the time
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("requests", nargs="?", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clients", type=int, default=8)
    wanted = parser.parse_args()
    build()
    with ExitStack() as portals:
        portal = filing.start(portals, 2, 2)
        filing.file_all(portal, wanted.clients * 10, wanted.clients)  # so that every thread has its connection
        pairs = [pair(portal, number, wanted) for number in range(wanted.rounds)]
    folding.rebuild()
    pending.rebuild()
    ratios = [rates["without"] / rates["with"] for rates in pairs]
    result = {"pairs": pairs, "ratios": ratios, "median": statistics.median(ratios), "load": os.getloadavg()}
    print(f"{wanted.requests} filings a round, {wanted.clients} clients, load {result['load'][0]:.1f}")
    for rates, ratio in zip(pairs, ratios, strict=True):
        print(f"  with {rates['with']:.0f}/s, without {rates['without']:.0f}/s: {ratio:.2f} times as dear")
    print(f"  median {result['median']:.2f} (target at most {TARGET})")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
