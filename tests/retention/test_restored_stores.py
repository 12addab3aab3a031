"""A database or files of an older time: nobody is let in before what was destroyed is destroyed again."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils.timezone import now
from psycopg import sql

from complaints.evidence.sealed_storage import evidence_storage
from complaints.file_stores.durable_storage import DurableStorage
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.models import Complaint, Destruction, RestoreGuard
from complaints.services import restore_guard
from complaints.services.retention import (
    anonymise_again,
    anonymise_due,
    destruction_entries,
    record_destroyed_complaints,
)
from operations.file_storage import restored_stores
from operations.file_storage.restored_stores import PortalClosed
from operations.fresh_secrets import new_key
from operations.start_checks import run_start_checks
from tests import databases
from tests.evidence import samples
from tests.retention.lives import LATER, PERSONAL, lived, settle
from tests.world import PHONES, build, clock

pytestmark = pytest.mark.slow
DATABASE = "The database was restored from a backup, and what had been destroyed may be back."
FILES = "The files of evidence were restored from a backup, and what had been destroyed may be back."


@pytest.fixture
def place(settings, tmp_path) -> Path:
    entry = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": entry}
    return tmp_path / "evidence"


class Site:
    """The portal's database and its folder of files, with Ayesha's ended complaint. Both can be put back to before."""

    def __init__(self, database, place: Path):
        self.database, self.place, self.copy = database, place, place.with_name("copy")
        settle("financial_crime")
        self.world = build()
        self.complaint = lived(self.world, photo=samples.photo())
        restore_guard.compare_stores()

    def back_up(self):
        shutil.copytree(self.place, self.copy)
        self._replace_database(self.before, source=self.database.name)

    def restore_files(self):
        shutil.rmtree(self.place)
        shutil.copytree(self.copy, self.place)

    def restore_database(self):
        self._replace_database(self.database.name, source=self.before)

    @property
    def before(self) -> str:
        return f"{self.database.name}_before"

    def _replace_database(self, name: str, *, source: str):
        connections.close_all()
        databases.drop(self.database.owner_url, name)
        with psycopg.connect(databases.at(self.database.owner_url, "postgres"), autocommit=True) as server:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))

    def destroy(self):
        assert anonymise_due(at=clock(LATER)) == 1
        assert record_destroyed_complaints() == 1

    @property
    def is_destroyed(self) -> bool:
        return Complaint.objects.unscoped("test").get(pk=self.complaint.pk).anonymised_at is not None

    @property
    def files(self) -> list[str]:
        return sorted(file.name.split("/")[0] for file in evidence_storage().stored_files())


@pytest.fixture
def site(own_database, place):
    site = Site(own_database, place)
    yield site
    connections.close_all()
    databases.drop(own_database.owner_url, site.before)


def told() -> str:
    out = StringIO()
    call_command("destroy_again", stdout=out)
    return out.getvalue()


def refused() -> str:
    with pytest.raises(SystemExit) as stopped:
        restored_stores.refuse_restored_stores()
    return str(stopped.value)


def test_the_list_names_what_was_destroyed_and_nothing_twice(site):
    site.destroy()
    assert record_destroyed_complaints() == 0
    assert destruction_entries.stored_entry_numbers() == {1}
    assert destruction_entries.read_entry(1) == [site.complaint.etag]
    assert Destruction.objects.get().entry == 1
    assert site.complaint.etag.encode() not in (site.place / "destroyed" / "0000000001").read_bytes()
    restored_stores.refuse_restored_stores()
    assert told().startswith("Database and files are of the same time.\n0 of 0 complaints")


def test_an_older_database_is_refused_until_everything_is_destroyed_again(site):
    site.back_up()
    site.destroy()
    site.restore_database()
    assert not site.is_destroyed
    assert DATABASE in refused()
    assert record_destroyed_complaints() == 0  # a job that still runs changes nothing
    assert DATABASE in refused()
    assert told().startswith("1 of 1 complaints that had been anonymised were destroyed again\n")
    assert site.is_destroyed
    restored_stores.refuse_restored_stores()
    assert record_destroyed_complaints() == 1
    assert destruction_entries.stored_entry_numbers() == {1, 2}
    restored_stores.refuse_restored_stores()


def test_older_files_are_refused_until_they_are_deleted_again(site):
    site.back_up()
    site.destroy()
    site.restore_files()
    assert site.files == ["originals", "shown"]
    assert FILES in refused()
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "2 files that no row names were deleted" in told()
    assert site.files == ["destroyed"]
    assert destruction_entries.read_entry(1) == [site.complaint.etag]
    restored_stores.refuse_restored_stores()


def test_an_empty_folder_in_place_of_the_right_one_is_refused(site):
    site.destroy()
    shutil.rmtree(site.place)
    assert FILES in refused()


def test_both_from_one_backup_are_let_in_and_the_job_destroys_what_is_due(site):
    site.back_up()
    site.destroy()
    site.restore_files()
    site.restore_database()
    restored_stores.refuse_restored_stores()
    assert not site.is_destroyed
    assert "1 more were past their time" in told_at_the_end()
    assert site.is_destroyed


def told_at_the_end() -> str:
    with time_machine.travel(clock(LATER)):
        return told()


def test_files_that_came_after_the_databases_backup_stay_until_somebody_looks(site):
    """They are only deleted after a restore, when no row names them and they are an hour old."""
    (site.place / "originals" / "later").write_bytes(b"sealed")
    told()
    assert "originals" in site.files
    assert (site.place / "originals" / "later").exists()


def test_a_job_that_was_killed_before_its_commit_is_no_restore(site, monkeypatch):
    assert anonymise_due(at=clock(LATER)) == 1

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(RestoreGuard, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            record_destroyed_complaints()
    assert destruction_entries.stored_entry_numbers() == {1}
    assert Destruction.objects.get().entry is None
    restored_stores.refuse_restored_stores()
    assert record_destroyed_complaints() == 1
    assert destruction_entries.stored_entry_numbers() == {1, 2}


def test_an_entry_of_a_killed_run_keeps_its_names(site):
    destruction_entries.write_entry(1, ["AB-1"])
    assert anonymise_due(at=clock(LATER)) == 1
    assert record_destroyed_complaints() == 1
    assert destruction_entries.read_entry(1) == sorted(["AB-1", site.complaint.etag])


def test_an_entry_that_is_missing_among_others_means_older_files(site):
    for number in (1, 2, 3):
        destruction_entries.write_entry(number, [f"AB-{number}"])
    restored_stores.refuse_restored_stores()
    assert RestoreGuard.objects.get().newest_entry == 3
    (site.place / "destroyed" / "0000000002").unlink()
    assert FILES in refused()
    told()
    assert destruction_entries.stored_entry_numbers() == {1, 2, 3}
    restored_stores.refuse_restored_stores()


def test_the_job_closes_the_guard_before_it_hides_a_restore(site, caplog):
    """The snapshot of a disk was put back, and no connection has noticed it yet."""
    bashirs = PERSONAL | {"phone": PHONES["bashir"], "email": "bashir@example.org", "document_number": "3520298765433"}
    other = lived(site.world, by="bashir", told=bashirs)
    site.back_up()
    assert anonymise_again([site.complaint.etag], at=clock(LATER)) == (1, [])
    assert record_destroyed_complaints() == 1
    site.restore_database()
    assert anonymise_again([other.etag], at=clock(LATER)) == (1, [])
    assert RestoreGuard.objects.get().closed_because == ""
    assert record_destroyed_complaints() == 0
    assert destruction_entries.read_entry(1) == [site.complaint.etag]
    assert RestoreGuard.objects.get().closed_because == RestoreGuard.Older.DATABASE
    assert "The database was restored." in caplog.text
    assert DATABASE in refused()


def test_something_else_in_the_folder_is_logged_and_stops_nothing(site, caplog):
    site.destroy()
    for name in ("note.txt", "00000000017", "０００００００００２"):
        (site.place / "destroyed" / name).write_text("x")
    restored_stores.refuse_restored_stores()
    assert destruction_entries.stored_entry_numbers() == {1}
    assert "Not an entry of the list of destroyed complaints" in caplog.text


# --- while the portal serves ---


@pytest.fixture
def watched():
    """Guard the connections of this process, as in a web server."""
    restored_stores.watch_connections()
    yield
    restored_stores.connection_created.disconnect(dispatch_uid="restore guard")


def pretend_another_server():
    """As after a restore or a failover: PostgreSQL begins a new timeline."""
    RestoreGuard.objects.update(server="1/00000001")
    connections.close_all()


def test_a_running_portal_answers_503_from_the_first_connection_to_an_older_database(site, watched, caplog):
    site.back_up()
    site.destroy()
    site.restore_database()
    with psycopg.connect(site.database.owner_url) as database:
        database.execute("UPDATE complaints_restoreguard SET server = '1/00000001'")
    client = Client(raise_request_exception=False)
    for _ in range(2):
        assert client.get(f"/track/{site.complaint.etag}/").status_code == 503
        connections.close_all()
    restored_stores.connection_created.disconnect(dispatch_uid="restore guard")
    told()
    restored_stores.watch_connections()
    connections.close_all()
    assert client.get(f"/track/{site.complaint.etag}/").status_code == 200


def test_a_snapshot_on_the_same_timeline_is_compared_because_postgresql_was_started_anew(site, watched):
    site.back_up()
    site.destroy()
    site.restore_database()
    cluster, _started, timeline = restore_guard.current_server().split("/")
    with psycopg.connect(site.database.owner_url) as database:
        database.execute("UPDATE complaints_restoreguard SET server = %s", [f"{cluster}/1764000000.5/{timeline}"])
    connections.close_all()
    with pytest.raises(PortalClosed, match=DATABASE):
        Complaint.objects.unscoped("test").exists()


def test_a_lost_row_of_the_guard_is_unknown_and_compared(site, watched):
    site.back_up()
    site.destroy()
    site.restore_database()
    RestoreGuard.objects.all().delete()
    connections.close_all()
    with pytest.raises(PortalClosed, match=DATABASE):
        Complaint.objects.unscoped("test").exists()


def test_a_lost_row_of_the_guard_is_made_anew_from_what_was_recorded(site):
    site.destroy()
    RestoreGuard.objects.all().delete()
    shutil.rmtree(site.place)
    assert not restored_stores.is_same_server()
    assert FILES in refused()
    assert RestoreGuard.objects.get().newest_entry == 1


def test_a_failover_that_lost_nothing_passes(site, watched):
    site.destroy()
    pretend_another_server()
    assert site.is_destroyed
    assert RestoreGuard.objects.get().server == restore_guard.current_server()


def test_nobody_is_let_in_on_another_server_while_the_files_do_not_answer(site, watched, monkeypatch):
    def silent(self, prefix=""):
        raise StorageUnavailable(5, "the S3 server does not answer")

    pretend_another_server()
    with monkeypatch.context() as patched:
        patched.setattr(DurableStorage, "stored_files", silent)
        with pytest.raises(OperationalError, match="does not answer, so it is not known") as closed:
            Complaint.objects.unscoped("test").exists()
        assert isinstance(closed.value, PortalClosed)
        assert "does not answer, so it is not known" in refused()
    connections.close_all()
    assert Complaint.objects.unscoped("test").exists()


def test_a_silent_file_storage_stops_no_start_on_the_same_server(site, monkeypatch):
    def silent(self, prefix=""):
        raise StorageUnavailable(5, "the S3 server does not answer")

    monkeypatch.setattr(DurableStorage, "stored_files", silent)
    restored_stores.refuse_restored_stores()
    with pytest.raises(CommandError, match="The file storage does not answer"):
        told()


def test_it_costs_two_statements_for_each_connection_and_the_portals_role_may_ask(site, watched):
    connections.close_all()
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)
    assert "/" in restore_guard.current_server()


def test_another_key_is_told_in_one_line(site, settings):
    site.destroy()
    RestoreGuard.objects.update(newest_entry=0)
    (site.place / "destroyed" / "0000000001").rename(site.place / "destroyed" / "0000000002")
    assert "The list of destroyed complaints in the file storage cannot be opened" in refused()
    settings.FIELD_KEYS = [f"1:{new_key()}"]
    assert "\n" not in refused()


def test_the_checks_at_the_start_include_the_guard(site):
    site.back_up()
    site.destroy()
    site.restore_database()
    with pytest.raises(SystemExit, match=DATABASE):
        run_start_checks()
