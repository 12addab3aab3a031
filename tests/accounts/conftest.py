"""Named officers in Lahore and Multan, at a fixed morning."""

from datetime import UTC, datetime

import pytest

from accounts.models import Office
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from accounts.services.officers import create_officer
from accounts.services.postings import create_posting

MORNING = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "four quiet herons fly"

BELOW_LAHORE = [
    OfficeListRow(1, "t_city", "division", "lahore", "City Division", "سٹی ڈویژن", "SP"),
    OfficeListRow(2, "t_circle", "circle", "t_city", "River Circle", "سرکل دریا", "SDPO"),
    OfficeListRow(3, "t_station", "station", "t_circle", "River Police Station", "تھانہ دریا", "SHO"),
    OfficeListRow(4, "t_station_2", "station", "t_circle", "Bridge Police Station", "تھانہ پل", "SHO"),
]


@pytest.fixture
def morning():
    return MORNING


@pytest.fixture
def lahore(db):
    """Lahore with a division, a circle and two stations; `lahore("t_station")` is an office by its code."""
    report = import_offices(rows=BELOW_LAHORE, by=None, at=MORNING)
    assert not report.errors
    return lambda code: Office.objects.get(code=code)


@pytest.fixture
def officer(db):
    """`officer("Sadia", rank=…)`: somebody who can sign in as sadia@example.org with PASSWORD."""

    def make(name: str, **fields):
        email = f"{name.lower().replace(' ', '.')}@example.org"
        return create_officer(email=email, name_en=name, by=None, at=MORNING, password=PASSWORD, **fields)

    return make


@pytest.fixture
def heads(officer):
    """`heads("t_station", bilal)`: Bilal heads that office from the morning on."""

    def make(code: str, who, **fields):
        place = Office.objects.get(code=code)
        return create_posting(
            officer=who, office=place, role=Role.SUPERVISOR, is_head=True, by=None, at=MORNING, **fields
        )

    return make
