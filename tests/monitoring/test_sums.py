"""Every level of a viewer's boards adds up: province = regions = districts + not counted by district."""

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN
from complaints.rules.reopening_responsibility import LEVELS
from desk.queries.complaint_filters import ALL, ANSWERED_FOR, LATE, filter_complaints
from monitoring.queries.board import Board, load_board
from monitoring.queries.figures_with_filters import Figure, FigureFilter, FigureShare
from monitoring.queries.league import MEASURE_FILTERS, load_league
from monitoring.rules.league_places import LeagueMeasure
from tests.depth import DEEP
from tests.monitoring.test_board_figures import plain, shaken
from tests.monitoring.week import NOW

VIEWERS = ("zara", "imran", "usman", "farah", "dania", "kamran", "rashid")
PLACES = [OfficeKind.REGION, OfficeKind.DISTRICT, OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION]
DATES = [NOW.date() - timedelta(days=n) for n in (0, 1, 29, 70)]
KNOWN = {
    f" {period} {share}": changes
    for period in ("period", "before")
    for share, changes in {
        "contacted": ({}, {"contact": LATE}),
        "reported": ({}, {"report": LATE}),
        "reopened": ({"word": "accountable"},),
        "denied": ({"word": "known"},),
        "satisfied": ({"word": "answered"},),
    }.items()
}
"""Of how many a share is: as other links than its own."""
NOT_SUMS = {"median", "ninth", "reviews", "rows", "above", "regions", "at", "version", "office", "level", "trend"}


def sums(part, name: str = "") -> Counter:
    """Return every number of a board that can be added up, by name. A share gives two numbers."""
    if isinstance(part, Figure):
        return Counter({name: part.number})
    if isinstance(part, FigureShare):
        return Counter({name: part.true.number, f"{name} known": part.known})
    if isinstance(part, dict | list):
        pairs = part.items() if isinstance(part, dict) else part
        return sum((sums(value, f"{name} {getattr(key, 'code', key)}") for key, value in pairs), Counter())
    if is_dataclass(part):
        inner = ((field.name, getattr(part, field.name)) for field in fields(part) if field.name not in NOT_SUMS)
        return sum((sums(value, f"{name} {key}") for key, value in inner), Counter())
    return Counter()


def links(part) -> dict[str, FigureFilter]:
    """Return the link of each number of `sums`."""
    if isinstance(part, Figure):
        return {"": part.filter}
    if isinstance(part, FigureShare):
        return {"": part.true.filter}
    if isinstance(part, dict | list):
        pairs = part.items() if isinstance(part, dict) else part
        return {f" {getattr(key, 'code', key)}{rest}": of for key, value in pairs for rest, of in links(value).items()}
    if is_dataclass(part):
        inner = [(field.name, getattr(part, field.name)) for field in fields(part) if field.name not in NOT_SUMS]
        return {f" {key}{rest}": of for key, value in inner for rest, of in links(value).items()}
    return {}


def counted_elsewhere(actor: Actor, told: Board, level: OfficeKind) -> Counter:
    """Count complaints that the viewer sees in an office and that no office of the level has or is accountable for."""
    found = Counter()
    for name, of in links(told).items():
        found[name] = counted_at_none(actor, of, level)
        for changes in KNOWN.get(name, ()):
            found[f"{name} known"] += counted_at_none(actor, replace(of, **changes), level)
    return found


def counted_at_none(actor: Actor, of: FigureFilter, level: OfficeKind) -> int:
    rows = plain(actor, of)
    if of.word not in ANSWERED_FOR:
        return rows.filter(**{SCOPE_COLUMN[level]: None}).count()
    is_charged_elsewhere = Q(reopened_line__isnull=False, **{f"reopened_line__{PLACES.index(level)}": None})
    return rows.filter(is_charged_elsewhere | Q(reopened_line=None, **{SCOPE_COLUMN[level]: None})).count()


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWERS)
@settings(
    max_examples=20 if DEEP else 2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), first=st.sampled_from(DATES), last=st.sampled_from(DATES))
def test_every_level_adds_up_for_every_figure(busy, name, seed, first, last):
    """With random facts, exclusions, charges and periods, at each level below the viewer's office."""
    actor = Actor.of(busy.people[name].posting)
    first, last = sorted([first, last])
    with transaction.atomic():
        shaken(busy, Random(seed))
        own = load_board(actor, at=NOW, first=first, last=last)
        whole = sums(own)
        for level in PLACES:
            offices = Office.objects.filter(path__startswith=actor.office_path, kind=level).exclude(pk=actor.office_id)
            if not offices:
                continue
            below = [load_board(actor, at=NOW, office=office, first=first, last=last) for office in offices]
            added = sum((sums(one) for one in below), Counter())
            for figure, elsewhere in counted_elsewhere(actor, own, level).items():
                assert whole[figure] == added[figure] + elsewhere, (level, figure)
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWERS)
@settings(
    max_examples=20 if DEEP else 2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), first=st.sampled_from(DATES))
def test_the_league_adds_up_with_its_row_for_what_no_office_counts(busy, name, seed, first):
    """*Not counted by district* is the remainder, and equals a plain count."""
    actor = Actor.of(busy.people[name].posting)
    with transaction.atomic():
        shaken(busy, Random(seed))
        found = load_league(actor, at=NOW, first=first, last=NOW.date())
        if found.rows:
            column = {SCOPE_COLUMN[found.level]: None}
            seen = filter_complaints(
                Complaint.objects.visible_to(actor), status=ALL, received=(first, NOW.date()), at=NOW
            )
            own = None if actor.office_kind == OfficeKind.CENTRAL else busy.office(actor.office_path.split("/")[-2])
            assert (
                sum(row.received.number for row in found.rows) + found.elsewhere.received == found.total.received.number
            )
            assert found.elsewhere.received == seen.filter(**column).count() - outside(seen, own)
            for measure in LeagueMeasure:
                rest, total = found.elsewhere.shares[measure], found.total.shares[measure].share
                shares = [row.shares[measure].share for row in found.rows]
                assert sum(share.number for share in shares) + rest.number == total.number, measure
                assert sum(share.of for share in shares) + rest.of == total.of, measure
                of = FigureFilter(
                    ALL, office=own.code if own else "", first=first, last=NOW.date(), **MEASURE_FILTERS[measure]
                )
                assert rest.number == counted_at_none(actor, of, found.level), measure
        transaction.set_rollback(True)


def outside(seen, own: Office | None) -> int:
    """Return the complaints that a person sees outside their office. No office below it counts them."""
    return 0 if own is None else seen.exclude(**{SCOPE_COLUMN[OfficeKind(own.kind)]: own.pk}).count()


def test_every_number_of_a_board_is_compared(busy):
    """The comparison above covers every number of a board, except those named with a reason."""
    named = set(links(load_board(busy.zara.actor, at=NOW)))
    assert {
        " open",
        " overdue",
        " day",
        " resolved",
        " period received",
        " before denied",
        " statuses received",
    } <= named
    assert len(named) > 40
    assert len(PLACES) == LEVELS
