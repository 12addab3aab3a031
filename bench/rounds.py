"""Benches that measure the same work round after round: what they are asked, and how their rates are printed."""

import argparse
import os
import statistics
from collections.abc import Sequence


def asked(about: str, *, number: int, rounds: int) -> argparse.Namespace:
    """`number`, `rounds` and `profile` of the command line; `about`: what the module says of itself."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("number", nargs="?", type=int, default=number)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--profile", action="store_true", help="one round under cProfile, instead of measuring")
    return parser.parse_args()


def say(what: str, unit: str, rates: Sequence[float]) -> None:
    """Of what, in how many rounds, under which load; then the rates, a second each."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{what}, {len(rates)} rounds, on {os.cpu_count()} cores (load {load})")
    print(f"  {unit} a second: median {statistics.median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})")
