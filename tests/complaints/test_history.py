"""Histories are append-only, with one writer at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Barrier
from threading import Event as Flag
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from complaints.models import ChainHead, Event, Seal, Words
from complaints.rules.actors import SYSTEM
from complaints.rules.statuses import Status
from complaints.services import history
from complaints.services.history import EventEntry
from complaints.services.log.log_seals import seal_events
from complaints.services.moves import make_move
from complaints.services.retention import anonymise
from ledger import chain
from ledger.service_exceptions import NotPermitted, Overtaken
from tests.complaints.stages import closed
from tests.complaints.verifying import found
from tests.world import build, clock

TABLES = "complaints_event", "complaints_seal", "complaints_sealedevent"
REWRITES = "UPDATE {} SET id = 9", "DELETE FROM {}", "TRUNCATE {} CASCADE"


@pytest.fixture
def told(own_database):
    """A complaint with a sealed and committed history."""
    world = build()
    world.in_inquiry()
    seal_events(at=clock("10:00"))
    return own_database


@pytest.mark.parametrize("role", ["url", "owner_url"])
def test_the_database_itself_refuses_to_rewrite_history_for_the_portal_and_for_the_owner(told, role):
    refused = (psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(told, role), autocommit=True) as database:
        for table in TABLES:
            for rewrite in REWRITES:
                with pytest.raises(refused):
                    database.execute(rewrite.format(table).replace("id = 9", UPDATED[table]))
        assert database.execute("SELECT count(*) FROM complaints_event").fetchone() == (4,)
    assert urlsplit(told.owner_url).username != urlsplit(told.url).username


UPDATED = {"complaints_event": "kind = 'x'", "complaints_seal": "events = 0", "complaints_sealedevent": "seal_id = 1"}


def test_the_orm_is_refused_too(world):
    complaint = world.complaint()
    with pytest.raises(DatabaseError, match="permission denied for table complaints_event"), transaction.atomic():
        complaint.events.update(kind="nothing")


def test_a_body_holds_no_words_and_nothing_personal(world):
    complaint = world.in_inquiry(name="Ayesha Noor", address="12 Mall Road")
    bodies = " ".join(complaint.events.values_list("body", flat=True))
    for private in ("Ayesha", "Mall", "+92300", "In so many words", "shop"):
        assert private not in bodies


def test_words_stand_in_their_own_row_under_the_digest_that_the_body_keeps(world):
    event = world.in_inquiry().events.get(kind="record_contact")
    words = event.words
    assert words.text == "In so many words."
    assert chain.text_digest(bytes(words.salt), words.text) in event.body


def test_anonymised_words_break_nothing(world):
    complaint = closed(world)
    assert anonymise(complaint.pk, at=clock("+800d 12:00"), months={complaint.category_id: 12})
    assert {row.text for row in Words.objects.all()} == {""}
    assert found() == []


def bodies_of(complaint) -> list[str]:
    return list(complaint.events.order_by("seq").values_list("body", flat=True))


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Karachi")])
def test_an_instant_is_said_in_utc_whatever_zone_it_came_in(world, zone):
    """For single events and for many at once, also with cached timestamps."""
    one, many, at = world.complaint(), world.complaint(), clock("17:00").astimezone(zone)
    entry = EventEntry("reminder", 1, {"clock": "contact"})
    history.append(ChainHead.objects.get(pk=one.pk), entry, by=SYSTEM, at=at)
    history.append_many({many.pk: ChainHead.objects.get(pk=many.pk)}, [(many.pk, entry)], by=SYSTEM, at=at)
    for complaint in (one, many):
        assert '"at":"2026-11-23T12:00:00+00:00"' in bodies_of(complaint)[-1]
    assert found() == []


def test_many_appended_at_once_are_the_chain_that_one_after_another_would_be(world):
    one, many = world.complaint(), world.complaint()
    entries = [EventEntry("reminder", 1, {"clock": "contact"}), EventEntry("breach", 1, {"clock": "contact"})]
    head = ChainHead.objects.get(pk=one.pk)
    for entry in entries:
        history.append(head, entry, by=SYSTEM, at=clock("17:00"))
    heads = {many.pk: ChainHead.objects.get(pk=many.pk)}
    assert history.append_many(heads, [(many.pk, entry) for entry in entries], by=SYSTEM, at=clock("17:00")) == 2
    bodies = [
        [body.replace(f'"complaint":{complaint.pk}', "") for body in bodies_of(complaint)] for complaint in (one, many)
    ]
    assert bodies[0][1:] == bodies[1][1:]
    assert ChainHead.objects.get(pk=many.pk).seq == 3
    assert ChainHead.objects.get(pk=many.pk).at == clock("17:00")
    assert found() == []


def test_many_are_written_by_one_copy_and_one_update(world):
    complaints = [world.complaint() for _ in range(5)]
    heads = ChainHead.objects.in_bulk([complaint.pk for complaint in complaints])
    with CaptureQueriesContext(connection) as asked:
        entries = [(complaint.pk, EventEntry("reminder", 1)) for complaint in complaints]
        history.append_many(heads, entries, by=SYSTEM, at=clock("17:00"))
    assert len(asked) <= 2
    assert Event.objects.filter(kind="reminder").count() == 5


@pytest.mark.slow
def test_whoever_comes_second_is_told_so_and_the_chain_holds(own_database):
    """Salma and Nadia mark the same complaint at the same moment, from the same page."""
    world = build()
    complaint, gate = world.complaint(), Barrier(2)

    def marks(who, to):
        try:
            gate.wait()
            make_move(
                complaint_id=complaint.pk,
                name="mark",
                by=who.actor,
                at=clock("09:10"),
                destination_id=to.posting.pk,
                expected_seq=1,
            )
        except (NotPermitted, Overtaken) as late:
            return late
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        first = both.submit(marks, world.salma, world.bilal)
        second = both.submit(marks, world.nadia, world.dania)
        late = [result for result in (first.result(), second.result()) if result]
    assert [(type(one), one.status) for one in late] == [(Overtaken, Status.MARKED)]
    assert complaint.events.count() == 2
    assert found() == []


def test_every_writer_locks_the_head_before_the_complaint_before_its_clocks(world):
    complaint = world.in_inquiry()
    with CaptureQueriesContext(connection) as asked:
        world.bilal.reports(complaint, "11:00")
    locked = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"] or "FOR NO KEY UPDATE" in query["sql"]]
    tables = [sql.split('FROM "')[1].split('"')[0] for sql in locked]
    order = "complaints_chainhead", "complaints_complaint", "complaints_runningclock"
    assert tables[0] == order[0]
    assert tables == sorted(tables, key=order.index)
    assert "FOR NO KEY UPDATE" in locked[1]


def test_history_never_runs_backwards_when_two_servers_clocks_differ(world):
    complaint = world.complaint(at="09:00")
    event = world.salma.does("mark", complaint, "08:59", to=world.bilal)
    assert event.at == clock("09:00")
    assert found() == []


def test_seals_hold_each_event_once_in_batches_that_continue_each_other(world):
    world.in_inquiry()
    seal_events(at=clock("10:00"), limit=3)
    seal_events(at=clock("10:01"))
    assert seal_events(at=clock("10:02")) == 0
    first, second = Seal.objects.order_by("pk")
    assert (first.events, second.events) == (3, 1)
    assert bytes(second.prev) == bytes(first.mac)
    assert found() == []


@pytest.mark.slow
def test_an_event_that_is_committed_late_with_an_early_id_goes_into_a_later_seal(own_database):
    """The writer gets the id before the seal of 09:30 and commits after it; later seals miss nothing."""
    world = build()
    slow, quick = world.complaint(), world.complaint()

    def mark_slowly(drawn, go_on):
        try:
            with transaction.atomic():
                world.salma.marks(slow, to=world.bilal, at="09:20")
                drawn.set()
                go_on.wait()
        finally:
            connections.close_all()

    drawn, go_on = Flag(), Flag()
    with ThreadPoolExecutor(1) as one:
        done = one.submit(mark_slowly, drawn, go_on)
        drawn.wait()
        world.salma.marks(quick, to=world.bilal, at="09:25")
        seal_events(at=clock("09:30"))
        assert Seal.objects.get().events == 3
        go_on.set()
        done.result()
    for hour in (10, 12, 14):
        world.bilal.does("try_contact", quick, f"{hour}:00")
        seal_events(at=clock(f"{hour}:01"))
    assert not Event.objects.filter(sealed=None).exists()
    assert [seal.events for seal in Seal.objects.order_by("pk")] == [3, 2, 1, 1]
    assert found() == []
