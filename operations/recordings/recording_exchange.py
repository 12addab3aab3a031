"""The pack for a human speaker, and the recordings that come back."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from operations.recordings import audio_conversion
from operations.recordings.sentence_list import Sentence
from web.listening.recordings import NewRecording, store_recordings

SHEET = "sentences.csv"
COLUMNS = ("number", "file", "say", "whole_text", "area", "source")
_FILE_NAME = re.compile(r"(?:\d+_)?([0-9a-f]{12})-(\d{1,2})\.(?:wav|mp3|m4a|ogg|opus|flac)", re.IGNORECASE)


@dataclass
class ImportResult:
    """What became of the files. `unusable`: the reason by file. `incomplete`: sentences of which a piece is missing."""

    taken: int = 0
    unusable: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    missing: int = 0


def write_pack(folder: Path, language: str, sentences: Iterable[Sentence]) -> int:
    """Write the list for a speaker: one row for each recording, with its number and the file to save. Return how many.

    A sentence with a number or a name in it is recorded in pieces: the column `whole_text` shows the sentence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with (folder / SHEET).open("w", newline="", encoding="utf-8-sig") as file:  # so that Excel reads the Urdu
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for sentence in sentences:
            for position, piece in enumerate(sentence.pieces(language)):
                number += 1
                name = f"{number:04}_{sentence.key}-{position}.wav"
                sheet.writerow([number, name, piece, sentence.text(language), sentence.area, sentence.source])
    return number


def import_recordings(folder: Path, language: str, sentences: Iterable[Sentence], *, speaker: str) -> ImportResult:
    """Store a speaker's recordings. A sentence is taken only if all its pieces are usable; it may be sent again."""
    by_key = {sentence.key: sentence for sentence in sentences}
    result, clips = ImportResult(), {}
    for path in sorted(folder.iterdir()):
        match = _FILE_NAME.fullmatch(path.name)
        if path.name == SHEET:
            continue
        if match is None or match[1] not in by_key or int(match[2]) >= len(by_key[match[1]].pieces(language)):
            result.unknown.append(path.name)
            continue
        try:
            clips[match[1], int(match[2])] = audio_conversion.convert_to_mp3(path, artist=speaker)
        except audio_conversion.UnusableSound as reason:
            result.unusable[path.name] = str(reason)
    new_recordings = []
    for key in dict.fromkeys(key for key, _ in clips):
        sentence = by_key[key]
        pieces = [clips.get((key, position)) for position in range(len(sentence.pieces(language)))]
        if None in pieces:
            result.incomplete.append(sentence.text(language))
        else:
            new_recordings.append(NewRecording(key, sentence.text(language), tuple(pieces), False, speaker))
    result.taken = store_recordings(language, new_recordings)
    result.missing = len(by_key) - result.taken
    return result
