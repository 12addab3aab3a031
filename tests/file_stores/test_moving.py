"""Evidence moves from a folder to a bucket and back while the portal is in use. Nothing is lost or comes back."""

import os
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from complaints.evidence.sealed_storage import save_sealed
from complaints.file_stores.durable_storage import DurableStorage
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from operations.file_storage import file_moving
from operations.file_storage.storage_settings import PAIR
from tests.evidence.conftest import PHOTO, Hands, checked, original, shown


def pair(first: dict, second: dict) -> dict:
    return {"BACKEND": PAIR, "OPTIONS": {"first": first, "second": second}}


def moves(to: str, *options: str) -> str:
    out = StringIO()
    call_command("move_evidence", "--to", to, *options, stdout=out)
    return out.getvalue()


def names(store) -> list[str]:
    return sorted(file.name for file in store.stored_files() if file.name != "public-access-probe")


@pytest.fixture
def hands(world) -> Hands:
    return Hands(FileOwner(complaint_id=world.complaint("financial_crime").pk))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["to s3", "to folder"])
def test_evidence_moves_while_files_come_and_go(way, hands, folder_entry, bucket_entry, use):
    old, new = (folder_entry, bucket_entry) if way == "to s3" else (bucket_entry, folder_entry)
    to = way.removeprefix("to ")
    use(old)
    first, removed = checked(hands.gives("one.jpg", PHOTO)), hands.begins("two.jpg", len(PHOTO))
    hands.sends(removed, 0, PHOTO[:1000])

    store = use(pair(old, new))  # first phase: the portal still writes to the old storage
    assert "2 files were copied" not in moves(to)
    assert names(store.first) == names(store.second) == names(store)
    assert hands.removes(removed)
    second = checked(hands.gives("three.jpg", PHOTO), "09:10")
    assert f"originals/{second.pk}" not in names(store.second)

    store = use(pair(new, old))  # second phase: it writes to the new one, and reads both
    assert original(second) == PHOTO
    third = checked(hands.gives("four.jpg", PHOTO), "09:15")
    assert f"originals/{third.pk}" in names(store.first)
    assert f"originals/{third.pk}" not in names(store.second)
    assert moves(to).startswith("2 files were copied. Everything is there.\nRemove EVIDENCE_STORAGE_SECOND")
    assert moves(to, "--prove-all").startswith("0 files were copied.")

    store = use(new)  # the old one is gone
    for row in (first, second, third):
        row.refresh_from_db()
        assert (row.state, original(row)) == (Evidence.State.SHOWN, PHOTO)
        assert shown(row)
    assert names(store) == sorted(
        f"{kind}/{row.pk}" for row in (first, second, third) for kind in ("originals", "shown")
    )


@pytest.mark.slow
def test_an_interrupted_move_is_continued(folder_entry, bucket_entry, use, monkeypatch):
    store = use(pair(folder_entry, bucket_entry))
    for number in range(4):
        save_sealed(f"originals/{number}", [os.urandom(1000)], purpose="one")
    copy, copied = file_moving._copy_file, []

    def copies_two(source, target, name):
        if len(copied) == 2:
            raise KeyboardInterrupt
        copied.append(name)
        copy(source, target, name)

    monkeypatch.setattr(file_moving, "_copy_file", copies_two)
    with pytest.raises(KeyboardInterrupt):
        moves("s3")
    monkeypatch.undo()
    assert names(store.second) == sorted(copied)
    assert moves("s3").startswith("2 files were copied. Everything is there.\nExchange")
    assert names(store.first) == names(store.second)


def test_a_copy_that_differs_stops_the_move_and_does_not_stay(folder_entry, bucket_entry, use, monkeypatch):
    store = use(pair(bucket_entry, folder_entry))
    save_sealed("originals/one", [b"words"], purpose="one")
    save = DurableStorage._save

    def spoils(self, name, content):
        return save(self, name, ContentFile(b"X" + content.read()[1:]))

    monkeypatch.setattr(DurableStorage, "_save", spoils)
    with pytest.raises(CommandError, match="The copy of originals/one is not the same"):
        moves("folder")
    assert names(store.second) == []
    assert names(store.first) == ["originals/one"]


def test_a_spoilt_copy_of_an_earlier_run_is_found(folder_entry, bucket_entry, use, tmp_path):
    store = use(pair(bucket_entry, folder_entry))
    save_sealed("originals/one", [os.urandom(5000)], purpose="one")
    moves("folder")
    place = tmp_path / "evidence" / "originals" / "one"
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    os.utime(place, (0, 0))
    assert moves("folder").startswith("0 files were copied")  # it begins alike
    assert moves("folder", "--prove-all").startswith("1 files were copied")
    assert place.read_bytes() == whole
    assert names(store.second) == ["originals/one"]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("phase", ["first", "second"])
@pytest.mark.parametrize("moment", ["before the copy is written", "after it"])
def test_what_is_destroyed_while_it_is_copied_does_not_return(
    phase, moment, folder_entry, bucket_entry, use, monkeypatch
):
    use(folder_entry).save("originals/one", ContentFile(b"words"))
    first, second = (folder_entry, bucket_entry) if phase == "first" else (bucket_entry, folder_entry)
    store = use(pair(first, second))
    copy = file_moving._copy_file

    def copies(source, target, name):
        if moment == "before the copy is written":
            opened = source.open

            def opens(name, mode="rb"):
                file = opened(name, mode)
                monkeypatch.undo()
                store.destroy(name)
                return file

            monkeypatch.setattr(source, "open", opens)
            copy(source, target, name)
        else:
            copy(source, target, name)
            store.destroy(name)

    monkeypatch.setattr(file_moving, "_copy_file", copies)
    moves("s3")
    assert names(store.first) == names(store.second) == []


@pytest.mark.slow
def test_a_newer_file_of_the_portal_is_not_overwritten(folder_entry, bucket_entry, use, tmp_path):
    use(folder_entry).save("shown/one", ContentFile(b"older"))
    os.utime(tmp_path / "evidence" / "shown" / "one", (0, 0))
    store = use(pair(bucket_entry, folder_entry))
    store.save("shown/one", ContentFile(b"newer, and longer"))
    moves("s3")
    with store.first.open("shown/one") as file:
        assert file.read() == b"newer, and longer"


def test_it_says_what_to_set_first(folder_entry, bucket_entry, use, moto):
    use(folder_entry)
    with pytest.raises(CommandError, match="Set EVIDENCE_STORAGE_SECOND for all processes first"):
        moves("s3")
    use(pair(bucket_entry, bucket_entry))
    with pytest.raises(CommandError, match="of the same kind: use --to first or second"):
        moves("folder")
    moto.client().delete_bucket(Bucket=bucket_entry["OPTIONS"]["bucket_name"])
    use(pair(folder_entry, bucket_entry))
    with pytest.raises(CommandError, match="does not exist"):
        moves("s3")


@pytest.mark.slow
def test_a_server_that_falls_silent_is_told_and_the_rest_is_copied_later(folder_entry, bucket_entry, use, moto):
    store = use(pair(folder_entry, bucket_entry))
    store.save("shown/one", ContentFile(b"words"))
    moto.troubles.is_silent = True
    with pytest.raises(CommandError, match="run this again"):
        moves("s3")
    moto.troubles.is_silent = False
    assert moves("s3").startswith("1 files were copied")
