"""Uploads arrive in pieces over broken connections, count against the limits, and are sealed when complete."""

import hashlib
import threading

import pytest
from django.db import connection

from complaints import evidence
from complaints.evidence import WrongOffset, sealed_storage, upload
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules import accepted_files
from complaints.rules.accepted_files import LARGEST_FILE, MB, FileRefusal, FileRefused
from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from ledger.service_exceptions import RowsFailed
from tests.evidence import samples
from tests.evidence.conftest import LATER, TOLD, Hands, original, registers, stored
from tests.world import clock

PHOTO = samples.photo(size=(1600, 1200), quality=100)
HALF = 600


def test_a_photo_comes_whole_and_its_original_is_sealed_as_it_was(ayesha, tmp_path):
    row = ayesha.gives("shop.jpg", PHOTO)
    assert (row.state, row.kind, row.size) == ("checking", "photo", len(PHOTO))
    assert original(row) == PHOTO
    assert bytes(row.sha256) == hashlib.sha256(PHOTO).digest()
    assert stored(tmp_path) == [f"originals/{row.pk}"]
    at_rest = (tmp_path / "evidence" / "originals" / str(row.pk)).read_bytes()
    assert b"Exif" not in at_rest
    assert PHOTO[500:600] not in at_rest


def test_a_broken_line_is_taken_up_where_it_broke(ayesha):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    assert ayesha.sends(row, 0, PHOTO[:HALF]).received == HALF
    with pytest.raises(WrongOffset) as displaced:
        ayesha.sends(row, HALF + 100, PHOTO[HALF + 100 :])
    assert displaced.value.offset == HALF
    row = ayesha.sends(row, HALF, PHOTO[HALF:])
    assert row.state == "checking"
    assert original(row) == PHOTO


def test_a_piece_that_comes_twice_counts_once(ayesha):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    for _ in range(2):
        assert ayesha.sends(row, 0, PHOTO[:HALF]).received == HALF
    for _ in range(2):
        row = ayesha.sends(row, HALF, PHOTO[HALF:])
    assert original(row) == PHOTO


def test_a_file_that_is_begun_again_under_its_key_is_the_same_file(ayesha):
    first = ayesha.begins("shop.jpg", len(PHOTO))
    ayesha.sends(first, 0, PHOTO[:HALF])
    again = ayesha.begins("shop.jpg", len(PHOTO), key=first.pk)
    assert (again.pk, again.received) == (first.pk, HALF)
    assert Evidence.objects.count() == 1


@pytest.mark.slow
def test_a_whole_file_of_which_a_part_was_stored_is_continued_under_its_key(ayesha, monkeypatch):
    """A worker that stores the files of an e-mail may be killed between two pieces."""
    monkeypatch.setattr(accepted_files, "LARGEST_PIECE", HALF)
    row = ayesha.begins("shop.jpg", len(PHOTO))
    ayesha.sends(row, 0, PHOTO[:HALF])
    told = {"name": "shop.jpg", "media_type": "", "size": len(PHOTO), "key": row.pk, "at": clock("09:00")}
    for _ in range(2):
        row = evidence.upload_whole_file(owner=ayesha.owner, parts=[PHOTO], **told)
        assert (row.state, original(row)) == ("checking", PHOTO)
    assert Evidence.objects.count() == 1


def test_nobody_reaches_somebody_elses_file_by_its_key(ayesha, with_complaint):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    others, _ = with_complaint
    assert others.begins("mine.jpg", 10, key=row.pk).pk != row.pk
    with pytest.raises(Evidence.DoesNotExist):
        others.sends(row, 0, PHOTO[:HALF])
    assert not others.removes(row)


def test_more_than_was_said_is_not_taken(ayesha):
    row = ayesha.begins("shop.jpg", 100)
    with pytest.raises(WrongOffset):
        ayesha.sends(row, 0, PHOTO[:101])


def test_a_piece_that_the_disk_has_lost_is_asked_for_again(ayesha):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    ayesha.sends(row, 0, PHOTO[:HALF])
    sealed_storage.delete_files(f"pieces/{row.pk}/{0:012}")
    row = ayesha.sends(row, HALF, PHOTO[HALF:])
    assert (row.state, row.received) == ("coming", 0)
    row = ayesha.sends(row, 0, PHOTO)
    assert original(row) == PHOTO


def test_a_server_that_died_before_sealing_is_finished_by_the_worker(ayesha, monkeypatch):
    row = ayesha.begins("shop.jpg", len(PHOTO))
    monkeypatch.setattr(upload, "complete_upload", lambda *args, **kwargs: None)
    row = ayesha.sends(row, 0, PHOTO)
    assert row.state == "coming"
    monkeypatch.undo()
    evidence.inspect_waiting_files(at=clock("09:10"))
    row.refresh_from_db()
    assert row.state == "shown"
    assert original(row) == PHOTO


@pytest.mark.slow
def test_a_file_that_cannot_be_sealed_does_not_hold_up_the_others(ayesha, monkeypatch):
    other, failing = ayesha.gives("other.jpg", PHOTO), ayesha.begins("shop.jpg", len(PHOTO))
    monkeypatch.setattr(upload, "complete_upload", lambda *args, **kwargs: None)
    ayesha.sends(failing, 0, PHOTO)
    monkeypatch.setattr(upload, "complete_upload", raise_value_error)
    with pytest.raises(RowsFailed):
        evidence.inspect_waiting_files(at=clock("09:10"))
    other.refresh_from_db()
    assert other.state == "shown"


def raise_value_error(*args, **kwargs):
    raise ValueError


def test_what_is_not_what_its_name_says_is_refused_with_its_first_piece(ayesha, tmp_path):
    row = ayesha.begins("shop.jpg", 10 * MB)
    row = ayesha.sends(row, 0, samples.archive())
    assert (row.state, row.refused_because) == ("refused", "disguised")
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("a.jpg", LARGEST_FILE + 1, FileRefusal.TOO_LARGE),
        ("a.jpg", 0, FileRefusal.EMPTY),
        ("a.docm", 1000, FileRefusal.KIND),
        ("a.svg", 1000, FileRefusal.KIND),
    ],
)
def test_a_file_that_is_not_taken_is_refused_before_it_is_sent(ayesha, name, size, reason):
    with pytest.raises(FileRefused) as refused:
        ayesha.begins(name, size)
    assert refused.value.reason is reason
    assert ayesha.states == []


def test_the_twenty_first_file_has_no_room_and_a_refused_one_takes_none(ayesha):
    for number in range(19):
        ayesha.begins(f"{number}.jpg", 100)
    ayesha.gives("bad.jpg", samples.archive())
    ayesha.begins("20.jpg", 100)
    with pytest.raises(FileRefused) as refused:
        ayesha.begins("21.jpg", 100)
    assert refused.value.reason is FileRefusal.TOO_MANY


def test_without_larger_videos_all_together_have_a_hundred_megabytes(ayesha, settings):
    settings.EVIDENCE_LARGEST_VIDEO_MB = 25
    for number in range(4):
        ayesha.begins(f"{number}.mp4", LARGEST_FILE)
    with pytest.raises(FileRefused) as refused:
        ayesha.begins("one more.mp4", 1)
    assert refused.value.reason is FileRefusal.TOGETHER


def test_two_at_once_share_the_room_that_is_left(own_database):
    """Four threads begin 24 files at the same time; 20 are accepted."""
    ayesha = Hands(FileOwner(draft_id=start_draft(channel=Channel.WEB, answers=TOLD, at=clock("08:55")).pk))
    outcomes = []

    def begin_six():
        try:
            for number in range(6):
                try:
                    ayesha.begins(f"{number}.jpg", 100)
                    outcomes.append("taken")
                except FileRefused as refused:
                    outcomes.append(refused.reason)
        finally:
            connection.close()

    hands = [threading.Thread(target=begin_six) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes) == ["taken"] * 20 + [FileRefusal.TOO_MANY] * 4


def test_the_owner_takes_a_file_away_again(ayesha, tmp_path):
    row = ayesha.gives("shop.jpg", PHOTO)
    half = ayesha.begins("more.jpg", len(PHOTO))
    ayesha.sends(half, 0, PHOTO[:HALF])
    assert ayesha.removes(row)
    assert ayesha.removes(half)
    assert ayesha.states == []
    assert stored(tmp_path) == []


def test_what_nobody_completes_and_what_a_dead_draft_left_is_removed(ayesha, with_complaint, tmp_path):
    ayesha.gives("shop.jpg", PHOTO)
    others, _ = with_complaint
    half = others.begins("more.jpg", len(PHOTO))
    others.sends(half, 0, PHOTO[:HALF])
    kept = others.gives("kept.jpg", PHOTO)
    assert evidence.remove_abandoned_files(at=clock("23:00")) == 0
    assert evidence.remove_abandoned_files(at=clock("09:00") + LATER) == 2
    assert others.states == [("kept.jpg", "checking")]
    assert stored(tmp_path) == [f"originals/{kept.pk}"]


def test_a_finished_draft_takes_nothing_more(ayesha, draft):
    registers(draft)
    with pytest.raises(FileRefused) as refused:
        ayesha.begins("late.jpg", 100)
    assert refused.value.reason is FileRefusal.CLOSED


def test_an_ended_complaint_takes_nothing_more(with_complaint, world):
    ayesha, complaint = with_complaint
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.ayesha.does("ask_to_withdraw", complaint, "09:20")
    world.ayesha.does("withdraw", complaint, "+3d 09:20")
    with pytest.raises(FileRefused) as refused:
        ayesha.begins("late.jpg", 100)
    assert refused.value.reason is FileRefusal.CLOSED
