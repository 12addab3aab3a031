"""A site is lost with its disk, and the portal continues from pgBackRest's backup and its files on a new server."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from complaints import evidence
from complaints.models import Complaint, Evidence, RetentionPeriod
from complaints.queries.uploaded_files import FileOwner
from complaints.services.retention import anonymise_due
from monitoring.tallies.tally_maintenance import apply_deltas
from operations import child_processes
from operations.fresh_secrets import new_key
from operations.start_checks import run_start_checks
from tests.backups.repositories import needs_pgbackrest
from tests.backups.sites import Site, copy_files, count_rows, lay_out_files
from tests.evidence import samples
from tests.retention.lives import LATER, PERSONAL, SAID, dumped, lived, personal, settle
from tests.world import build, clock

pytestmark = [pytest.mark.slow, needs_pgbackrest]

PHOTO = samples.photo()
HERS = PERSONAL | {"phone": "+923216543210"}  # no other's, so that its blind index is destroyed too
KEPT = ("first", "hers", "after the copy", "after the moment")


@pytest.fixture(scope="module")
def folder():
    """A folder with a path short enough for sockets; PostgreSQL's user may pass through it."""
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def lost(folder, django_db_setup, django_db_blocker):
    """The data before the loss and what remains: Ayesha's complaints by name, and the backups.

    One was filed before the backup, one after it, one after `moment`, and the last one after the archive's end.
    Ayesha's own complaint had ended before the backup and was under a legal hold. After `moment` the hold was lifted, a
    retention period was set, and the personal data in it were destroyed.
    """
    place = folder / "files"
    with django_db_blocker.unblock():
        site = Site.begun(folder / "site", backups=folder / "backups")
    story = {"place": place, "repository": site.repository}
    with django_db_blocker.unblock(), site.used():
        world = build()
        story["first"] = with_a_photo(world.in_inquiry())
        story["hers"] = hers = lived(world, photo=PHOTO, told=HERS)
        world.zara.does("hold", hers, "+2d 10:00", words="The court has asked for it.")
        apply_deltas()
        site.repository.do("--type=full", "backup")
        copy_files(site, place)
        story["after the copy"] = world.complaint(by="bashir", at="11:00")
        site.ask("SELECT pg_sleep(2)")  # pgBackRest knows the end of a backup in whole seconds
        story["moment"] = site.ask("SELECT clock_timestamp()")
        story["after the moment"] = with_a_photo(world.complaint("bribe_demand", at="12:00")).etag
        world.zara.does("lift_hold", hers, "+3d 10:00", words="It was decided.")
        settle("financial_crime")
        assert anonymise_due(at=clock(LATER)) == 1
        copy_files(site, place)
        site.repository.do("--type=diff", "backup")
        story["rows"] = count_rows(site)
        site.archive_up_to_now()
        story["never archived"] = world.complaint(at="13:00").etag
    for name in ("first", "hers", "after the copy"):
        story[name] = story[name].etag
    site.lose()
    return story


def with_a_photo(complaint: Complaint) -> Complaint:
    owner = FileOwner(complaint_id=complaint.pk)
    evidence.upload_whole_file(
        owner=owner, parts=[PHOTO], at=clock("12:30"), name="shop.jpg", media_type="image/jpeg", size=len(PHOTO)
    )
    evidence.inspect_waiting_files(at=clock("12:31"))
    return complaint


@pytest.fixture(scope="module")
def restored(folder, lost, django_db_blocker):
    """Restore the site to the end of the archive, ready to start. This process works on it."""
    with site_from(lost, folder / "new") as site, django_db_blocker.unblock(), site.used():
        lost["said"] = told("destroy_again")
        yield site


@contextmanager
def site_from(lost: dict, folder: Path, *, until: datetime | None = None) -> Iterator[Site]:
    """Yield a restored site, running for the length of the block."""
    folder.mkdir(mode=0o711)
    site = Site(folder)
    lost["repository"].restore(site.data, until=until)
    lay_out_files(lost["place"], site)
    site.start()
    try:
        yield site
    finally:
        site.stop()


def there() -> set[str]:
    return set(Complaint.objects.unscoped("test").values_list("etag", flat=True))


def told(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out)
    return out.getvalue()


def test_whatever_was_archived_is_there_and_what_was_not_is_the_loss(lost, restored):
    assert there() == {lost[name] for name in KEPT}
    assert count_rows(restored) == lost["rows"]


def test_history_tallies_files_and_keys_are_verified(restored):
    assert told("verify_history").endswith("4 complaints: history, ledgers and rows agree.\n")
    assert "every tally is what its complaints add up to" in told("verify_tallies")
    assert told("verify_evidence") == "2 files: each is there and the one that its history names.\n"
    assert told("verify_keys") == "The keys are those of this database.\n"


def test_the_portals_role_may_again_do_what_it_could_and_no_more(restored):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)
    assert Complaint.objects.unscoped("test").filter(pk=-1).update(protected=True) == 0
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE complaints_event CASCADE")


def test_a_complaint_is_tracked_on_it(lost, restored, client):
    page = client.get(f"/track/{lost['first']}/")
    assert page.status_code == 200
    assert lost["first"] in page.content.decode().replace(" ", "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"FIELD_KEYS": [f"1:{new_key()}"]}, "FIELD_KEYS do not open what is sealed in this database"),
        ({"FIELD_KEYS": [f"7:{new_key()}"]}, "FIELD_KEYS hold no key of the id '1'"),
        ({"INDEX_KEY": new_key()}, "INDEX_KEY is not the key by which this database finds numbers"),
        ({"CHAIN_KEY": new_key()}, "CHAIN_KEY is not the key that this history was written with"),
    ],
)
def test_a_wrong_key_is_said_in_one_line(restored, wrong, said):
    with override_settings(**wrong), pytest.raises(CommandError) as refused:
        told("verify_keys")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_was_changed_after_the_restore_is_named(restored):
    row = Evidence.objects.exclude(original="").order_by("created_at").first()
    path = restored.evidence / row.original
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        with pytest.raises(CommandError, match="2 files: 1 findings"):
            told("verify_evidence")
    finally:
        path.write_bytes(whole)


def test_what_was_destroyed_is_not_there_again_at_the_end_of_the_archive(lost, restored):
    hers = Complaint.objects.unscoped("test").get(etag=lost["hers"])
    assert hers.anonymised_at == clock(LATER)
    assert lost["said"].startswith("Database and files are of the same time.\n0 of 0 complaints")
    folders = sorted(path.parent.name for path in restored.evidence.rglob("*") if path.is_file())
    assert folders == ["destroyed", "originals", "originals", "shown", "shown"]
    run_start_checks()


def test_taken_back_to_a_moment_nobody_is_let_in_before_what_was_destroyed_is_destroyed_again(lost, folder, restored):
    with site_from(lost, folder / "then", until=lost["moment"]) as then, then.used():
        assert there() == {lost["first"], lost["hers"], lost["after the copy"]}
        hers = Complaint.objects.unscoped("test").get(etag=lost["hers"])
        assert hers.held_at is not None
        assert not RetentionPeriod.objects.exists()
        of_hers, files = personal(HERS, SAID), then.evidence / Evidence.objects.get(complaint=hers).original
        assert not files.exists()  # the files are the newest ones, and the list of what was destroyed is beside them
        assert missing(of_hers, then) == set()
        with pytest.raises(SystemExit, match="The database was restored from a backup"):
            run_start_checks()

        assert told("destroy_again").startswith("1 of 1 complaints that had been anonymised were destroyed again\n")
        assert missing(of_hers, then) == set(of_hers)
        assert told("verify_history").endswith("3 complaints: history, ledgers and rows agree.\n")
        run_start_checks()


def missing(wanted: dict[str, str], site: Site) -> set[str]:
    dump = dumped(site.environment["DATABASE_OWNER_URL"])
    return {name for name, value in wanted.items() if value not in dump}


def test_a_moment_before_the_first_backup_is_refused_in_words(lost, folder):
    before = (lost["moment"] - timedelta(days=1)).isoformat(sep=" ")
    target = ("--type=time", f"--target={before}", f"--pg1-path={folder / 'no'}")
    (folder / "no").mkdir()
    child_processes.change_owner(folder / "no")
    done = lost["repository"].run(*target, "restore")
    assert "unable to find backup set with stop time less than" in done.stdout + done.stderr


def test_a_restore_never_writes_over_a_running_database(lost, restored):
    done = lost["repository"].run(f"--pg1-path={restored.data}", "restore")
    assert done.returncode != 0
    assert "unable to restore while PostgreSQL is running" in done.stdout + done.stderr


def test_the_repository_verifies_itself_and_names_a_damaged_file(lost):
    assert "status: ok" in lost["repository"].do("--output=text", "--verbose", "verify")
    bundle = max(
        (lost["repository"].folder / "repo1" / "backup").rglob("bundle/*"), key=lambda path: path.stat().st_size
    )
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    try:
        assert "status: error" in lost["repository"].run("--output=text", "--verbose", "verify").stdout
    finally:
        bundle.write_bytes(whole)
