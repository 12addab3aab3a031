"""What an address asks for is read once a minute, by each reach and in each language for itself."""

import re

import pytest

from accounts.models import Office
from accounts.queries import remembered
from complaints.desk.filters import QueueFilter
from tests.desk.conftest import OFFICE, etags

APPLIED = re.compile(r'<span class="queue-filter"><span class="muted">([^<]*)</span> ([^<]*)</span>')


@pytest.fixture
def minute(settings, monkeypatch):
    """Which minute it is; nothing of another test is remembered."""
    settings.REMEMBER_SECONDS = 60
    now = [7_000_000.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: now[0])
    yield now
    remembered._made.cache_clear()
    remembered._found.cache_clear()


@pytest.fixture
def read(monkeypatch):
    """What was read by a set of filters, one after the other."""
    found, made = [], QueueFilter.__init__

    def counted(self, data, **others):
        found.append(dict(data))
        made(self, data, **others)

    monkeypatch.setattr(QueueFilter, "__init__", counted)
    return found


def applied(answer) -> list[tuple[str, str]]:
    return APPLIED.findall(answer.content.decode())


def test_one_address_is_read_once_a_minute_and_shows_each_time_what_is_there(world, seat, minute, read):
    usman = seat(world.usman)
    first = world.complaint("property_crime", "09:00")
    answer = usman.get(OFFICE, "09:05", category="property_crime")
    assert (etags(answer), len(applied(answer))) == ([first.etag], 1)
    usman.get(OFFICE, "09:05", category="property_crime", status="all")
    made = len(read)
    second = world.complaint("property_crime", "09:10")
    again = usman.get(OFFICE, "09:15", category="property_crime")
    assert set(etags(again)) == {first.etag, second.etag}
    assert applied(again) == applied(answer)
    assert len(read) == made
    minute[0] += 60
    assert etags(usman.get(OFFICE, "09:15", category="property_crime")) == etags(again)
    assert len(read) > made


def test_who_has_another_reach_reads_it_otherwise(world, seat, minute):
    complaint = world.complaint("property_crime", "09:00")
    assert etags(seat(world.zara).get(OFFICE, "09:05", office="lahore")) == [complaint.etag]
    beyond = seat(world.rashid).get(OFFICE, "09:05", office="lahore")
    assert (etags(beyond), applied(beyond)) == ([], [])
    assert "This is not one of the choices." in beyond.content.decode()


def test_each_language_has_its_own_words(world, seat, minute):
    usman = seat(world.usman)
    english = applied(usman.get(OFFICE, "09:05", clock="overdue"))
    urdu = applied(usman.get(f"/ur{OFFICE}", "09:05", clock="overdue"))
    assert english == [("Deadline", "Overdue")]
    assert len(urdu) == 1
    assert not re.search("[A-Za-z]", "".join(urdu[0]))
    assert applied(usman.get(OFFICE, "09:05", clock="overdue")) == english


def test_what_is_wrong_is_said_each_time_and_stands_as_it_was_typed(world, seat, minute):
    usman = seat(world.usman)
    for _ in range(2):
        page = usman.get(OFFICE, "09:05", **{"from": "2026-13-45", "clock": "overdue"}).content.decode()
        assert "This is not a date." in page
        assert "2026-13-45" in page
        assert '<option value="overdue" selected>' in page


def test_a_name_is_old_for_a_minute_at_most(world, seat, minute):
    usman = seat(world.usman)
    before = applied(usman.get(OFFICE, "09:05", office="gulberg"))
    Office.objects.filter(code="gulberg").update(name_en="Gulberg the Second")
    assert applied(usman.get(OFFICE, "09:05", office="gulberg")) == before
    minute[0] += 60
    assert applied(usman.get(OFFICE, "09:05", office="gulberg")) == [("Office", "Gulberg the Second")]
