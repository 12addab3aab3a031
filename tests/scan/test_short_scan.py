"""The scan still runs: it signs in ten roles, sends malformed input, and finds the error that it plants."""

import pytest

from tests.drill_runs import run_module

pytestmark = pytest.mark.slow


def test_a_short_scan_with_malformed_input_ends_without_trouble():
    run_module("tests.scan", "--only", "fuzz", "--requests", "200")
