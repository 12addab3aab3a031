"""What was overdue on earlier days: recorded daily, derived from the ledgers, and only what the reader may see."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.utils.timezone import localdate

from accounts.models import Office
from accounts.rules.office_rows import OfficeListRow
from accounts.services.office_import import import_offices
from complaints.models import Complaint, Naming
from desk.queries.complaint_filters import filter_complaints
from monitoring.models import OverdueRecord, OverdueSum
from monitoring.queries.board import load_board
from monitoring.rules.worsening import is_getting_worse
from monitoring.tallies.overdue_history import KEPT_DAYS, derive_missing_days, record_overdue
from sla.services.sweeping import sweep
from tests.factories import create_naming
from tests.monitoring.week import NOW
from tests.world import clock

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MORNINGS = [clock(f"+{day}d 00:00") for day in range(1, 5)]


def recorded() -> dict:
    return {(row.scope, row.day): row.overdue for row in OverdueSum.objects.filter(overdue__gt=0)}


def records() -> set:
    return {(row.complaint, row.day, tuple(sorted(row.scopes))) for row in OverdueRecord.objects.all()}


@pytest.fixture
def lived(world):
    """Return the world after four days, with each morning recorded: late contacts, reports and forwarded complaints."""
    for n in range(6):
        complaint = world.complaint("financial_crime", f"09:0{n}", station="gulberg" if n % 2 else "")
        if n % 3:
            world.salma.marks(complaint, to=world.bilal, at="09:50")
    world.complaint("property_crime", "10:00", district="multan")
    inquired = world.in_inquiry()
    world.bilal.asks(inquired, "11:00")
    record_overdue(at=MORNINGS[0])
    reported = world.in_inquiry()
    world.bilal.reports(reported, "+1d 09:00")
    for morning in MORNINGS[1:]:
        sweep(at=morning)
        record_overdue(at=morning)
    return world


def test_a_morning_is_recorded_once_with_what_is_overdue_then(lived):
    seen = filter_complaints(
        Complaint.objects.visible_to(lived.zara.actor, at=MORNINGS[-1]), at=MORNINGS[-1], clock="overdue"
    )
    day = localdate(MORNINGS[-1])
    assert OverdueSum.objects.get(scope=0, day=day).overdue == seen.count() > 3
    assert {row.complaint for row in OverdueRecord.objects.filter(day=day)} == set(seen.values_list("pk", flat=True))
    before = recorded()
    assert record_overdue(at=MORNINGS[-1] + timedelta(hours=3)) is False
    assert recorded() == before


def test_days_that_were_not_recorded_are_derived_with_the_same_result(lived):
    sums, rows = recorded(), records()
    assert len({day for _complaint, day, _scopes in rows}) == 4
    OverdueSum.objects.all().delete()
    OverdueRecord.objects.all().delete()
    assert derive_missing_days(at=MORNINGS[-1]) == KEPT_DAYS
    assert (recorded(), records()) == (sums, rows)
    assert derive_missing_days(at=MORNINGS[-1]) == 0


def test_every_scope_has_the_sum_of_its_records(lived):
    counted: dict = {}
    for _complaint, day, scopes in records():
        for scope in scopes:
            counted[scope, day] = counted.get((scope, day), 0) + 1
    assert recorded() == counted
    lahore, multan = lived.office("lahore").pk, lived.office("multan").pk
    day = localdate(MORNINGS[-1])
    assert counted[0, day] == counted[lahore, day] + counted[multan, day]


def test_old_days_are_deleted(lived):
    later = MORNINGS[-1] + timedelta(days=KEPT_DAYS)
    record_overdue(at=later)
    assert OverdueSum.objects.earliest("day").day == localdate(MORNINGS[-1])
    assert OverdueRecord.objects.earliest("day").day == localdate(MORNINGS[-1])


def test_a_morning_without_anything_overdue_is_known_to_be_none(world):
    at = clock("12:00")
    assert load_board(world.zara.actor, at=at + WEEK).trend.week_ago is None
    record_overdue(at=at)
    assert load_board(world.zara.actor, at=at + WEEK).trend.week_ago == 0


@pytest.fixture
def last_week(busy):
    """Return the week of work a week later, with its last day recorded."""
    record_overdue(at=NOW)
    with time_machine.travel(NOW + WEEK, tick=False):
        yield busy


def overdue_in(office: Office) -> Complaint:
    """Return a complaint that was overdue in an office a week ago."""
    record = OverdueRecord.objects.filter(scopes__contains=[office.pk]).order_by("complaint").first()
    return Complaint.objects.unscoped("test").get(pk=record.complaint)


def test_the_board_compares_with_the_number_of_a_week_ago(last_week):
    then = load_board(last_week.zara.actor, at=NOW).overdue.number
    for name in ("zara", "usman", "farah"):
        at_that_time = load_board(last_week.people[name].actor, at=NOW).overdue.number
        assert load_board(last_week.people[name].actor, at=NOW + WEEK).trend.week_ago == at_that_time > 0, name
    assert then > load_board(last_week.farah.actor, at=NOW).overdue.number


@pytest.mark.slow
def test_an_office_that_did_not_exist_a_week_ago_is_not_getting_worse(last_week):
    """A new circle of the division gets the overdue complaints of Gulberg circle. The old one still has a number."""
    old = last_week.office("gulberg_circle")
    row = OfficeListRow(2, "ichhra_circle", "circle", "model_town", "Ichhra Circle", "اچھرہ سرکل", "SDPO")
    assert not import_offices(rows=[row], by=None, at=NOW + DAY).errors
    new, at = Office.objects.get(code="ichhra_circle"), NOW + WEEK
    Complaint.objects.unscoped("test").filter(circle=old).update(circle=new, office=new)
    board = load_board(last_week.farah.actor, at=at)
    rows, trends = {row.office.pk: row for row in board.rows}, board.trend.offices
    assert rows[new.pk].overdue >= 2
    assert trends[new.pk].week_ago is None
    assert set(trends[new.pk].overdue) == {None}
    assert not is_getting_worse(rows[new.pk].overdue, trends[new.pk].week_ago)
    assert trends[old.pk].week_ago > 0
    record_overdue(at=at)
    assert load_board(last_week.farah.actor, at=at + WEEK).trend.offices[new.pk].week_ago == rows[new.pk].overdue


@pytest.mark.slow
def test_an_office_without_anything_overdue_has_a_zero_of_a_week_ago(last_week):
    trends = load_board(last_week.zara.actor, at=NOW + WEEK).trend.offices.values()
    assert {trend.week_ago is None for trend in trends} == {False}
    assert 0 in {trend.week_ago for trend in trends}


def test_an_accused_officer_learns_nothing_from_the_history(last_week):
    """A number of the past never changes, so one that shrank would tell Farah of the naming, and at which office."""
    at = NOW + WEEK
    named = overdue_in(last_week.farah.posting.office)
    before = {name: load_board(last_week.people[name].actor, at=at).trend for name in ("farah", "zara")}
    reason = {"source": Naming.Source.CELL, "by": last_week.salma.posting, "why": "Named.", "named_at": at}
    create_naming(complaint=named, officer=last_week.farah.officer, **reason)
    after = {name: load_board(last_week.people[name].actor, at=at).trend for name in ("farah", "zara")}
    for name in ("farah", "zara"):
        assert after[name].overdue == before[name].overdue
        assert [one.overdue for one in after[name].offices.values()] == [
            one.overdue for one in before[name].offices.values()
        ]
    assert after["farah"].weeks[-1].received.number + 1 >= before["farah"].weeks[-1].received.number


def test_what_is_overdue_after_a_naming_is_not_in_the_history_of_the_accused(busy):
    """The naming comes two days before the day that is recorded."""
    record_overdue(at=NOW)
    named = overdue_in(busy.farah.posting.office)
    at = NOW + WEEK
    before = {name: load_board(busy.people[name].actor, at=at).trend.week_ago for name in ("farah", "zara")}
    reason = {"source": Naming.Source.CELL, "by": busy.salma.posting, "why": "Named.", "named_at": NOW - 2 * DAY}
    create_naming(complaint=named, officer=busy.farah.officer, **reason)
    assert load_board(busy.farah.actor, at=at).trend.week_ago == before["farah"] - 1
    assert load_board(busy.zara.actor, at=at).trend.week_ago == before["zara"], "the province's monitor may see it"


def test_the_trend_that_is_reused_belongs_to_one_reader_and_what_they_may_see(last_week):
    """An exclusion counts at once, although the numbers of the trend may be two minutes old."""
    at = NOW + WEEK
    reason = {"source": Naming.Source.CELL, "by": last_week.salma.posting, "why": "Named.", "named_at": NOW - 2 * DAY}
    read = partial(load_board, last_week.farah.actor, at=at, reuse_trend=True)
    first = read().trend
    assert read().trend == first
    named = overdue_in(last_week.farah.posting.office)
    create_naming(complaint=named, officer=last_week.farah.officer, **reason)
    assert read().trend.week_ago == first.week_ago - 1
