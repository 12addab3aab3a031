"""How much falls due in each hour: whatever happens to what is open, and however it is folded, the sum is right."""

from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from complaints.models import Complaint, RunningClock
from complaints.queries.complaint_filters import filter_complaints
from monitoring.models import DueHour, Pending
from monitoring.queries.board import board
from monitoring.queries.verifying_tallies import HOURS, differences
from monitoring.services import due_hours
from monitoring.services.sweeping import sweep
from tests.monitoring.test_board_figures import shaken
from tests.monitoring.week import NOW
from tests.world import clock

HOUR = datetime(2027, 1, 1, 9, tzinfo=UTC)
SOONER = HOUR - timedelta(days=30)


@pytest.fixture
def busy(db, week):
    with week.lent() as world:
        yield world


def wrong() -> list[str]:
    return [str(one) for one in dict(differences())["hours of deadlines"]]


def wrong_by_the_hour() -> list:
    """At one moment, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(HOURS)
        return cursor.fetchall()


def due(hour: datetime) -> int:
    return sum(DueHour.objects.filter(hour=hour).values_list("number", flat=True))


def opened(complaint: int, due_at: datetime | None) -> Pending:
    return Pending(complaint=complaint, received_at=SOONER, office=1, due_at=due_at, report_stood=0)


def test_they_follow_whatever_is_done_to_complaints_and_clocks(busy):
    assert DueHour.objects.exists()
    assert wrong() == []
    shaken(busy, Random(11))
    RunningClock.objects.filter(complaint__status="received").update(due_at=HOUR)
    assert due(HOUR) > 5
    closed = Complaint.objects.for_system().get(status="closed")
    busy.ayesha.does("appeal", closed, "+3d 09:00", words="Nothing was done.")
    assert wrong() == []
    due_hours.fold()
    assert wrong() == []
    Complaint.objects.for_system().filter(status="received").update(
        status="closed", ending="confirmed", closed_at=NOW, holder=None
    )
    assert due(HOUR) == 0
    assert wrong() == []


def test_one_statement_adds_what_it_moves_and_nothing_where_it_moves_none(db):
    Pending.objects.bulk_create([opened(-number, HOUR + timedelta(minutes=number)) for number in range(1, 100)])
    assert (due(HOUR), due(HOUR + timedelta(hours=1))) == (59, 40)
    written = DueHour.objects.count()
    Pending.objects.filter(complaint__lt=0).update(office=2)
    Pending.objects.filter(complaint=-1).update(due_at=HOUR + timedelta(minutes=59))
    assert DueHour.objects.count() == written
    Pending.objects.filter(complaint__gte=-59).update(due_at=None)
    Pending.objects.filter(complaint__lt=-80).delete()
    assert (due(HOUR), due(HOUR + timedelta(hours=1))) == (0, 21)


def test_a_fold_leaves_one_row_an_hour_and_none_where_nothing_is_due(db):
    for number in range(1, 8):
        opened(-number, HOUR).save()
    opened(-8, HOUR + timedelta(hours=5)).save()
    Pending.objects.filter(complaint=-8).delete()
    due_hours.fold()
    assert list(DueHour.objects.filter(hour__gte=HOUR).values_list("hour", "number")) == [(HOUR, 7)]
    with CaptureQueriesContext(connection) as asked:
        before = list(DueHour.objects.order_by("pk").values_list("pk"))
        due_hours.fold()
        assert list(DueHour.objects.order_by("pk").values_list("pk")) == before
    assert len(asked) == 3


@pytest.mark.parametrize("minute", ["00", "01", "30", "59"])
@pytest.mark.parametrize("name", ["zara", "usman"])
def test_what_is_due_within_a_day_is_what_its_link_lists_at_any_minute(busy, minute, name):
    random = Random(f"{name} {minute}")
    shaken(busy, random)
    for one in RunningClock.objects.promised().order_by("pk"):
        moment = clock("+5d 09:00") + timedelta(minutes=random.randrange(-200, 1800), microseconds=random.randrange(2))
        RunningClock.objects.filter(pk=one.pk).update(due_at=moment)
    on_the_hour = RunningClock.objects.promised().order_by("pk")[:4]
    for one, hours in zip(on_the_hour, (9, 10, 33, 34), strict=True):
        RunningClock.objects.filter(complaint=one.complaint_id).update(
            due_at=clock("+5d 00:00") + timedelta(hours=hours)
        )
    actor, at = Actor.of(busy.people[name].posting), clock(f"+5d 09:{minute}")
    for complaint in Complaint.objects.for_system().open():
        dues = [one.due_at for one in complaint.running_clocks.promised()]
        Complaint.objects.for_system().filter(pk=complaint.pk).update(due_at=min(dues, default=complaint.due_at))
    listed = filter_complaints(Complaint.objects.visible_to(actor, at=at), at=at, clock="day").count()
    assert board(actor, at=at).day.number == listed > 3
    due_hours.fold()
    assert board(actor, at=at).day.number == listed
    assert wrong() == []


def test_what_is_wrong_is_named_and_counted_anew(own_database):
    Pending.objects.bulk_create([opened(-number, HOUR) for number in range(1, 4)])
    DueHour.objects.create(hour=HOUR, number=2)
    assert wrong() == ["hours of deadlines, 2027-01-01 09:00: due is 5, its complaints say 3"]
    due_hours.rebuild()
    assert wrong() == []
    DueHour.objects.all().delete()
    Pending.objects.filter(complaint__lt=0).delete()
    call_command("rebuild_tallies")
    assert wrong() == []
    with transaction.atomic(), pytest.raises(RuntimeError):
        due_hours.rebuild()


def test_a_fold_that_is_killed_loses_and_doubles_nothing(own_database):
    """It has done all and not committed; a reader waits for nobody, and who folds meanwhile passes over its rows."""
    for number in range(1, 6):
        opened(-number, HOUR).save()
    with psycopg.connect(own_database.owner_url) as killed:
        killed.execute(due_hours.FOLD)
        assert killed.execute("SELECT number FROM monitoring_duehour WHERE hour = %s", [HOUR]).fetchall() == [(5,)]
        assert DueHour.objects.filter(hour=HOUR).count() == due(HOUR) == 5
        opened(-6, HOUR).save()
        due_hours.fold()
        assert (due(HOUR), wrong()) == (6, [])
        with psycopg.connect(own_database.owner_url) as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", [killed.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            killed.commit()
    assert (due(HOUR), wrong()) == (6, [])
    due_hours.fold()
    assert (DueHour.objects.filter(hour=HOUR).count(), due(HOUR), wrong()) == (1, 6, [])


def test_while_many_write_and_fold_every_moment_adds_up(own_database):
    Pending.objects.bulk_create([opened(-number, HOUR) for number in range(1, 21)])

    def write(mine: list[int]) -> None:
        for turn, number in enumerate(mine * 15):
            Pending.objects.filter(complaint=-number).update(due_at=HOUR + timedelta(hours=turn % 3))
        connection.close()

    def fold() -> None:
        while any(writer.is_alive() for writer in writers):
            due_hours.fold()
        connection.close()

    writers = [Thread(target=write, args=[list(range(1, 21))[part::4]]) for part in range(4)]
    folders = [Thread(target=fold) for _ in range(2)]
    for thread in (*writers, *folders):
        thread.start()
    looked = 0
    while any(writer.is_alive() for writer in writers):
        assert wrong_by_the_hour() == []
        looked += 1
    for thread in (*writers, *folders):
        thread.join()
    due_hours.fold()
    assert looked > 3
    assert wrong() == []


def test_a_sweep_moves_none(busy):
    before = list(DueHour.objects.order_by("pk").values_list("pk"))
    sweep(at=NOW + timedelta(days=2))
    assert list(DueHour.objects.order_by("pk").values_list("pk")) == before
