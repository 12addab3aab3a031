"""Fixtures of the tests of calendars, time limits and imports."""

import pytest

from accounts.rules.roles import Role
from complaints.models import Policy
from complaints.services.administration import policy_limit_changes, working_calendars
from tests.complaints.calendars import OFFICE
from tests.desk.conftest import seat  # noqa: F401 (a fixture)
from tests.factories import OfficerFactory, PostingFactory
from tests.world import DAY


@pytest.fixture
def calendar(world):
    """A calendar for financial crime: contact within 8 working hours, the report within 48, and pauses of up to 48."""
    made = working_calendars.create_calendar(by=None, at=DAY, name_en="Office", name_ur="دفتر", **OFFICE)
    old = Policy.objects.get(category__code="financial_crime", valid_until=None)
    values = {name: getattr(old, name) for name in policy_limit_changes.LIMIT_FIELDS}
    values |= {"calendar": made, "contact_hours": 8, "report_hours": 48, "pause_share": 1.0}
    Policy.objects.filter(pk=old.pk).update(valid_until=DAY)
    Policy.objects.create(category=old.category, version=old.version + 1, valid_from=DAY, **values)
    return made


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    return PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)
