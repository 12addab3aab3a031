"""A server's clock jumps a day ahead and is corrected: everybody can work, and times in histories never decrease."""

import pytest
from django.core.management import call_command

from complaints.models import Event
from complaints.rules.statuses import Outcome

pytestmark = pytest.mark.django_db


def test_what_was_registered_by_a_fast_clock_goes_on_by_the_right_one(world):
    complaint = world.complaint("financial_crime", "+1d 09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "09:40")
    world.bilal.reports(complaint, "+2d 10:00", Outcome.RELIEF_GRANTED)
    times = list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    call_command("verify_history")
