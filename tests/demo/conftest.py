"""The demo's ninety days, lived through once for all that looks at them."""

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from demo import cast
from demo.simulation import DAYS, Simulation

END = now().replace(minute=0, second=0, microsecond=0)
NUMBER = int(os.environ.get("DEMO_COMPLAINTS", "60"))


def hire() -> None:
    """The demo's offices and officers."""
    call_command("load_offices", demo=True)
    cast.hire(at=END - timedelta(days=DAYS + 1))


def ninety_days() -> int:
    """Lived through: how many complaints were made."""
    hire()
    return Simulation(number=NUMBER, seed=7, end=END).run()


@pytest.fixture
def province(db):
    hire()


@pytest.fixture(scope="session")
def prepared_days(prepared):
    return prepared(ninety_days)


@pytest.fixture
def lived(db, prepared_days):
    """How many complaints the ninety days made."""
    with prepared_days.lent() as made:
        yield made
