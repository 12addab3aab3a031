"""Boards, exports and public figures are read from a replica if it is fresh enough, else from the primary."""

import os
import re
import shutil
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, InterfaceError, connection, connections
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from environ import Env

from accounts.queries import replica as reading
from accounts.services import heartbeat_writer
from accounts.tasks import write_heartbeat
from tests import replica
from tests.clusters import new_data_folder
from tests.signing_in import sign_in
from tests.world import build

CATEGORY, PATIENCE = "property_crime", 120  # seconds
LONGEST_LAG = reading.MAX_LAG
FOLLOWS = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_database")]


@pytest.fixture(scope="module")
def standby():
    primary = replica.sockets_of(os.environ["TEST_OWNER_URL"])
    if primary is None:
        pytest.skip("the copy is made of the embedded PostgreSQL")
    folder = new_data_folder(primary.parent)
    with replica.running(folder, primary) as copy:
        yield copy
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def copy(standby, own_database, monkeypatch):
    """Set up the replica as DATABASE_REPLICA_URL does, running and caught up with the primary.

    It may be far behind, so that a slow machine reads it as well.
    """
    address = Env.db_url_config(standby.address_of(own_database.url))
    monkeypatch.setitem(connections.settings, "replica", connections["default"].settings_dict | address)
    monkeypatch.setitem(reading._next_try, "monotonic", 0.0)
    monkeypatch.setattr(reading, "MAX_LAG", timedelta(minutes=10))
    beating()
    yield standby
    connections["replica"].close()
    del connections["replica"]


def beating() -> None:
    """Write a heartbeat, and wait until the replica has it."""
    write_heartbeat()
    caught_up()


def caught_up() -> None:
    """Wait until the replica has all writes, and let processes that avoid it try it again."""
    written, end = reading.current_write_position(), time.monotonic() + PATIENCE
    while not _follows(written):
        assert time.monotonic() < end, "the copy does not follow"
        time.sleep(0.02)
    reading._next_try["monotonic"] = 0.0


def _follows(written: str) -> bool:
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute(FOLLOWS, [written])
            return cursor.fetchone()[0]
    except (DatabaseError, InterfaceError):  # the replica was gone
        connections["replica"].close()
        return False


def board(client: Client) -> tuple[int, bool]:
    """Return the number of open complaints, and whether the page says that it comes from a replica."""
    page = client.get(reverse("board"))
    assert page.status_code == 200
    return page.context["board"].open.number, "of the database that is up to" in page.content.decode()


def lines(client: Client) -> int:
    """Return the number of complaints in the office's export."""
    answer = client.post(reverse("desk:export_office_queue", args=["csv"]))
    return len(b"".join(answer.streaming_content).decode().strip().splitlines()) - 1


def test_a_board_is_of_the_copy_and_says_how_old_it_is(copy):
    world = build()
    zara = sign_in(Client(), world.zara.officer)
    beating()
    assert board(zara) == (0, True)
    copy.pause()
    try:
        world.complaint(CATEGORY, at=now())
        assert board(zara) == (0, True)
        assert lines(zara) == 0
    finally:
        copy.resume()
    beating()
    assert board(zara) == (1, True)
    assert lines(zara) == 1


def test_who_writes_reads_it(copy):
    """Usman writes a note while the replica lags: his board comes from the primary, Zara's from the replica."""
    world = build()
    complaint = world.complaint(CATEGORY, at=now())
    usman, zara = (sign_in(Client(), one.officer) for one in (world.usman, world.zara))
    beating()
    file = usman.get(reverse("desk:complaint", args=[complaint.etag]))
    seen = file.context["length"]
    copy.pause()
    try:
        written = usman.post(reverse("desk:move", args=[complaint.etag, "note"]), {"words": "I rang.", "seen": seen})
        assert written.status_code == 302
        assert board(usman) == (1, False)
        assert board(zara) == (1, True)
    finally:
        copy.resume()
    beating()
    assert board(usman) == (1, True)


def test_a_copy_that_is_half_a_minute_behind_is_not_read(copy, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LAG", LONGEST_LAG)
    world = build()
    zara, at = sign_in(Client(), world.zara.officer), now()
    for seconds, is_read in ((30, True), (31, False)):
        heartbeat_writer.write_heartbeat(at=at - timedelta(seconds=seconds))
        caught_up()
        with time_machine.travel(at, tick=False):
            assert board(zara) == (0, is_read)


def test_a_copy_that_is_gone_is_the_primarys_business_and_no_readers(copy, monkeypatch):
    """After one failure the process avoids the replica for a while, so that later requests do not wait."""
    monkeypatch.setattr(reading, "RETRY_SECONDS", 600.0)
    world = build()
    zara = sign_in(Client(), world.zara.officer)
    beating()
    world.complaint(CATEGORY, at=now())
    assert board(zara)[1]
    copy.kill()
    try:
        assert board(zara) == (1, False)
        left_alone = reading._next_try["monotonic"]
        assert left_alone > time.monotonic()
        assert board(zara) == (1, False)
        assert lines(zara) == 1
        assert reading._next_try["monotonic"] == left_alone
    finally:
        copy.start()
    beating()
    assert board(zara) == (1, True)


def test_a_page_that_loses_its_copy_half_way_is_made_by_the_primary(copy, monkeypatch):
    world = build()
    zara = sign_in(Client(), world.zara.officer)
    world.complaint(CATEGORY, at=now())
    beating()
    copy.kill()
    try:
        monkeypatch.setattr(reading, "measure_replica_lag", lambda **asked: timedelta(seconds=1))
        assert board(zara) == (1, False)
    finally:
        copy.start()


def test_the_public_figures_are_of_the_copy(copy):
    beating()
    said = Client().get(reverse("performance")).content.decode()
    assert re.search(r"of the database that is up to \d+ seconds? old", said)


def test_nothing_is_written_to_the_copy(copy):
    """Not even by a page that reads from it: the row of an export is written to the primary."""
    world = build()
    zara = sign_in(Client(), world.zara.officer)
    beating()
    assert lines(zara) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM complaints_export")
        assert cursor.fetchone() == (1,)
    with connections["replica"].cursor() as cursor, pytest.raises(Exception, match="read-only"):
        cursor.execute("UPDATE accounts_heartbeat SET at = now()")
