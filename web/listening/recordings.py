"""The recordings of sentences on disk: a folder of MP3 files and a list (JSON) for each language.

`SPEECH_FOLDER/ur.json` lists the recordings by the key of the sentence; `SPEECH_FOLDER/ur/` holds the files. A file's
name contains a digest of its content, so browsers may keep it for ever.
"""

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from web.listening.spoken_text import Recording, SentenceIndex, build_index

LANGUAGES = ("en", "ur", "pa")
"""Punjabi accompanies the Urdu pages: the portal has no Punjabi texts, but people who listen may prefer it."""
CLIP_NAME = re.compile(r"[0-9a-f]{12}-[0-9]{1,2}-[0-9a-f]{8}")

_indexes: dict[Path, tuple[float, SentenceIndex]] = {}


class NewRecording(NamedTuple):
    """A recording to store. `text`: the displayed text that it speaks. `clips`: one MP3 for each of its pieces."""

    key: str
    text: str
    clips: tuple[bytes, ...]
    is_synthetic: bool
    voice: str


def load_index(language: str) -> SentenceIndex:
    """Return the recordings of a language; they are read again whenever their list changes."""
    path = _list_path(language)
    try:
        changed_at = path.stat().st_mtime
    except OSError:
        return SentenceIndex()
    if path not in _indexes or _indexes[path][0] != changed_at:
        _indexes[path] = (changed_at, build_index(load_recordings(language).values()))
    return _indexes[path][1]


def load_recordings(language: str) -> dict[str, Recording]:
    """Return a language's recordings by key."""
    return {
        key: Recording(key, row["text"], tuple(row["clips"]), row["synthetic"])
        for key, row in _read_list(language).items()
    }


def read_clip(language: str, name: str) -> bytes | None:
    """Return a clip, or None if there is no such clip."""
    if language not in LANGUAGES or not CLIP_NAME.fullmatch(name):
        return None
    with suppress(FileNotFoundError):
        return (_folder(language) / f"{name}.mp3").read_bytes()
    return None


def store_recordings(language: str, new_recordings: Iterable[NewRecording]) -> int:
    """Store recordings in place of earlier ones of the same sentences. Return how many.

    The list is replaced last and at once, so a page never names a file that does not exist yet.
    """
    rows, count = dict(_read_list(language)), 0
    _folder(language).mkdir(parents=True, exist_ok=True)
    for recording in new_recordings:
        names = [
            f"{recording.key}-{number}-{sha256(clip).hexdigest()[:8]}" for number, clip in enumerate(recording.clips)
        ]
        for name, clip in zip(names, recording.clips, strict=True):
            (_folder(language) / f"{name}.mp3").write_bytes(clip)
        rows[recording.key] = {
            "text": recording.text,
            "clips": names,
            "synthetic": recording.is_synthetic,
            "voice": recording.voice,
        }
        count += 1
    unfinished = _list_path(language).with_suffix(".json.new")
    unfinished.write_text(json.dumps(rows, ensure_ascii=False, indent=0, sort_keys=True))
    os.replace(unfinished, _list_path(language))
    listed = {name for row in rows.values() for name in row["clips"]}
    for path in _folder(language).glob("*.mp3"):
        if path.stem not in listed:
            path.unlink(missing_ok=True)
    return count


def _read_list(language: str) -> dict:
    try:
        return json.loads(_list_path(language).read_text())
    except FileNotFoundError:
        return {}


def _list_path(language: str) -> Path:
    return Path(settings.SPEECH_FOLDER) / f"{language}.json"


def _folder(language: str) -> Path:
    return Path(settings.SPEECH_FOLDER) / language
