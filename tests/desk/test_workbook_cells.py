"""The workbook of every table has numbers, days and times as such, so that a spreadsheet program can calculate."""

import io
import re
from datetime import date

import openpyxl
import pytest

from accounts.models import Office
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import file_url
from enquiries.services.school_visit_entry import HeldVisit, enter_school_visit
from monitoring.models import IncidentMap, StationPromise
from monitoring.rules.incident_grid import square_of
from monitoring.rules.league_places import LeagueMeasure
from reviews.models import MonthOfOfficer
from reviews.rules import delay_patterns
from tests.desk.test_every_table import opener_of, view_of
from tests.desk.test_export import body
from tests.enquiries.conftest import asked, own_storage  # noqa: F401 (a fixture)
from tests.monitoring.reviews.lives import hired
from tests.world import clock
from whatsapp.rules.funnel.step_counts import StepOutcome, StepTally
from whatsapp.services.step_counting import add_step_counts

NOW = "+5d 10:00"
TODAY = clock(NOW).date()
NUMBER_OR_DAY = re.compile(r"-?[\d,]+(\.\d+)?( ?%| of \d+)?|\d{4}-\d\d-\d\d.*")


@pytest.fixture
def filled(world, monkeypatch):
    """Return the cast with a row, and a share with its interval, in each table."""
    monkeypatch.setattr(delay_patterns, "FEWEST_CASES", 1)
    gulberg, lahore = world.office("gulberg"), world.office("lahore")
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.salma.marks(world.complaint(), to=world.usman, at="09:10")
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(
        station=gulberg, office=gulberg, reported_at=clock("12:00"), report_due_at=clock("13:00")
    )
    Office.objects.filter(pk=gulberg.pk).update(latitude=31.51, longitude=74.35)
    IncidentMap.objects.create(
        district=lahore, first=date(2026, 7, 1), last=date(2026, 9, 30), made_at=clock(NOW),
        cells=[[*square_of(31.52037, 74.35875), 9]],
    )  # fmt: skip
    StationPromise.objects.create(
        station=gulberg, measure=LeagueMeasure.REPORTED, target=80, first=clock("09:00").date(), last=TODAY,
        posting=world.kamran.posting, at=clock("08:00"),
    )  # fmt: skip
    MonthOfOfficer.objects.create(
        officer=world.latif.officer, office=gulberg, month=TODAY.replace(day=1), pattern="breached", number=12, of=40
    )
    visit = HeldVisit("Girls' High School", TODAY, "Bilal", 40, poster=True, material="")
    enter_school_visit(visit=visit, by=world.usman.actor, at=clock(NOW))
    counts = [StepTally("complaint", step, "ur", StepOutcome.REACHED) for step in ("began", "lodge.kind")]
    add_step_counts(counts * 40, day=clock("09:00").date())
    hired(world, "munir", "punjab", Rank.DIG, Role.SUPERVISOR)
    asked()
    return world


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("page", ViewPage)
def test_a_workbook_has_no_texts_of_numbers_and_days(filled, seat, page):
    answer = seat(opener_of(filled, page)).sends(file_url(view_of(page), "xlsx"), NOW)
    heads, *rows = openpyxl.load_workbook(io.BytesIO(body(answer))).active.iter_rows(values_only=True)
    assert rows
    cells = [(head, cell) for row in rows for head, cell in zip(heads, row, strict=True) if isinstance(cell, str)]
    assert [(head, cell) for head, cell in cells if NUMBER_OR_DAY.fullmatch(cell)] == []
