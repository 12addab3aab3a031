"""Compare this computer's clock with the database's: both date events, and jobs expire by two computers' clocks."""

import time

from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError

from operations.configuration_checks import PORTAL

MOST = 20
"""Seconds. Less than `operations.jobs.job_expiry.SHORTEST`, so that no job expires because of the clocks alone."""


@register(Tags.database, PORTAL)
def check_clock(databases=None, **_) -> list[Error]:
    """Check that this computer's clock agrees with the database's."""
    difference = measure_clock_difference() if DEFAULT_DB_ALIAS in (databases or []) else None
    if difference is None or abs(difference) <= MOST:
        return []
    return [
        Error(
            f"The clock of this computer is {abs(difference):.0f} s {_direction(difference)} the database's.",
            hint="Set both clocks (timedatectl set-ntp true), and start again.",
            id="portal.E046",
        )
    ]


def measure_clock_difference() -> float | None:
    """Return by how many seconds this computer's clock is ahead of the database's; None if the database is away."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
            return time.time() - cursor.fetchone()[0]
    except DatabaseError:
        return None


def describe_clock_state() -> str:
    """Return "ok", or how far this computer's clock is from the database's, for /readyz."""
    difference = measure_clock_difference()
    if difference is None:
        return "unknown"
    return "ok" if abs(difference) <= MOST else f"{abs(difference):.0f} s {_direction(difference)} the database's"


def _direction(difference: float) -> str:
    return "ahead of" if difference > 0 else "behind"
