"""A query that is written once gives what Django would give, whenever and of whatever it is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import backend
from accounts.queries import postings
from accounts.queries.postings import current_postings
from accounts.queries.written import STANDS_FOR, Slot, ask, written
from complaints.models import Complaint
from complaints.queries import evidence, file
from config import sessions
from monitoring.queries import apart, board, levels
from monitoring.rules.reviews.capacities import Doer
from tests.world import clock


def askers(actor):
    """Every asker of the desk's pages, for one actor."""
    yield postings._held
    yield from (backend._officer, sessions._lasting)
    yield from (file.Seen(actor), file._events, file._complainant, evidence._handed_in)
    yield from (apart.Hidden(actor), apart.Elsewhere(replace(actor, covers=frozenset({1}))))
    yield from (board.Reviews(Doer(actor.officer_id, actor), some) for some in (True, False))
    yield board._categories
    yield from (levels.Within(actor.office_path, actor.office_kind), levels.Named((actor.office_path,)))


@pytest.mark.parametrize("who", ["usman", "bilal", "salma", "zara", "hina", "dania"])
def test_nothing_of_the_moment_of_writing_stays_in_it(world, who):
    """Written a second time, later, each has the same SQL and the same parameters, but for those filled in."""
    for asker in askers(world.people[who].actor):
        first, second = written.__wrapped__(asker), written.__wrapped__(asker)
        if first is None:
            assert second is None
            continue
        filled = {slot.index for slot in first.slots}
        assert (first.sql, first.slots) == (second.sql, second.slots), asker
        kept = [[repr(value) for at, value in enumerate(one.parameters) if at not in filled] for one in (first, second)]
        assert kept[0] == kept[1], asker
        assert not set(kept[0]) & set(map(repr, STANDS_FOR.values())), asker


def test_who_asks_is_part_of_what_is_asked(world):
    complaint, everybody = world.in_inquiry("10:00"), [one for one in world.people.values() if one.posting]
    seen = {one.name for one in everybody if file.one_seen_by(one.actor, complaint.etag)}
    assert seen == {one.name for one in everybody if file.seen_by(one.actor).filter(pk=complaint.pk)}
    assert {"bilal", "usman"} <= seen < {one.name for one in everybody}


def test_what_changes_between_two_askings_is_seen(world):
    """The clock is read anew: a posting that begins or ends meanwhile counts."""
    bilal = world.bilal.officer
    began = world.bilal.posting.starts_at
    assert [one.pk for one in current_postings(bilal, at=clock("09:00"))] == [world.bilal.posting.pk]
    assert current_postings(bilal, at=began - timedelta(seconds=1)) == []
    bilal.postings.update(ends_at=clock("10:00"))
    assert current_postings(bilal, at=clock("10:00")) == []


def test_sealed_words_are_opened_and_relations_are_there(world, django_assert_num_queries):
    complaint = world.complaint("property_crime", "09:00")
    told = Complaint.objects.for_system().get(pk=complaint.pk).statement.text
    for _ in range(2):
        with django_assert_num_queries(1):
            seen = file.one_seen_by(world.usman.actor, complaint.etag)
            assert seen.statement.text == told != ""
            assert (seen.category.code, seen.head.complaint_id) == ("property_crime", complaint.pk)


def test_a_percent_sign_among_the_words_stays_one(world):
    def ends_so(**others):
        return Complaint.objects.for_system().filter(fir_number__endswith="7%", fir_station="100%s")

    complaint = world.complaint("property_crime", "09:00")
    Complaint.objects.for_system().filter(pk=complaint.pk).update(fir_number="12/7%", fir_station="100%s")
    assert [one.pk for one in ask(ends_so)] == [complaint.pk]


def test_moments_near_the_asked_one_move_with_it(world):
    def recent(*, at, **others):
        return Complaint.objects.for_system().filter(received_at__gt=at - timedelta(hours=1))

    world.complaint("property_crime", "09:00")
    assert written(recent).slots == (
        Slot(written(recent).slots[0].index, "at", timedelta(hours=-1)),
        *written(recent).slots[1:],
    )
    found = {hour: len(ask(recent, at=clock(hour))) for hour in ("09:30", "10:30")}
    assert found == {"09:30": 1, "10:30": 0}
    assert timezone.now() > clock("09:00") - timedelta(days=3650)
