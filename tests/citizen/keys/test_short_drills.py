"""Short forms of two drills against a running portal. They assert outcomes; times are reported by the long forms."""

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT

OWN_SERVERS = ("TEST_", "PYTEST_", "DATABASE_", "REDIS_", "CACHE_", "BROKER_")
"""Environment variables of this run that the drill must not inherit, because it starts servers of its own."""

pytestmark = pytest.mark.slow


def run(*arguments: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SERVERS)}
    command = [sys.executable, "-m", *arguments, "--short"]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_visits_under_duress_and_real_ones_look_alike_and_a_planted_byte_is_found():
    run("drills.duress_classifier", "320", "--pairs", "8")


def test_strangers_at_a_thousand_addresses_open_nothing_and_the_owner_always_gets_in():
    run("drills.guessing", "200", "--sources", "1000", "--timed", "125", "--owner", "6")
