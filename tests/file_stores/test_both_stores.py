"""A folder and a bucket keep the same promises: whole files only, one process or many, killed or not."""

import os
import signal
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import RequestFactory
from django.utils.timezone import now

from complaints import evidence
from complaints.evidence import sealed_storage
from complaints.evidence.file_key_usage import count_files_by_key
from complaints.evidence.file_responses import file_response
from complaints.evidence.sealed_storage import BLOCK, SealedFileReader, rewrap_file_key, save_sealed
from complaints.evidence.stored_file_verification import verify_files_in_batches
from complaints.file_stores.bucket_storage import PART
from complaints.file_stores.paired_storage import make_storage
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.services.retention import anonymise_due
from operations.fresh_secrets import new_key
from tests.evidence import samples
from tests.evidence.conftest import PHOTO, Hands, checked, original, shown
from tests.file_stores import other_process
from tests.retention.lives import LATER, lived, settle
from tests.world import clock

ONE_PIECE = 10_000


def is_moto(entry: dict) -> bool:
    return "bucket_name" in entry["OPTIONS"] and "TEST_S3_URL" not in os.environ


def names(store) -> list[str]:
    return sorted(file.name for file in store.stored_files())


@pytest.mark.slow
def test_what_a_killed_process_wrote_is_no_file_and_is_deleted_later(entry, store):
    store.save("originals/one", ContentFile(b"whole"))
    assert other_process.run("be_killed_while_saving", entry) == -signal.SIGKILL
    assert not store.exists("originals/two")
    assert names(store) == ["originals/one"]
    written = now()
    if not is_moto(entry):  # it says of every unfinished upload that it began in 2010
        assert store.delete_unfinished(before=written - timedelta(hours=1)) == 0
    assert store.delete_unfinished(before=written + timedelta(seconds=2)) == 1
    assert store.delete_unfinished(before=written + timedelta(seconds=2)) == 0
    assert names(store) == ["originals/one"]


@pytest.mark.slow
def test_a_file_of_several_parts_is_read_from_any_position(store):
    content = os.urandom(PART + 12_345)
    store.save("originals/film", ContentFile(content))
    with store.open("originals/film", "rb") as file:
        assert file.size == len(content)
        for start, length in ((0, 10), (10, 10), (PART - 5, 10), (3, 5), (len(content) - 4, 100)):
            file.seek(start)
            assert file.read(length) == content[start : start + length]
        file.seek(0)
        assert file.read() == content


def test_a_file_that_is_written_again_takes_the_place_of_the_first(store):
    for words in (b"first", b"second"):
        save_sealed("tests/same", [words], purpose="one")
    with SealedFileReader("tests/same", purpose="one") as plain:
        assert plain.read() == b"second"
    assert names(store) == ["tests/same"]


@pytest.mark.slow
def test_pieces_from_two_web_machines_become_one_file_that_any_machine_shows(world, entry, use):
    owner = FileOwner(complaint_id=world.complaint("financial_crime").pk)
    hands = Hands(owner)
    row = hands.begins("shop.jpg", len(PHOTO))
    for start in range(0, len(PHOTO), ONE_PIECE):
        use(entry)  # another machine: it has only the storage and the database in common
        row = hands.sends(row, start, PHOTO[start : start + ONE_PIECE])
    row = checked(row)
    store = use(entry)
    assert row.state == Evidence.State.SHOWN
    assert original(row) == PHOTO
    assert names(store) == [f"originals/{row.pk}", f"shown/{row.pk}"]
    asked = RequestFactory().get("/", headers={"Range": "bytes=5-14"})
    response = file_response(asked, row, name="photo")
    assert response.status_code == 206
    assert b"".join(response) == shown(row)[5:15]
    assert [errors for _, errors in verify_files_in_batches()] == [[]]


@pytest.mark.slow
def test_a_piece_that_is_gone_is_requested_again(world, store):
    hands = Hands(FileOwner(complaint_id=world.complaint("financial_crime").pk))
    row = hands.begins("shop.jpg", len(PHOTO))
    hands.sends(row, 0, PHOTO[:ONE_PIECE])
    sealed_storage.delete_files(f"pieces/{row.pk}/{0:012}")
    row = hands.sends(row, ONE_PIECE, PHOTO[ONE_PIECE:])
    assert (row.state, row.received) == (Evidence.State.COMING, 0)
    assert hands.sends(row, 0, PHOTO).state == Evidence.State.CHECKING


@pytest.mark.slow
def test_nothing_is_left_of_a_file_that_its_owner_removes_or_of_a_destroyed_complaint(world, store, entry, request):
    settle("financial_crime")
    complaint = lived(world, photo=samples.photo())
    row = Evidence.objects.get(complaint=complaint)
    assert names(store) == [f"originals/{row.pk}", f"shown/{row.pk}"]
    assert anonymise_due(at=clock(LATER)) == 1
    assert names(store) == []
    if "bucket_name" in entry["OPTIONS"]:
        s3 = request.getfixturevalue("s3")
        kept = s3.versions(entry["OPTIONS"]["bucket_name"])
        assert [key for key in kept if "/pieces/" not in key] == []


def test_a_new_key_is_put_on_a_file_and_the_other_blocks_stay(store, settings):
    content = os.urandom(3 * BLOCK + 7)
    save_sealed("tests/film", [content], purpose="one")
    settings.FIELD_KEYS = [f"new:{new_key()}", *settings.FIELD_KEYS]
    assert rewrap_file_key("tests/film", purpose="one")
    assert not rewrap_file_key("tests/film", purpose="one")
    assert not rewrap_file_key("tests/nothing", purpose="one")
    assert count_files_by_key() == {"new": 1}
    with SealedFileReader("tests/film", purpose="one") as plain:
        assert plain.read() == content


@pytest.mark.parametrize("deletion", ["delete", "destroy"])
def test_a_file_that_is_deleted_while_it_is_rewritten_stays_deleted(store, entry, deletion):
    store.save("shown/one", ContentFile(b"words"))

    def parts():
        yield b"other "
        getattr(make_storage(entry), deletion)("shown/one")
        yield b"words"

    assert not store.rewrite("shown/one", parts())
    assert names(store) == []


def test_a_folder_of_pieces_is_deleted_and_no_other(store):
    for name in ("pieces/a/0", "pieces/a/9", "pieces/ab/0"):
        store.save(name, ContentFile(b"words"))
    store.delete_folder("pieces/a", all_versions=True)
    store.delete_folder("pieces/nothing", all_versions=False)
    assert names(store) == ["pieces/ab/0"]


@pytest.mark.slow
def test_many_threads_use_one_storage(store):
    def work(number: int):
        for turn in range(3):
            store.save(f"tests/{number}", BytesIO(f"{number} {turn}".encode()))

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(store) == [f"tests/{number}" for number in range(8)]
    for number in range(8):
        with store.open(f"tests/{number}", "rb") as file:
            assert file.read() == f"{number} 2".encode()


def test_abandoned_uploads_are_removed(world, store):
    hands = Hands(FileOwner(complaint_id=world.complaint("financial_crime").pk))
    hands.sends(hands.begins("shop.jpg", len(PHOTO)), 0, PHOTO[:ONE_PIECE])
    assert len(names(store)) == 1
    assert evidence.remove_abandoned_files(at=clock("+3d 09:00")) == 1
    assert names(storages["evidence"]) == []
