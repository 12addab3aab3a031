"""The projection of the backlog: properties for any weeks, and when there is none."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor
from complaints.models import Complaint, Naming
from monitoring.queries import projected_backlog
from monitoring.queries.board_counts import BoardScope
from monitoring.queries.board_levels import BoardLevels
from monitoring.queries.projected_backlog import load_backlog
from monitoring.rules.backlog_projection import (
    FEWEST_ARRIVALS,
    RECENT_WEEKS,
    WEEKS,
    WEEKS_AHEAD,
    Projection,
    WeekOfArrival,
    open_shares_by_age,
    project_backlog,
)
from tests.factories import create_naming
from tests.monitoring.week import rows_behind
from tests.signing_in import sign_in
from tests.world import clock

NOW = clock("+1d 12:00")
a_week = st.integers(0, 5000).flatmap(
    lambda received: st.builds(WeekOfArrival, st.just(received), st.integers(0, received))
)
some_weeks = st.lists(a_week, min_size=WEEKS, max_size=WEEKS)


@pytest.mark.slow
@given(some_weeks, st.integers(0, 10_000))
def test_it_lies_within_its_range_and_never_beyond_what_there_can_be(weeks, older):
    arrivals = [week.received for week in weeks[:RECENT_WEEKS]]
    found = project_backlog(weeks, older)
    if sum(arrivals) < FEWEST_ARRIVALS:
        assert found is None
        return
    assert older <= found.low <= found.middle <= found.high
    assert found.high <= older + sum(week.open for week in weeks) + WEEKS_AHEAD * max(arrivals)


@pytest.mark.slow
@given(some_weeks)
def test_the_older_the_fewer_are_open(weeks):
    shares = open_shares_by_age(weeks)
    assert all(0 <= later <= sooner <= 1 for sooner, later in pairwise(shares))


@given(st.integers(20, 5000), st.lists(st.floats(0, 1), min_size=WEEKS - WEEKS_AHEAD, max_size=WEEKS - WEEKS_AHEAD))
def test_where_every_week_is_like_the_other_it_stays_as_it_is(received, drawn):
    shares = [*sorted(drawn, reverse=True), *[0.0] * WEEKS_AHEAD]
    weeks = [WeekOfArrival(received, round(received * share)) for share in shares]
    now = sum(week.open for week in weeks)
    assert project_backlog(weeks, 0) == Projection(now, now, now)


@pytest.mark.slow
@given(some_weeks, st.integers(0, 10_000))
def test_what_is_older_than_all_weeks_stays(weeks, older):
    without, found = project_backlog(weeks, 0), project_backlog(weeks, older)
    assert found == (without and Projection(*(n + older for n in (without.low, without.middle, without.high))))


def test_weeks_that_hold_nothing_and_that_are_all_done():
    assert project_backlog([WeekOfArrival(0, 0)] * WEEKS, 10) is None
    assert project_backlog([WeekOfArrival(10, 0)] * WEEKS, 3) == Projection(3, 3, 3)
    assert project_backlog([WeekOfArrival(10, 10)] * WEEKS, 0) == Projection(300, 300, 300)
    assert project_backlog([WeekOfArrival(6, 3), *[WeekOfArrival(6, 0)] * (WEEKS - 1)], 0) is None


def watch(world, name: str) -> BoardScope:
    actor = Actor.of(world.people[name].posting)
    return BoardScope.load(
        actor, BoardLevels.load(actor.office_path, actor.office_kind).own, NOW.date(), NOW.date(), NOW
    )


@pytest.fixture
def filed(world):
    """File sixty complaints in Lahore over five weeks, half of them closed long ago."""
    made = [world.complaint("financial_crime", "09:00", station="gulberg") for _ in range(60)]
    for number, complaint in enumerate(made):
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(
            received_at=complaint.received_at - timedelta(days=number % 35)
        )
    for complaint in made[::2]:
        done = {"status": "closed", "ending": "confirmed", "closed_at": NOW, "holder": None}
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(**done)
    with time_machine.travel(NOW, tick=False):
        yield world


def test_it_is_computed_from_what_the_reader_may_see(filed):
    told = load_backlog(watch(filed, "usman"))
    assert told.open == 30
    assert told.then.low <= told.then.middle <= told.then.high
    for complaint in Complaint.objects.unscoped("test").open()[:12]:
        why = {"source": Naming.Source.CELL, "by": filed.salma.posting, "why": "Named.", "named_at": NOW}
        create_naming(complaint=complaint, officer=filed.usman.officer, **why)
    hidden = load_backlog(watch(filed, "usman"))
    assert (hidden.open, hidden.then) == (18, None), "forty-eight are too few"
    assert load_backlog(watch(filed, "zara")) == told


def test_the_weeks_end_yesterday_and_what_came_today_is_of_none_of_them(filed, monkeypatch):
    """Just after midnight the newest week would lack a day, and be taken for the week with the fewest arrivals."""
    filed.complaint("financial_crime", "+1d 11:00", station="gulberg")
    given = {}
    monkeypatch.setattr(
        projected_backlog, "project_backlog", lambda weeks, older: given.update(weeks=weeks, older=older)
    )
    assert load_backlog(watch(filed, "zara")).open == 31
    assert [week.received for week in given["weeks"][:6]] == [14, 14, 14, 11, 7, 0]
    assert given["older"] == 0


@pytest.mark.parametrize(("name", "words"), [("zara", "open complaints, between"), ("rashid", "Too few complaints")])
def test_the_page_says_it_with_its_method_or_that_there_are_too_few(filed, name, words):
    client = sign_in(Client(), filed.people[name].officer)
    answer = client.get(reverse("ahead"))
    html = " ".join(answer.content.decode().split())
    assert words in html
    assert ("How this is calculated:" in html) == (name == "zara")
    now = answer.context["backlog"]["now"]
    assert rows_behind(client, now["url"]) == now["count"]
