"""A pytest plugin (`-p tests.lanes`): the lane in which each test runs (docs/test-lanes.md).

Two lanes divide the suite: `make test` runs what is not marked `slow`, `make test-slow` the rest. Tests of the first
that need neither PostgreSQL, the broker nor another program are marked `unit` here; `make test-unit` runs them alone.
"""

from collections import defaultdict

import pytest

UNIT = "unit"
SERVERS = "servers"
"""The fixture that every database fixture requests. A test that reaches a server in another way requests it by name."""
PROGRAMS = (
    "tests/architecture/test_code.py",
    "tests/config/test_checks.py",
    "tests/config/test_checks_deploy.py",
    "tests/config/test_demo_refuses.py",
    "tests/config/test_worker_health.py",
    "tests/deploy/test_alert_rules.py",
    "tests/deploy/test_container_files.py",
    "tests/deploy/test_redis_acl.py",
)
"""Files whose tests start programs, which is too slow for `make test-unit`."""
COLLECTED = pytest.StashKey[list[pytest.Item]]()
"""All collected tests, before `-m` deselects some."""


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: runs in `make test-slow`, not in `make test`")
    config.addinivalue_line("markers", "mostly_slow: all cases but a few are slow")
    config.addinivalue_line("markers", f"{UNIT}: set automatically; needs neither PostgreSQL nor the broker")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    config.stash[COLLECTED] = list(items)
    mark_slow_cases(items)
    for item in items:
        is_quick = not item.get_closest_marker("slow") and not item.nodeid.startswith(PROGRAMS)
        if is_quick and not needs_servers(item):
            item.add_marker(UNIT)


def mark_slow_cases(items: list[pytest.Item]) -> None:
    """Of each test marked `mostly_slow`, mark all cases as slow but a few: `mostly_slow(keep=3)` keeps three."""
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("mostly_slow"):
            cases[item.function].append(item)
    for function_cases in cases.values():
        keep = function_cases[0].get_closest_marker("mostly_slow").kwargs.get("keep", 3)
        kept = {number * len(function_cases) // keep for number in range(keep)}
        for number, item in enumerate(function_cases):
            if number not in kept:
                item.add_marker("slow")


def needs_servers(item: pytest.Item) -> bool:
    """Return whether a test needs PostgreSQL or the broker."""
    return SERVERS in item.fixturenames or item.get_closest_marker("django_db") is not None
