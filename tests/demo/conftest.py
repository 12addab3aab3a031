"""The demo, filled once for all that looks at it: as many complaints as `make demo` makes, of fewer lives."""

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import localtime, now

from demo import demo_data, officer_accounts
from demo.copy_selection import DAYS_OF_DATA

END = localtime(now()).replace(minute=0, second=0, microsecond=0)
NUMBER = int(os.environ.get("DEMO_COMPLAINTS", "2000"))
LIVES = int(os.environ.get("DEMO_LIVES", "90"))


def hire() -> None:
    """The demo's offices and officers."""
    call_command("load_offices", demo=True, verbosity=0)
    officer_accounts.create_demo_officers(at=END - timedelta(days=DAYS_OF_DATA + 5))


def filled() -> list[str]:
    """Fill an empty portal; the lines that were said meanwhile."""
    said = []
    demo_data.create_demo_data(complaints=NUMBER, lives=LIVES, parts=1, end=END, say=said.append)
    return said


@pytest.fixture(scope="session")
def prepared_province(prepared):
    return prepared(hire)


@pytest.fixture
def province(db, prepared_province):
    """The demo's offices and officers, without complaints."""
    with prepared_province.lent():
        yield


@pytest.fixture(scope="session")
def prepared_demo(prepared):
    return prepared(filled)


@pytest.fixture
def demo(db, prepared_demo):
    """The lines that the fill said. From here on the database is the demo's."""
    with prepared_demo.lent() as said:
        yield said
