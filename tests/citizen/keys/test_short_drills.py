"""Short forms of two drills against a running portal. They assert outcomes; times are reported by the long forms."""

import pytest

from tests.drill_runs import run_module

pytestmark = pytest.mark.slow


def test_visits_under_duress_and_real_ones_look_alike_and_a_planted_byte_is_found():
    run_module("drills.duress_classifier", "320", "--pairs", "8", "--short")


def test_strangers_at_a_thousand_addresses_open_nothing_and_the_owner_always_gets_in():
    run_module("drills.guessing", "200", "--sources", "1000", "--timed", "125", "--owner", "6", "--short")
