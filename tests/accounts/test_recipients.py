"""References of postings and offices become addresses at the moment of sending."""

from datetime import timedelta

import pytest

from accounts import notification_recipients
from accounts.services.officers import deactivate_officer
from accounts.services.postings import end_posting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_posting_is_reached_at_its_officers_address_in_their_language(lahore, officer, heads, morning):
    posting = heads("t_station", officer("Bilal", name_ur="بلال"))
    address = notification_recipients.posting_address(posting.pk, morning)
    assert (address.email, address.language, address.name) == ("bilal@example.org", "ur", "بلال")


def test_a_posting_that_ended_is_not_reached(lahore, officer, heads, morning):
    posting = heads("t_station", officer("Bilal"))
    end_posting(posting=posting, by=None, at=morning + DAY)
    assert notification_recipients.posting_address(posting.pk, morning + DAY) is None
    assert notification_recipients.posting_address(0, morning) is None


def test_an_office_is_reached_at_its_head_and_while_vacant_at_the_next_above(lahore, officer, heads, morning):
    station, circle = heads("t_station", officer("Bilal")), heads("t_circle", officer("Sadia"))
    assert notification_recipients.office_address(station.office_id, morning).email == "bilal@example.org"
    deactivate_officer(officer=station.officer, by=None, at=morning + DAY)
    assert notification_recipients.office_address(station.office_id, morning + DAY).email == "sadia@example.org"
    end_posting(posting=circle, by=None, at=morning + 2 * DAY)
    assert notification_recipients.office_address(station.office_id, morning + 2 * DAY) is None
    assert notification_recipients.office_address(0, morning) is None
