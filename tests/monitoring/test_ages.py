"""Ages of open complaints, from tallies of whole days and rows of a part of a day, at any hour."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.complaint_age_groups import AGE_GROUPS, UPPER_BOUNDS
from desk.queries.complaint_filters import filter_complaints
from monitoring.queries.board import load_board
from monitoring.queries.complaint_ages import COUNTED_AGES, LATEST_RECEIPT, age_limits, split_by_age
from tests.monitoring.test_board_figures import shaken
from tests.world import clock

HOURS = ("00:00", "04:00", "07:59", "11:59", "12:01", "20:00", "23:59")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
SECONDS = st.integers(0, int(timedelta(days=20).total_seconds()))


@given(MOMENTS, st.lists(SECONDS, max_size=30))
def test_days_and_what_lies_beside_the_edge_are_what_is_younger(at, ago):
    received = [at - timedelta(seconds=one) for one in ago]
    received += [at - UPPER_BOUNDS[age] for age in COUNTED_AGES]  # exactly at the limit: belongs to the next age
    last = localdate(at + LATEST_RECEIPT)
    for edge in age_limits(at=at):
        whole = sum(edge.first <= localdate(moment) <= last for moment in received)
        beside = sum(edge.after < moment <= edge.until for moment in received)
        younger = sum(moment > at - UPPER_BOUNDS[edge.age] for moment in received)
        assert whole + edge.sign * beside == younger
        assert edge.until - edge.after <= timedelta(hours=12)


def test_what_is_younger_taken_apart():
    assert split_by_age([2, 5, 5, 9]) == [2, 3, 0, 4]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("name", ["zara", "usman", "rashid", "farah", "dania", "kamran"])
def test_at_any_hour_an_age_counts_what_its_link_lists(db, week, name):
    """At each level. The heads of region, district, division and station are named in some complaints."""
    with week.lent() as world:
        random = Random(f"{name} ages")
        shaken(world, random)
        for one in Complaint.objects.unscoped("test").open().order_by("pk"):
            ago = timedelta(minutes=random.choice([random.randrange(80 * 60), random.randrange(15 * 24 * 60)]))
            Complaint.objects.unscoped("test").filter(pk=one.pk).update(received_at=clock("+5d 00:00") - ago)
        actor = Actor.of(world.people[name].posting)
        one = Complaint.objects.visible_to(actor, at=clock("+5d 00:00")).open().order_by("pk")[0]
        on_the_edge = clock("+5d 12:00") - UPPER_BOUNDS["8h"]  # at noon one becomes older
        Complaint.objects.unscoped("test").filter(pk=one.pk).update(received_at=on_the_edge)
        found = {}
        for hour in HOURS:
            at = clock(f"+5d {hour}")
            seen = Complaint.objects.visible_to(actor, at=at)
            plain = {age: filter_complaints(seen, at=at, age=age).count() for age in AGE_GROUPS}
            found[hour] = plain
            assert {age: one.number for age, one in load_board(actor, at=at).ages.items()} == plain, hour
        assert len({tuple(numbers.values()) for numbers in found.values()}) > 1
