"""The tallies: whatever happens to complaints, they equal a recount, with deltas applied or not."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from itertools import chain
from threading import Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Complaint
from complaints.queries.verification import read_snapshot
from monitoring.models import Tally, TallyDelta
from monitoring.tallies import tally_maintenance
from monitoring.tallies.definitions import ACCOUNTABLE_MEASURES, FACETS, PROVINCE, Grain, daily_spans, shortest_spans
from monitoring.tallies.tally_reading import HeldElsewhere, TallyQuery, read_tallies
from monitoring.tallies.tally_verification import find_differences
from tests.databases import ROOT
from tests.faults.chatting import until
from tests.monitoring.week import NOW, week_of_work
from tests.world import build
from web.calendar_days import start_of_day

WHOLE = shortest_spans(date(2025, 12, 1), date(2027, 6, 30))
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"

NOTICES_A_DEATH = "-c client_connection_check_interval=50"  # otherwise PostgreSQL would go on and apply all deltas
FOLDS = "import django; django.setup(); from monitoring.tallies.tally_maintenance import apply_deltas; apply_deltas()"


@pytest.fixture
def busy(db, week):
    with week.lent() as world:
        yield world


def found() -> list:
    return list(chain.from_iterable(found for _scope, found in find_differences()))


def province() -> dict:
    return read_tallies([TallyQuery("all", PROVINCE, facet, WHOLE) for facet in FACETS])


def waits(clone) -> bool:
    """Return whether a connection to the database waits for a lock."""
    with psycopg.connect(clone.owner_url) as owner:
        return owner.execute(WAITING).fetchone()[0] > 0


@pytest.mark.slow
def test_whatever_happened_in_a_week_the_tallies_say_it_folded_or_not(busy):
    before, waiting = province(), TallyDelta.objects.count()
    assert before.total("all", PROVINCE).received == Complaint.objects.unscoped("test").count() > 30
    assert found() == []
    assert tally_maintenance.apply_deltas(batch=7) == waiting > 30
    assert not TallyDelta.objects.exists()
    assert (province(), found()) == (before, [])
    closed = Complaint.objects.unscoped("test").get(status="closed")
    busy.ayesha.does("appeal", closed, "+3d 09:00", words="Nothing was done.")
    assert found() == []
    after = province().total("all", PROVINCE)
    assert (after.denied, after.reopened, after.word_known) == (1, 1, before.total("all", PROVINCE).word_known)
    tally_maintenance.apply_deltas()
    assert found() == []


def test_complaints_held_elsewhere_add_what_the_tallies_hold(busy):
    """What an acting officer holds elsewhere is counted one by one, by the same SQL functions."""
    tally_maintenance.apply_deltas()
    wants = [TallyQuery("all", PROVINCE, facet, WHOLE) for facet in FACETS]
    everything = list(Complaint.objects.unscoped("test").values_list("pk", flat=True))
    assert read_tallies(wants, hidden=everything) == {}
    elsewhere = [TallyQuery("all", 10**9, facet, WHOLE) for facet in FACETS]
    counted = read_tallies(elsewhere, held=HeldElsewhere(10**9, everything))
    not_accountable = dict.fromkeys(ACCOUNTABLE_MEASURES, 0)
    assert {facet: counted["all", 10**9, facet] for facet in FACETS} == {
        facet: {value: sums._replace(**not_accountable) for value, sums in province()["all", PROVINCE, facet].items()}
        for facet in FACETS
    }


def test_a_change_that_no_figure_shows_writes_nothing(busy):
    tally_maintenance.apply_deltas()
    Complaint.objects.unscoped("test").update(due_at=NOW, asked_after=1)
    assert not TallyDelta.objects.exists()
    moved = Complaint.objects.unscoped("test").filter(status="received")
    number = moved.update(channel="letter")
    assert number > 5
    assert sum(TallyDelta.objects.values_list("received", flat=True)) == 0
    assert not set(TallyDelta.objects.values_list("received", flat=True)) & {0}


@pytest.mark.slow
def test_a_tally_that_is_wrong_is_named_and_counted_anew(busy, capsys):
    call_command("verify_tallies")
    tally_maintenance.apply_deltas()
    row = Tally.objects.filter(scope=busy.office("lahore").pk, grain=Grain.EVER, value="received").get()
    Tally.objects.filter(pk=row.pk).update(received=row.received + 2)
    with pytest.raises(CommandError, match="1 differences") as error:
        call_command("verify_tallies")
    assert error.value.returncode == 1
    assert f"lahore, ever 0001-01-01 status received: received is {row.received + 2}" in capsys.readouterr().err


@pytest.mark.slow
def test_rebuilt_they_say_the_same(own_database):
    """Complaints of several months, some of which lie on both sides of the same midnight."""
    week_of_work()
    for number, complaint in enumerate(Complaint.objects.unscoped("test").order_by("pk")):
        complaint.received_at = start_of_day(date(2026, 1 + number % 6, 1)) - timedelta(seconds=number % 2)
        complaint.save()
    before = province()
    tally_maintenance.apply_deltas(batch=20)
    Tally.objects.filter(facet="status").delete()
    call_command("rebuild_tallies", verbosity=0)
    assert (province(), found(), TallyDelta.objects.count()) == (before, [], 0)


@pytest.fixture
def filed(own_database):
    """File twenty complaints, whose deltas are not applied yet."""
    world = build()
    for _ in range(20):
        world.complaint("financial_crime", "09:00")
    return own_database


@pytest.mark.slow
def test_a_fold_that_is_killed_loses_and_doubles_nothing(filed):
    tally_maintenance.apply_deltas()
    Complaint.objects.unscoped("test").update(channel="letter")
    before, waiting = province(), TallyDelta.objects.count()
    with psycopg.connect(filed.owner_url) as owner:
        owner.execute("SELECT FROM monitoring_tally FOR UPDATE")
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "PGOPTIONS": NOTICES_A_DEATH}
        environment = os.environ | filed.environment | settings
        child = subprocess.Popen([sys.executable, "-c", FOLDS], env=environment, cwd=ROOT)
        try:
            until(lambda: waits(filed), "the fold waits in its middle")
            assert province() == before, "a reader waits for nobody and sees all of it"
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
        until(lambda: not waits(filed), "the server gives up what the killed one began")
    assert (province(), found(), TallyDelta.objects.count()) == (before, [], waiting)
    tally_maintenance.apply_deltas()
    assert (province(), found(), TallyDelta.objects.count()) == (before, [], 0)


@pytest.mark.slow
def test_while_many_write_and_fold_every_moment_adds_up(filed):
    ids = list(Complaint.objects.unscoped("test").values_list("pk", flat=True))

    def write(mine: list[int]) -> None:
        for number, pk in enumerate(mine * 15):
            channel = ("web", "letter", "counter")[number % 3]
            Complaint.objects.unscoped("test").filter(pk=pk).update(channel=channel)
        connection.close()

    def fold() -> None:
        while any(writer.is_alive() for writer in writers):
            tally_maintenance.apply_deltas(batch=3)
        connection.close()

    writers = [Thread(target=write, args=[ids[part::4]]) for part in range(4)]
    folders = [Thread(target=fold) for _ in range(2)]
    for thread in (*writers, *folders):
        thread.start()
    looked = 0
    while any(writer.is_alive() for writer in writers):
        with read_snapshot():
            by_channel = dict(
                Complaint.objects.unscoped("test").values_list("channel").annotate(n=Count("pk")).order_by()
            )
            told = province()["all", PROVINCE, "channel"]
            assert {value: sums.received for value, sums in told.items() if sums.received} == by_channel
        looked += 1
    for thread in (*writers, *folders):
        thread.join()
    tally_maintenance.apply_deltas()
    assert looked > 3
    assert (found(), TallyDelta.objects.count()) == ([], 0)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 1200))
def test_spans_hold_each_day_once(first, length):
    last, held = first + timedelta(days=length), []
    for span in shortest_spans(first, last):
        if span.grain == Grain.DAY:
            held += [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
        else:
            assert span.first.day == span.last.day == 1
            after = (span.last + timedelta(days=32)).replace(day=1)
            held += [span.first + timedelta(days=n) for n in range((after - span.first).days)]
    assert sorted(held) == [first + timedelta(days=n) for n in range(length + 1)]
    assert shortest_spans(last + timedelta(days=1), last) == daily_spans(last + timedelta(days=1), last) == []
