"""Videos above 25 MB: uploaded in pieces, sealed by a worker, and inspected without loading them into memory."""

import errno
import io
import json
import os
import tracemalloc
import uuid

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import evidence
from complaints.evidence import large_film_sandbox, sealed_storage
from complaints.inspection import film_streaming
from complaints.models import Evidence
from complaints.rules import accepted_files
from complaints.rules.accepted_files import LARGEST_PIECE, MB, FileRefused
from ledger.service_exceptions import RowsFailed
from tests.citizen.conftest import Visitor, words
from tests.evidence import samples
from tests.evidence.conftest import LATER, Hands, checked, original, shown, stored
from tests.evidence.handed_in import weigh_inspections
from tests.world import clock

FILM = samples.film("mp4", seconds=20)
SMALL = 64 * 1024


@pytest.fixture
def few_bytes_are_large(monkeypatch):
    """Treat films above 64 KB as films above 25 MB."""
    monkeypatch.setattr(accepted_files, "LARGEST_FILE", SMALL)
    assert len(FILM) > SMALL


def sends_all(hands: Hands, name: str, contents: bytes) -> Evidence:
    row = hands.begins(name, len(contents))
    for offset in range(0, len(contents), LARGEST_PIECE):
        row = hands.sends(row, offset, contents[offset : offset + LARGEST_PIECE])
    return row


# --- how large ---


@pytest.mark.parametrize(
    ("name", "megabytes", "setting", "reason"),
    [
        ("a.mp4", 200, 200, None),
        ("a.mov", 26, 200, None),
        ("a.mp4", 201, 200, "video_too_large"),
        ("a.jpg", 26, 200, "too_large"),
        ("a.pdf", 26, 200, "too_large"),
        ("a.m4a", 26, 200, "too_large"),
        ("a.mp4", 26, 25, "too_large"),
        ("a.mp4", 26, 0, "too_large"),
    ],
)
def test_a_video_may_be_larger_than_other_files(ayesha, settings, name, megabytes, setting, reason):
    settings.EVIDENCE_LARGEST_VIDEO_MB = setting
    if reason is None:
        assert ayesha.begins(name, megabytes * MB).state == "coming"
        return
    with pytest.raises(FileRefused) as refused:
        ayesha.begins(name, megabytes * MB)
    assert refused.value.reason == reason


def test_all_files_together_have_room_for_one_large_video_more(ayesha):
    ayesha.begins("a.mp4", 200 * MB)
    for number in range(4):
        ayesha.begins(f"{number}.mp4", 25 * MB)
    with pytest.raises(FileRefused) as refused:
        ayesha.begins("one more.mp4", 1)
    assert refused.value.reason == "together"


@pytest.mark.usefixtures("that_morning", "servers")
def test_a_script_hears_how_large_a_video_may_be(at_draft):
    said = json.loads(at_draft.begins(name="a.mp4", size=201 * MB).content)["words"]
    assert said.startswith("The video is larger than 200 MB.")
    assert at_draft.begins(name="a.mp4", size=200 * MB).status_code == 201


@pytest.mark.usefixtures("that_morning", "servers", "few_bytes_are_large")
def test_a_form_without_javascript_says_how_a_large_video_can_be_sent(at_draft):
    answer = at_draft.hands_in(("shop.mp4", FILM), ("small.mp4", samples.film("mp4")))
    assert answer.status_code == 422
    assert "A video above 25 MB can be sent only by a browser that runs JavaScript." in words(answer)
    assert [row.name for row in Evidence.objects.all()] == ["small.mp4"]


# --- upload ---


@pytest.mark.usefixtures("few_bytes_are_large")
def test_it_is_sealed_by_a_worker_and_shown_as_a_copy_that_plays(ayesha, tmp_path):
    row = sends_all(ayesha, "shop.mp4", FILM)
    assert (row.state, row.is_complete, row.state_label) == ("coming", True, "Being checked")
    row = checked(row)
    assert (row.state, row.shown_type) == ("shown", "video/mp4")
    assert original(row) == FILM
    assert stored(tmp_path) == [f"originals/{row.pk}", f"shown/{row.pk}"]
    copy = shown(row)
    assert samples.SECRET.encode() not in copy
    with av.open(io.BytesIO(FILM)) as came, av.open(io.BytesIO(copy)) as played:
        assert played.duration == came.duration
        assert [bytes(p) for p in played.demux(video=0)] == [bytes(p) for p in came.demux(video=0)]


@pytest.mark.usefixtures("that_morning", "servers", "few_bytes_are_large")
def test_the_script_has_nothing_more_to_send_while_it_is_sealed(at_draft):
    told = json.loads(at_draft.begins(name="shop.mp4", size=len(FILM)).content)
    assert at_draft.sends(told["piece"], 0, FILM)["Upload-Done"] == "1"
    line = words(at_draft.client.get(told["line"]))
    assert "Being checked" in line
    assert "not fully received" not in line


@pytest.mark.usefixtures("few_bytes_are_large")
def test_the_history_names_it_when_it_is_sealed(with_complaint):
    ayesha, complaint = with_complaint
    row = sends_all(ayesha, "shop.mp4", FILM)
    assert not complaint.events.filter(kind="evidence_added").exists()
    row = checked(row)
    (event,) = complaint.events.filter(kind="evidence_added")
    assert json.loads(event.body)["facts"]["files"][0]["sha256"] == row.sha256.hex()


@pytest.mark.slow
@pytest.mark.usefixtures("that_morning", "servers", "few_bytes_are_large")
def test_pieces_in_the_wrong_place_twice_too_many_and_of_others_change_nothing(at_draft, world):
    piece = json.loads(at_draft.begins(name="shop.mp4", size=len(FILM)).content)["piece"]
    half = len(FILM) // 2
    at_draft.sends(piece, 0, FILM[:half])
    gap = at_draft.sends(piece, half + 1, FILM[half + 1 :])
    too_much = at_draft.sends(piece, half, FILM[half:] + bytes(SMALL))
    assert [(answer.status_code, answer["Upload-Offset"]) for answer in (gap, too_much)] == [(409, str(half))] * 2
    twice = at_draft.sends(piece, 0, FILM[:half])
    assert (twice.status_code, twice["Upload-Offset"]) == (200, str(half))
    stranger, complaint = Visitor(), world.complaint("financial_crime")
    stranger.opens(complaint, "09:00")
    theirs = f"/track/{complaint.etag}/evidence/{piece.split('/')[-3]}/piece/"
    answer = stranger.client.patch(theirs, FILM[half:], "application/octet-stream", headers={"Upload-Offset": half})
    assert answer.status_code == 404
    assert at_draft.sends(piece, half, FILM[half:])["Upload-Done"] == "1"
    assert original(checked(Evidence.objects.get())) == FILM


@pytest.mark.usefixtures("that_morning", "servers", "few_bytes_are_large")
def test_on_a_full_disk_the_piece_is_refused_in_words_and_comes_later(at_draft, monkeypatch):
    piece = json.loads(at_draft.begins(name="shop.mp4", size=len(FILM)).content)["piece"]

    def is_full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as full:
        full.setattr(sealed_storage, "File", is_full)
        answer = at_draft.sends(piece, 0, FILM)
    assert answer.status_code == 507
    assert "We cannot accept files right now." in json.loads(answer.content)["words"]
    assert at_draft.sends(piece, 0, FILM)["Upload-Done"] == "1"


@pytest.mark.usefixtures("few_bytes_are_large")
def test_a_full_disk_while_it_is_sealed_costs_nothing(ayesha, monkeypatch):
    row = sends_all(ayesha, "shop.mp4", FILM)

    def is_full(*args, **kwargs):
        raise evidence.StorageUnavailable("full")

    with monkeypatch.context() as full:
        full.setattr(sealed_storage, "save_sealed", is_full)
        with pytest.raises(RowsFailed):
            evidence.inspect_waiting_files(at=clock("09:05"))
    assert checked(row).state == "shown"


@pytest.mark.usefixtures("few_bytes_are_large")
def test_what_nobody_completes_is_removed(ayesha, tmp_path):
    row = ayesha.begins("shop.mp4", len(FILM))
    ayesha.sends(row, 0, FILM[:SMALL])
    assert evidence.remove_abandoned_files(at=clock("09:00") + LATER) == 1
    assert stored(tmp_path) == []


# --- inspection ---


@pytest.mark.usefixtures("few_bytes_are_large")
@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        (FILM[: len(FILM) // 2], "broken"),
        (FILM + samples.archive(), "hides"),
        (FILM[:2000] + os.urandom(200_000), "broken"),
    ],
    ids=["half", "an archive behind it", "noise"],
)
def test_a_hostile_one_is_refused_and_nothing_of_it_stays(ayesha, tmp_path, contents, reason):
    row = checked(sends_all(ayesha, "shop.mp4", contents))
    assert (row.state, row.refused_because) == ("refused", reason)
    assert stored(tmp_path) == []


@pytest.mark.usefixtures("few_bytes_are_large")
def test_one_that_takes_too_long_is_refused(ayesha, monkeypatch):
    monkeypatch.setattr(large_film_sandbox, "TIME_LIMIT", 0.01)
    row = checked(sends_all(ayesha, "shop.mp4", FILM))
    assert (row.state, row.refused_because) == ("refused", "too_hard")


@pytest.mark.usefixtures("few_bytes_are_large")
def test_one_whose_copy_grows_beyond_it_is_refused(ayesha, monkeypatch):
    monkeypatch.setattr(large_film_sandbox, "EXTRA_BYTES", -SMALL)
    row = checked(sends_all(ayesha, "shop.mp4", FILM))
    assert (row.state, row.refused_because) == ("refused", "too_hard")


@pytest.mark.usefixtures("few_bytes_are_large")
def test_a_damaged_original_is_not_called_a_bad_film(ayesha, tmp_path):
    row = sends_all(ayesha, "shop.mp4", FILM)
    evidence.upload.complete_upload(row.pk, at=clock("09:04"))
    place = tmp_path / f"evidence/originals/{row.pk}"
    place.write_bytes(place.read_bytes()[:-2000])
    with pytest.raises(RowsFailed):
        checked(row)
    row.refresh_from_db()
    assert row.state == "checking"


@pytest.mark.slow
@pytest.mark.parametrize(
    "made_by", [("mp4", "mpeg4"), ("webm", "libvpx"), ("mov", "libx264")], ids=lambda made: made[0]
)
def test_a_real_one_never_lies_in_memory(ayesha, tmp_path, monkeypatch, made_by):
    """Neither the worker (by its own allocations) nor the inspection process holds the film in memory."""
    film, weights = samples.large_film(60, *made_by), tmp_path / "weights"
    weigh_inspections(monkeypatch, weights)
    row = sends_all(ayesha, f"shop.{made_by[0]}", film)
    del film
    tracemalloc.start()
    row = checked(row)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.state == "shown"
    assert peak < 16 * MB
    assert json.loads(weights.read_text())["memory"] < 130


HEAD = 50
CHANGES = st.lists(st.tuples(st.integers(0, 60), st.binary(min_size=1, max_size=40)), max_size=8)


@given(CHANGES, st.integers(0, 90))
def test_an_output_in_order_is_the_file_that_was_written_or_is_refused(changes, length):
    """An output may be appended to and changed at its beginning, as muxers do. Any other change is refused."""

    def write(out):
        out.write(bytes(range(length)))
        for offset, data in changes:
            out.seek(offset)
            out.write(data)
            out.seek(0, os.SEEK_END)
        return out

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(film_streaming, "HEAD", HEAD)
        plain, passed = write(io.BytesIO()).getvalue(), io.BytesIO()
        try:
            write(film_streaming.SequentialOutput(passed, write(film_streaming.BeginningRecorder())))
        except FileRefused:
            assert any(offset + len(data) > HEAD or offset > length for offset, data in changes)
        else:
            assert passed.getvalue() == plain


def test_a_key_of_a_large_video_resumes_it(ayesha):
    key = uuid.uuid4()
    row = ayesha.begins("shop.mp4", 60 * MB, key=key)
    ayesha.sends(row, 0, samples.film("mp4") + bytes(LARGEST_PIECE - len(samples.film("mp4"))))
    again = ayesha.begins("shop.mp4", 60 * MB, key=key)
    assert (again.pk, again.received) == (key, LARGEST_PIECE)
