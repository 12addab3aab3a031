"""Every figure of a board equals a plain count with the filter of its link, for any viewer and period."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from math import ceil
from random import Random

import pytest

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from complaints.models import Complaint, Naming
from complaints.services.custody import office_line_of
from desk.queries.complaint_filters import ALL, LATE, filter_complaints
from monitoring.queries.board import Board, BoardPeriod, load_board
from monitoring.queries.board_trend import BoardTrend
from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare
from monitoring.tallies import tally_maintenance
from tests.depth import DEEP
from tests.factories import OfficerFactory, PostingFactory, create_naming
from tests.monitoring.week import NOW

pytestmark = pytest.mark.slow

# The viewer, and the posting on leave for which they act.
LOOKERS = {"zara": "", "usman": "rashid", "farah": "", "rashid": "bilal"}
if DEEP:
    LOOKERS |= {"imran": "", "dania": "rashid", "kamran": ""}


def shaken(world, random: Random) -> None:
    """Give complaints random facts, apply some deltas, name officers, and add conduct complaints about a station."""
    gulberg, lines = world.office("gulberg"), lines_of_offices()
    for complaint in Complaint.objects.unscoped("test").order_by("pk"):
        after = timedelta(minutes=random.randint(1, 9000))
        complaint.channel = random.choice(["web", "counter", "letter"])
        reopen(complaint, random, lines)
        complaint.verdict = random.choice(["", "satisfied", "not", "unreachable"])
        complaint.reported_at = random.choice([None, complaint.received_at + after])
        complaint.received_at -= timedelta(days=random.randint(0, 60))
        complaint.about_police = random.random() < 0.3
        if complaint.circle_id == gulberg.parent_id and random.random() < 0.5:
            complaint.station = complaint.office = gulberg
        if random.random() < 0.4:
            complaint.contact, complaint.contacted_at = (
                "confirmed",
                complaint.contact_due_at + random.choice([-1, 1]) * after,
            )
        complaint.save()
        for clocks in (complaint.clock_runs, complaint.running_clocks):
            clocks.update(cycle=complaint.cycle)
        for name in ("usman", "farah", "kamran", "rashid"):
            if random.random() < 0.15:
                why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": NOW}
                create_naming(complaint=complaint, officer=world.people[name].officer, **why)
        if random.random() < 0.05:
            tally_maintenance.apply_deltas()


def lines_of_offices() -> list[list[int | None]]:
    """Return the offices of Lahore and Multan and those above, each with its line as stored in a complaint."""
    some = Office.objects.filter(path__regex="^punjab/$|lahore|multan").order_by("path")
    return [[*office.area_ids().values(), office.pk] for office in some]


def reopen(complaint: Complaint, random: Random, lines: list[list[int | None]]) -> None:
    """Make complaints reopened or not, charged to the office that has them or to another one."""
    complaint.cycle = random.choice([1, 1, 2])
    complaint.reopened_line = complaint.objected_at = None
    if complaint.cycle > 1:
        complaint.reopened_line = random.choice([office_line_of(complaint), random.choice(lines)])
        complaint.objected_at = random.choice([None, NOW])


def figures(part) -> list[Figure]:
    """Return all figures of a board."""
    if isinstance(part, Figure):
        return [part]
    if isinstance(part, dict | list | tuple):
        return [one for inner in (part.values() if isinstance(part, dict) else part) for one in figures(inner)]
    return [one for field in fields(part) for one in figures(getattr(part, field.name))] if is_dataclass(part) else []


def plain(actor: Actor, of: FigureFilter):
    named = {
        name: getattr(of, name) for name in ("status", "category", "channel", "outcome", "clock", "contact", "age")
    }
    named |= {"report": of.report, "word": of.word, "received": (of.first, of.last), "only": of.only}
    named["office"] = Office.objects.get(code=of.office) if of.office else None
    return filter_complaints(Complaint.objects.visible_to(actor), at=NOW, **named)


@pytest.mark.parametrize("name", LOOKERS)
def test_every_figure_is_the_count_of_its_list(busy, name):
    random = Random(name)
    shaken(busy, random)
    actor = Actor.of(busy.people[name].posting)
    if LOOKERS[name]:
        actor = replace(actor, covers=frozenset({busy.people[LOOKERS[name]].posting.pk}))
    for _ in range(8 if DEEP else 2):
        first = NOW.date() - timedelta(days=random.randint(0, 70))
        told = load_board(actor, at=NOW, first=first, last=first + timedelta(days=random.randint(0, 70)))
        agrees(actor, told)


def agrees(actor: Actor, told: Board) -> None:
    found = figures(replace(told, trend=some_trends(told)))
    found += [row.figure(row.open) for row in (*told.rows, *told.above)]
    found += [row.figure(row.overdue, clock="overdue") for row in (*told.rows, *told.above)]
    assert [(one.filter, one.number) for one in found] == [
        (one.filter, plain(actor, one.filter).count()) for one in found
    ]
    for period in (told.period, told.before):
        holds_together(actor, period, told.open.filter.office)
    weeks_hold_together(actor, told)
    rows = [*told.rows, *told.above]
    assert not rows or sum(row.open for row in rows) == told.open.number
    assert not rows or sum(row.overdue for row in rows) == told.overdue.number
    assert sum(figure.number for figure in told.ages.values()) == told.open.number
    assert sum(figure.number for figure in told.by_status.values()) == told.period.received.number


def holds_together(actor: Actor, told: BoardPeriod, office: str) -> None:
    """Check the denominators of shares and the times to a report."""
    period = FigureFilter(status=ALL, office=office, first=told.first, last=told.last)

    def counted(**more) -> int:
        return plain(actor, replace(period, **more)).count()

    late = {"contacted": {"contact": LATE}, "reported": {"report": LATE}}
    for step, narrowed in late.items():
        share: FigureShare = getattr(told, step)
        assert share.known == share.true.number + counted(**narrowed)
    answering = plain(actor, replace(told.reopened.true.filter, word="accountable")).count()
    assert told.reopened.known == answering
    assert told.denied.known == plain(actor, replace(told.denied.true.filter, word="known")).count()
    assert told.satisfied.known == counted(word="answered")
    times = sorted(c.reported_at - c.received_at for c in plain(actor, replace(period, report="given")))
    for share, time in ((0.5, told.median), (0.9, told.percentile_90)):
        exact = times[ceil(share * len(times)) - 1] if times else None
        assert time is exact is None or abs(time / exact - 1) <= 0.045


def some_trends(told: Board) -> BoardTrend:
    """Return some of the weeks and offices, drawn anew for each board: all of them are two hundred figures."""
    random = Random(told.version)
    weeks, offices = told.trend.weeks, list(told.trend.offices.items())
    return replace(
        told.trend,
        weeks=random.sample(weeks, min(5, len(weeks))),
        offices=dict(random.sample(offices, min(6, len(offices)))),
    )


def weeks_hold_together(actor: Actor, told: Board) -> None:
    """Check the denominators and the median of the weeks with the most complaints, and of offices below."""
    for week in sorted(told.trend.weeks, key=lambda week: -week.received.number)[:3]:
        for name, narrowed in (("contacted", {"contact": LATE}), ("reported", {"report": LATE})):
            share = getattr(week, name)
            if share is not None:
                late = replace(week.received.filter, **narrowed)
                assert share.known == share.true.number + plain(actor, late).count(), (name, week.first)
        if week.denied is not None:
            assert week.denied.known == plain(actor, replace(week.denied.true.filter, word="known")).count()
        if week.reports is not None:
            times = sorted(c.reported_at - c.received_at for c in plain(actor, week.reports.filter))
            exact = times[ceil(len(times) / 2) - 1] if times else None
            assert week.median is exact is None or abs(week.median / exact - 1) <= 0.045
    for trend in [*told.trend.offices.values()][:5]:
        late = replace(trend.newest_reported.true.filter, report=LATE)
        assert trend.newest_reported.known == trend.newest_reported.true.number + plain(actor, late).count()


@pytest.mark.parametrize("name", ["head", "head for imran", "usman", "zara"])
def test_every_figure_of_a_unit_is_the_count_of_its_list(busy, name):
    """For its own head, also acting for an officer elsewhere, and for viewers above."""
    row = OfficeListRow(2, "cia", "unit", "lahore", "CIA Lahore", "سی آئی اے لاہور", "SP")
    assert not import_offices(rows=[row], by=None, at=NOW).errors
    unit, random = busy.office("cia"), Random(name)
    for complaint in Complaint.objects.unscoped("test").filter(district=unit.parent_id).order_by("pk")[::2]:
        complaint.division = complaint.circle = complaint.station = None
        complaint.office = unit
        complaint.save()
    shaken(busy, random)
    head = PostingFactory(officer=OfficerFactory(), office=unit, role=Role.SUPERVISOR, is_head=True)
    actor = Actor.of(head) if name.startswith("head") else busy.people[name].actor
    if name == "head for imran":
        actor = replace(actor, covers=frozenset({busy.imran.posting.pk}))
    for _ in range(6 if DEEP else 2):
        first = NOW.date() - timedelta(days=random.randint(20, 70))
        told = load_board(actor, at=NOW, office=unit, first=first, last=NOW.date())
        assert told.open.number > 0 < told.period.received.number
        assert any(week.received.number for week in told.trend.weeks)
        agrees(actor, told)


@pytest.mark.parametrize("name", ["zara", "usman", "farah"])
def test_a_board_of_an_office_below_counts_what_stands_there(busy, name):
    """The same visibility applies to boards of offices below the viewer's, also for viewers who act for somebody."""
    random = Random(f"{name} below")
    shaken(busy, random)
    actor = Actor.of(busy.people[name].posting)
    below = Office.objects.filter(path__startswith=actor.office_path).exclude(path=actor.office_path)
    drawn = random.sample(list(below.order_by("path")), min(5, below.count()))
    gulberg, lahore = busy.office("gulberg"), busy.office("lahore")
    drawn += [office for office in (gulberg, lahore) if actor.is_at_or_above(office.path)]
    numbers = []
    for office in drawn:
        first = NOW.date() - timedelta(days=random.randint(0, 70))
        told = load_board(actor, at=NOW, office=office, first=first, last=NOW.date())
        agrees(actor, told)
        numbers.append(told.open.number)
    assert max(numbers) > 0
