"""The list of sentences, the computer's voice, and the recordings of a person: the real programs."""

import csv
import math
import shutil
import struct
import wave
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operations.recordings import sentence_list
from operations.recordings.placeholder_voice import list_missing, make_placeholders
from operations.recordings.recording_exchange import import_recordings, write_pack
from operations.recordings.sentence_list import Sentence, list_sentences
from web.listening.recordings import load_recordings, read_clip
from web.listening.spoken_text import sentence_key

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("espeak-ng", "xgettext"))), reason="needs espeak-ng and gettext"
)
QUESTION = Sentence("0" * 12, "filing", "where.html", {"en": "Where did it happen?", "ur": "یہ کہاں ہوا؟"})
STEP = Sentence(
    "1" * 12, "filing", "frame.html", {"en": "Step %(number)s of %(of)s", "ur": "مرحلہ %(number)s / %(of)s"}
)


def save_tone(path: Path, *, seconds: float = 1.0, loudness: float = 0.5) -> None:
    """Save a tone as WAV."""
    top = loudness * 32767
    samples = [int(top * math.sin(number / 10)) for number in range(int(16000 * seconds))]
    with wave.open(str(path), "w") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))


@pytest.mark.slow
def test_the_list_has_the_questions_and_choices_of_citizens_and_nothing_of_the_desk(world):
    sentences = list_sentences()
    english = {sentence.texts["en"] for sentence in sentences}
    assert {
        "In which district did it happen?", "Should any police officer or office be kept from this complaint?",
        "Yes, it is solved", "Partly", "Demand of a bribe", "Lahore", "E-tag number", "Did %(who)s speak to you?", "15",
    } <= english  # fmt: skip
    assert "Assign selected" not in english
    assert len({sentence.key for sentence in sentences}) == len(sentences)
    assert all(sentence.pieces(language) for sentence in sentences for language in ("en", "ur", "pa"))
    assert [one.area for one in sentences] == sorted(
        (one.area for one in sentences), key=list(sentence_list.AREAS).index
    )


@pytest.mark.slow
def test_a_corrected_urdu_text_keeps_its_key(world):
    by_text = {sentence.texts["en"]: sentence for sentence in list_sentences()}
    assert by_text["In which district did it happen?"].key == sentence_key("In which district did it happen?")
    assert by_text["Partly"].key == sentence_key("Partly", "solved")


def test_the_computer_speaks_urdu_and_says_so_in_the_file(speech_folder):
    assert make_placeholders("ur", [QUESTION, STEP]) == 2
    recordings = load_recordings("ur")
    assert recordings[QUESTION.key].is_synthetic
    clip = read_clip("ur", recordings[QUESTION.key].clips[0])
    assert clip.startswith(b"ID3")
    assert b"computer voice" in clip[:300] or "computer voice".encode("utf-16-le") in clip[:300]
    assert 2000 < len(clip) < 20_000
    assert len(recordings[STEP.key].clips) == 1, "between the two numbers nothing is spoken in Urdu"
    assert make_placeholders("ur", [QUESTION, STEP]) == 0


def test_a_sentence_that_cannot_be_spoken_is_left_out_and_the_others_are_made(speech_folder):
    endless = Sentence("2" * 12, "filing", "where.html", {"en": "word " * 300, "ur": "لفظ " * 300})
    assert make_placeholders("en", [endless, QUESTION]) == 1


def test_a_person_s_recording_is_kept_until_the_text_changes(speech_folder, tmp_path):
    save_tone(tmp_path / f"0001_{QUESTION.key}-0.wav")
    import_recordings(tmp_path, "en", [QUESTION], speaker="Farida")
    assert make_placeholders("en", [QUESTION]) == 0
    assert not load_recordings("en")[QUESTION.key].is_synthetic
    changed = Sentence(QUESTION.key, "filing", "where.html", {"en": "Where was it?", "ur": "کہاں؟"})
    assert list(list_missing("en", [changed])) == [changed]
    assert make_placeholders("en", [changed]) == 1
    assert load_recordings("en")[QUESTION.key].text == "Where was it?"


def test_a_pack_comes_back_as_recordings(speech_folder, tmp_path):
    assert write_pack(tmp_path, "en", [QUESTION, STEP]) == 3
    with (tmp_path / "sentences.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["say"] for row in rows] == ["Where did it happen?", "Step", "of"]
    assert rows[1]["whole_text"] == "Step %(number)s of %(of)s"
    for row in rows:
        save_tone(tmp_path / row["file"])
    result = import_recordings(tmp_path, "en", [QUESTION, STEP], speaker="Farida")
    assert (result.taken, result.unusable, result.unknown, result.incomplete, result.missing) == (2, {}, [], [], 0)
    assert len(load_recordings("en")[STEP.key].clips) == 2


def test_unusable_recordings_are_named_with_the_reason_and_the_others_are_taken(speech_folder, tmp_path):
    key = QUESTION.key
    save_tone(tmp_path / f"{key}-0.wav")
    save_tone(tmp_path / f"0002_{STEP.key}-0.wav", loudness=0.001)
    (tmp_path / f"0003_{STEP.key}-1.wav").write_bytes(b"no sound at all")
    save_tone(tmp_path / f"0004_{key}-7.wav")
    (tmp_path / "notes.txt").write_text("Farida")
    result = import_recordings(tmp_path, "en", [QUESTION, STEP], speaker="Farida")
    assert result.taken == 1
    assert result.unusable[f"0002_{STEP.key}-0.wav"] == "silent"
    assert "no sound can be read" in result.unusable[f"0003_{STEP.key}-1.wav"]
    assert sorted(result.unknown) == [f"0004_{key}-7.wav", "notes.txt"]


@pytest.mark.parametrize(
    ("form", "reason"),
    [({"seconds": 0.05}, "seconds long"), ({"seconds": 61}, "seconds long"), ({"loudness": 0}, "silent")],
)
def test_too_short_too_long_and_silent_recordings_are_refused(speech_folder, tmp_path, form, reason):
    save_tone(tmp_path / f"{QUESTION.key}-0.wav", **form)
    result = import_recordings(tmp_path, "en", [QUESTION], speaker="Farida")
    assert reason in result.unusable[f"{QUESTION.key}-0.wav"]
    assert load_recordings("en") == {}


def test_a_sentence_of_which_a_piece_is_missing_is_not_taken(speech_folder, tmp_path):
    save_tone(tmp_path / f"{STEP.key}-0.wav")
    result = import_recordings(tmp_path, "en", [STEP], speaker="Farida")
    assert (result.taken, result.incomplete) == (0, ["Step %(number)s of %(of)s"])


@pytest.mark.slow
def test_the_commands_say_what_is_there_and_what_is_missing(world, speech_folder, tmp_path, capsys, monkeypatch):
    call_command("list_sentences", "--language", "ur", "--pack", str(tmp_path / "pack"), "--area", "filing")
    said = capsys.readouterr().out
    assert "0 recorded by a person, 0 by a computer" in said
    with (tmp_path / "pack" / "sentences.csv").open(encoding="utf-8-sig") as file:
        first = next(csv.DictReader(file))
    save_tone(tmp_path / "pack" / first["file"])
    call_command("import_recordings", str(tmp_path / "pack"), "--language", "ur", "--speaker", "Farida")
    assert "1 sentences taken" in capsys.readouterr().out
    (tmp_path / "pack" / "other.wav").write_bytes(b"")
    with pytest.raises(CommandError):
        call_command("import_recordings", str(tmp_path / "pack"), "--language", "ur", "--speaker", "Farida")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="xgettext is missing"):
        call_command("make_placeholders")
