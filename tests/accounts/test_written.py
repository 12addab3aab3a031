"""A query that is written once gives what Django would give, whenever and of whatever it is asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.queries.written import STANDS_FOR, Slot, ask, written
from complaints.desk import filters
from complaints.models import Complaint
from complaints.queries import paging
from complaints.queries.paging import Place
from complaints.queries.queue import my_queue, my_way, office_queue, office_way, rows_of
from complaints.queries.queues import MINE, OFFICE, ById, OnTheWay, Queue, Rows, Shape
from tests.world import clock

NARROWINGS = [
    {},
    {"clock": "overdue"},
    {"clock": "day", "contact": "late"},
    {"clock": "fine", "report": "late"},
    {"status": "all", "category": "property_crime", "received": (clock("09:00").date(), None)},
    {"age": "24h"},
]


def askers(actor):
    """Every asker of the desk's pages, for one actor."""
    shapes = [Shape(MINE, actor), *(Shape(OFFICE, actor, tuple(sorted(asked.items()))) for asked in NARROWINGS)]
    yield from (filters._categories, filters.Reach(actor.office_path, actor.office_kind, ("x",)))
    yield from (ById(back) for back in (0, 1))
    for shape in shapes:
        yield from (Rows(shape, back, start) for back in (0, 1) for start in (0, 1))
        if Queue(shape, clock("09:00")).has_way:
            yield from (OnTheWay(shape, back, start, 40) for back in (0, 1) for start in (0, 1))


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


@pytest.mark.slow
@pytest.mark.parametrize("asked", NARROWINGS)
@pytest.mark.parametrize("who", ["usman", "salma", "zara"])
def test_a_queue_is_the_same_at_any_moment_and_from_any_place(world, who, asked):
    hours = ("07:00", "08:00", "09:00", "10:00")
    made = [world.complaint(kind, hour) for hour in hours for kind in ("property_crime", "financial_crime", "threats")]
    actor = world.people[who].actor
    places = [None, *(Place(one.due_at, one.pk) for one in made[2:9:3])]
    for at in (clock("10:30"), clock("10:30") + timedelta(days=2), clock("10:30") + timedelta(days=20)):
        for queue, kind, way, narrowing in (
            (office_queue, OFFICE, office_way(actor, at=at, **asked), asked),
            (my_queue, MINE, my_way(actor), {}),
        ):
            for where in ("after", "before"):
                for place in places:
                    plain = paging.page_of(
                        queue(actor, at=at, **narrowing), way=way, most=paging.SIZE * 40, **{where: place}
                    )
                    once = paging.page_in(Queue.of(kind, actor, at=at, **narrowing), **{where: place})
                    assert once == plain


def test_a_page_is_one_statement_from_the_first(world):
    world.complaint("property_crime", "09:00")
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert len(Queue.of(OFFICE, world.usman.actor, at=clock("10:00")).rows(None, back=False)) == 1
        assert len(queries) == 1


def test_officers_of_one_kind_ask_by_one_text_and_the_server_keeps_it(world):
    """Words stand in it, who asks does not. Its plan is as good for another district as for the first."""
    complaint, askers = world.in_inquiry("10:00"), [world.usman.actor, world.rashid.actor]
    first, second = (written(Rows(Shape(OFFICE, actor), False, False)) for actor in askers)
    assert first.sql == second.sql
    assert "'in_inquiry'" in first.sql
    seen = {actor: Queue.of(OFFICE, actor, at=clock("11:00")) for actor in askers}
    found = [[row["id"] for row in seen[actor].rows(None, back=False)] for actor in askers * 6]
    assert found == [[complaint.pk] if actor == world.usman.actor else [] for actor in askers * 6]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%owed_clocks%'")
        assert cursor.fetchone() == (1,)


def test_a_percent_sign_among_the_words_stays_one(world):
    def ends_so(**others):
        return Complaint.objects.for_system().filter(fir_number__endswith="7%", fir_station="100%s")

    complaint = world.complaint("property_crime", "09:00")
    Complaint.objects.for_system().filter(pk=complaint.pk).update(fir_number="12/7%", fir_station="100%s")
    assert [one.pk for one in ask(ends_so)] == [complaint.pk]


def test_what_nobody_may_see_is_not_asked_for(world, django_assert_num_queries):
    world.complaint("property_crime", "09:00")
    with django_assert_num_queries(0):
        assert Queue.of(OFFICE, world.omar.actor, at=clock("10:00")).rows(None, back=False) == []


def test_moments_near_the_asked_one_move_with_it(world):
    def recent(*, at, **others):
        return rows_of(Complaint.objects.for_system().filter(received_at__gt=at - timedelta(hours=1)))

    world.complaint("property_crime", "09:00")
    assert written(recent).slots == (
        Slot(written(recent).slots[0].index, "at", timedelta(hours=-1)),
        *written(recent).slots[1:],
    )
    found = {hour: len(ask(recent, at=clock(hour))) for hour in ("09:30", "10:30")}
    assert found == {"09:30": 1, "10:30": 0}
    assert timezone.now() > clock("09:00") - timedelta(days=3650)
