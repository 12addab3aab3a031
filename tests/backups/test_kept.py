"""A backup's content never changes; what the portal has destroyed leaves the backups after the set number of days."""

import os
from datetime import timedelta

import pytest

from operations.backups import backup_files, destroyed_complaints
from operations.backups.backup_folder import BackupFolder, CannotDo, current_utc_time

DAYS = timedelta(days=35)


@pytest.fixture
def portal(tmp_path):
    """The portal's folder of evidence, with one file."""
    folder = tmp_path / "evidence"
    (folder / "originals").mkdir(parents=True)
    (folder / "originals" / "one").write_bytes(b"sealed")
    return folder


@pytest.fixture
def place(tmp_path):
    place = BackupFolder(tmp_path / "backup")
    place.open()
    return place


def test_a_file_is_copied_once_and_anew_when_it_was_written_anew(portal, place, tmp_path):
    assert [
        backup_files.add_files(place, portal, at=current_utc_time()),
        backup_files.add_files(place, portal, at=current_utc_time()),
    ] == [1, 0]
    one = portal / "originals" / "one"
    one.write_bytes(b"SEALED")  # of the same length: under another encryption key
    os.utime(one, ns=(0, one.stat().st_mtime_ns + 1))
    assert backup_files.add_files(place, portal, at=current_utc_time()) == 1
    assert backup_files.restore_files(place, tmp_path / "laid") == 1
    assert (tmp_path / "laid" / "originals" / "one").read_bytes() == b"SEALED"


def test_half_a_file_is_not_taken_for_one(portal, place):
    (portal / "originals" / ".two.half").write_bytes(b"sea")
    assert backup_files.add_files(place, portal, at=current_utc_time()) == 1


def test_what_was_destroyed_leaves_the_backup_after_its_days(portal, place):
    backup_files.add_files(place, portal, at=current_utc_time())
    (portal / "originals" / "one").unlink()
    gone_at = current_utc_time()
    backup_files.add_files(place, portal, at=gone_at)
    assert backup_files.delete_copies_of_gone_files(place, older=DAYS, at=gone_at + DAYS - timedelta(seconds=1)) == 0
    assert (place.evidence / "originals" / "one").exists()
    backup_files.add_files(place, portal, at=gone_at + timedelta(days=9))  # still gone: the number of days goes on
    assert backup_files.delete_copies_of_gone_files(place, older=DAYS, at=gone_at + DAYS) == 1
    assert not (place.evidence / "originals" / "one").exists()
    assert backup_files.read_file_records(place) == {}


def test_what_was_destroyed_by_then_is_not_laid_down_again(portal, place, tmp_path):
    backup_files.add_files(place, portal, at=current_utc_time())
    (portal / "originals" / "one").unlink()
    gone_at = current_utc_time()
    backup_files.add_files(place, portal, at=gone_at)
    assert backup_files.restore_files(place, tmp_path / "to the end") == 0
    assert backup_files.restore_files(place, tmp_path / "after", until=gone_at) == 0
    assert backup_files.restore_files(place, tmp_path / "before", until=gone_at - timedelta(seconds=1)) == 1


def test_what_was_anonymised_is_noted_until_the_oldest_copy_knows_it(place, tmp_path):
    first, second = current_utc_time() - timedelta(days=2), current_utc_time() - timedelta(days=1)
    place.destroyed.write_text(f"{first.isoformat()} one\n{second.isoformat()} two\n{second.isoformat()} thr")
    assert destroyed_complaints.recorded_etags(place) == [
        "one",
        "two",
    ]  # the machine stopped during the third copy
    destroyed_complaints.drop_old_records(place, before=first + timedelta(seconds=1))
    (tmp_path / "laid").mkdir()
    destroyed_complaints.write_restored_list(place, tmp_path / "laid")
    assert (tmp_path / "laid" / ".restored").read_text() == "two\n"


def test_a_file_of_the_backup_that_was_changed_is_named(portal, place, tmp_path):
    backup_files.add_files(place, portal, at=current_utc_time())
    (place.evidence / "originals" / "one").write_bytes(b"forged")
    with pytest.raises(CannotDo, match="1 files are gone from the backup or were changed: originals/one"):
        backup_files.restore_files(place, tmp_path / "laid")
