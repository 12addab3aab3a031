"""A voice note that came without words: an operator of the cell listens to it within 15 minutes, at any hour."""

import pytest

from complaints.models import ClockRun, RunningClock
from complaints.rules.clock import Clock
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.world import clock


def spoken(world, at="03:00", **answers):
    return world.complaint("other", at, text="", spoken=True, **answers)


def listening(complaint) -> RunningClock | None:
    return RunningClock.objects.filter(complaint=complaint, clock=str(Clock.LISTENING)).first()


def test_it_is_due_after_15_minutes_also_at_night_and_only_without_words(world):
    assert listening(spoken(world)).due_at == clock("03:15")
    assert listening(world.complaint("other", "03:00")) is None
    assert found() == []


def test_it_ends_when_the_cell_marks_the_complaint(world):
    complaint = spoken(world)
    world.salma.marks(complaint, to=world.bilal, at="03:10")
    assert listening(complaint) is None
    assert ClockRun.objects.get(complaint=complaint, clock=str(Clock.LISTENING)).ended_at == clock("03:10")
    assert found() == []


def test_it_ends_when_the_cell_chooses_the_category(world):
    complaint = spoken(world)
    world.salma.does("recategorise", complaint, "03:10", category="property_crime")
    assert listening(complaint) is None
    assert found() == []


def test_when_nobody_listens_it_is_a_breach_of_the_cells_office(world):
    complaint = spoken(world)
    sweep(at=clock("03:20"))
    breach = Breach.objects.get(complaint=complaint, clock=str(Clock.LISTENING))
    assert breach.due_at == clock("03:15")
    assert breach.officer == world.usman.officer
    assert found() == []


def test_the_operator_reads_why_now(world, seat):
    complaint = spoken(world, "09:00")
    page = seat(world.salma).get("/desk/today/", "09:05").content.decode()
    assert "Listen to the voice note" in page
    assert complaint.etag in page
    assert "Listen" in seat(world.salma).get("/desk/", "09:05").content.decode()


def test_an_excluded_officer_learns_nothing_of_it(world, seat):
    complaint = spoken(world, "09:00", keep_from="yes", post="SHO", officer_station="gulberg", station="gulberg")
    assert listening(complaint) is not None
    assert complaint.etag not in seat(world.bilal).get("/desk/today/", "09:05").content.decode()


@pytest.mark.parametrize("category", ["bribe_demand", "domestic_violence"])
def test_whatever_the_category_is_the_cell_that_has_it_listens(world, category):
    complaint = world.complaint(category, "09:00", text="", spoken=True)
    assert listening(complaint).due_at == clock("09:15")
