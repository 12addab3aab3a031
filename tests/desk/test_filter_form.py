"""The form of the queue's filters: its choices for each reader and language, and its errors."""

import re

import pytest
from django.core.cache import caches
from django.forms import BoundField

from accounts.models import Office
from tests.desk.conftest import OFFICE, etags

APPLIED = re.compile(r'<span class="queue-filter"><span class="muted">([^<]*)</span> ([^<]*)</span>')


def applied(answer) -> list[tuple[str, str]]:
    return APPLIED.findall(answer.content.decode())


def test_one_address_shows_each_time_what_is_there(world, seat):
    usman = seat(world.usman)
    first = world.complaint("property_crime", "09:00")
    answer = usman.get(OFFICE, "09:05", category="property_crime")
    assert (etags(answer), len(applied(answer))) == ([first.etag], 1)
    second = world.complaint("property_crime", "09:10")
    again = usman.get(OFFICE, "09:15", category="property_crime")
    assert set(etags(again)) == {first.etag, second.etag}
    assert applied(again) == applied(answer)


def test_who_has_another_reach_reads_it_otherwise(world, seat):
    complaint = world.complaint("property_crime", "09:00")
    assert etags(seat(world.zara).get(OFFICE, "09:05", office="lahore")) == [complaint.etag]
    beyond = seat(world.rashid).get(OFFICE, "09:05", office="lahore")
    assert (etags(beyond), applied(beyond)) == ([], [])
    assert "This is not one of the choices." in beyond.content.decode()


def test_each_language_has_its_own_words(world, seat):
    usman = seat(world.usman)
    english = applied(usman.get(OFFICE, "09:05", clock="overdue"))
    urdu = applied(usman.get(f"/ur{OFFICE}", "09:05", clock="overdue"))
    assert english == [("Deadline", "Overdue")]
    assert len(urdu) == 1
    assert not re.search("[A-Za-z]", "".join(urdu[0]))
    assert applied(usman.get(OFFICE, "09:05", clock="overdue")) == english


def test_what_is_wrong_is_said_each_time_and_stands_as_it_was_typed(world, seat):
    usman = seat(world.usman)
    for _ in range(2):
        page = usman.get(OFFICE, "09:05", **{"from": "2026-13-45", "clock": "overdue"}).content.decode()
        assert "This is not a date." in page
        assert "2026-13-45" in page
        assert '<option value="overdue" selected>' in page


def test_a_renamed_office_is_shown_at_once(world, seat):
    usman = seat(world.usman)
    before = usman.get(OFFICE, "09:05", office="gulberg")
    assert applied(before) == [("Office", Office.objects.get(code="gulberg").name_en)]
    Office.objects.filter(code="gulberg").update(name_en="Gulberg the Second")
    after = usman.get(OFFICE, "09:05", office="gulberg")
    assert applied(after) == [("Office", "Gulberg the Second")]
    assert '<option value="gulberg" selected>Gulberg the Second</option>' in after.content.decode()


@pytest.mark.slow
def test_the_fields_are_drawn_once_for_the_same_choices(world, seat, monkeypatch):
    """Django's cache stores the fields; other choices, another language or another value renders them again."""
    usman, drawn = seat(world.usman), []
    monkeypatch.setattr(BoundField, "as_widget", lambda field, *_, **__: drawn.append(field.name) or "")
    caches["drawn"].clear()
    counts = []
    for path, asked in [(OFFICE, {}), (OFFICE, {}), (OFFICE, {"clock": "overdue"}), (f"/ur{OFFICE}", {}), (OFFICE, {})]:
        usman.get(path, "09:05", **asked)
        counts.append(len(drawn))
        drawn.clear()
    caches["drawn"].clear()
    assert [bool(count) for count in counts] == [True, False, True, True, False]
