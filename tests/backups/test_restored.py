"""The drill: a site is lost with its disk, and the portal continues from its backup on a new server."""

import json
import shutil
import tempfile
from datetime import timedelta
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
from operations.backups.backup_folder import current_utc_time
from operations.backups.make_backup import count_rows
from operations.fresh_secrets import new_key
from operations.start_checks import run_start_checks
from tests.backups.sites import Site, backup, is_embedded, migrated_cluster, programs_of_the_run
from tests.evidence import samples
from tests.retention.lives import LATER, PERSONAL, SAID, dumped, lived, personal, settle
from tests.world import build, clock

pytestmark = pytest.mark.slow

PHOTO = samples.photo()
HERS = PERSONAL | {"phone": "+923216543210"}  # no other's, so that its blind index is destroyed too
KEPT = ("first", "hers", "after the copy", "after the moment")


@pytest.fixture(scope="module")
def folder():
    """A folder with a path short enough for sockets; PostgreSQL's user may pass through it."""
    if not is_embedded():
        pytest.skip("the drill is done with the embedded PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def lost(folder, django_db_setup, django_db_blocker):
    """The data before the loss and what remains: Ayesha's complaints by name, and the folder of the backup.

    One was filed before the copy, one after it, one after `moment`, and the last one after the archive's last segment.
    Ayesha's own complaint had ended before the copy and was under a legal hold. After `moment` the hold was lifted, a
    retention period was set, and the personal data in it were destroyed.
    """
    programs, place = programs_of_the_run(), folder / "backup"
    place.mkdir(mode=0o711)
    (place / "wal").mkdir(mode=0o777)
    (place / "wal").chmod(0o777)
    story = {"place": place, "programs": programs}
    with django_db_blocker.unblock():
        site = Site.begun(folder / "site", migrated_cluster(), programs, archive=place / "wal")
    with django_db_blocker.unblock(), site.used():
        world = build()
        story["first"] = with_a_photo(world.in_inquiry())
        story["hers"] = hers = lived(world, photo=PHOTO, told=HERS)
        world.zara.does("hold", hers, "+2d 10:00", words="The court has asked for it.")
        apply_deltas()
        made = backup("make", place, site=site)
        assert made.returncode == 0, made.stderr
        story["after the copy"] = world.complaint(by="bashir", at="11:00")
        story["moment"] = site.ask("SELECT clock_timestamp()")
        story["after the moment"] = with_a_photo(world.complaint("bribe_demand", at="12:00")).etag
        world.zara.does("lift_hold", hers, "+3d 10:00", words="It was decided.")
        settle("financial_crime")
        assert anonymise_due(at=clock(LATER)) == 1
        assert backup("files", place, site=site).returncode == 0
        story["rows"] = count_rows(site.url)
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


class site_from:
    """A restored site, running for the length of the block."""

    def __init__(self, lost: dict, folder: Path, *options: str):
        self._lost, self._folder, self._options = lost, folder, options

    def __enter__(self) -> Site:
        self._folder.mkdir(mode=0o711)
        self._site = Site(self._folder, self._lost["programs"])
        wish = ("--data", self._site.data, "--evidence", self._site.evidence, *self._options)
        done = backup("restore", self._lost["place"], *wish)
        assert done.returncode == 0, done.stderr
        self._site.start()
        return self._site

    def __exit__(self, *_):
        self._site.stop()


def there() -> set[str]:
    return set(Complaint.objects.unscoped("test").values_list("etag", flat=True))


def told(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out)
    return out.getvalue()


def test_whatever_was_archived_is_there_and_what_was_not_is_the_loss(lost, restored):
    assert there() == {lost[name] for name in KEPT}
    assert count_rows(restored.url) == lost["rows"]


def test_history_tallies_files_and_keys_are_verified(restored):
    assert told("verify_history").endswith("4 complaints: history, ledgers and rows agree.\n")
    assert "every tally is what its complaints add up to" in told("verify_tallies")
    assert told("verify_evidence") == "2 files: each is there and the one that its history names.\n"
    assert told("verify_keys") == "The keys are those of this database.\n"


def test_the_check_holds_it_against_its_copy(lost, restored, tmp_path):
    done = backup("check", lost["place"], site=restored)
    assert (done.returncode, done.stdout) == (0, "no table has fewer rows than were copied\n")
    events = lost["rows"]["complaints_event"]
    more = {"complaints_event": events + 1, "django_session": 10_000}
    (tmp_path / "base" / "one").mkdir(parents=True)
    (tmp_path / "base" / "one" / "backup_manifest").touch()
    (tmp_path / "base" / "one.about.json").write_text(
        json.dumps({"ended_at": current_utc_time().isoformat(), "rows": more})
    )
    done = backup("check", tmp_path, site=restored)
    assert done.returncode == 1
    assert done.stderr == f"check: complaints_event: {events + 1} rows were copied, {events} are there\n"


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
    assert lost["said"].startswith("0 of 1 complaints that had been anonymised were destroyed again\n")
    assert (
        len([path for path in restored.evidence.rglob("*") if path.is_file()]) == 2 * 2
    )  # as it came, and as it is shown
    run_start_checks()


def test_taken_back_to_a_moment_nobody_is_let_in_before_what_was_destroyed_is_destroyed_again(lost, folder, restored):
    with site_from(lost, folder / "then", "--until", lost["moment"].isoformat()) as then, then.used():
        assert there() == {lost["first"], lost["hers"], lost["after the copy"]}
        hers = Complaint.objects.unscoped("test").get(etag=lost["hers"])
        assert hers.held_at is not None
        assert not RetentionPeriod.objects.exists()
        of_hers, files = personal(HERS, SAID), then.evidence / Evidence.objects.get(complaint=hers).original
        assert files.exists()
        assert missing(of_hers, then) == set()
        with pytest.raises(SystemExit, match="it was restored, and shows again what had been destroyed"):
            run_start_checks()

        assert told("destroy_again").startswith("1 of 1 complaints that had been anonymised were destroyed again\n")
        assert missing(of_hers, then) == set(of_hers)
        assert not files.exists()
        assert told("verify_history").endswith("3 complaints: history, ledgers and rows agree.\n")
        run_start_checks()


def missing(wanted: dict[str, str], site: Site) -> set[str]:
    dump = dumped(site.environment["DATABASE_OWNER_URL"])
    return {name for name, value in wanted.items() if value not in dump}


def test_no_copy_is_old_enough_for_a_moment_before_it(lost, folder):
    before = (lost["moment"] - timedelta(days=1)).isoformat()
    done = backup("restore", lost["place"], "--data", folder / "no", "--evidence", folder / "no2", "--until", before)
    assert done.returncode == 1
    assert "holds no copy of the database that was finished by then" in done.stderr
    assert not (folder / "no").exists()


def test_a_restore_never_writes_over_anything(lost, folder, restored):
    done = backup("restore", lost["place"], "--data", restored.data, "--evidence", folder / "no")
    assert done.returncode == 1
    assert "is not empty" in done.stderr
