"""Placeholders: each sentence without a recording, spoken by a computer until a person has recorded it."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

from operations.recordings import audio_conversion
from operations.recordings.sentence_list import Sentence
from web.listening.recordings import LANGUAGES, NewRecording, load_recordings, store_recordings

SPOKEN_LANGUAGES = tuple(language for language in LANGUAGES if language != "pa")
"""Not Punjabi: espeak-ng's voice reads Gurmukhi, and nobody here writes the portal's sentences in it."""
BATCH = 100
"""Sentences after which the list is written, so that pages can play them and an interrupted run is not lost."""


def make_placeholders(language: str, sentences: Iterable[Sentence]) -> int:
    """Make the missing placeholders of a language. Return how many. Raises audio_conversion.EspeakMissing.

    A recording of the present text is never replaced, a person's least of all. A sentence that the program cannot speak
    is left out.
    """
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for batch in batched(list_missing(language, sentences), BATCH):
            made = pool.map(lambda sentence: speak_sentence(language, sentence), batch)
            count += store_recordings(language, filter(None, made))
    return count


def list_missing(language: str, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences without a recording of their present text."""
    recordings = load_recordings(language)
    for sentence in sentences:
        recording = recordings.get(sentence.key)
        if recording is None or recording.text != sentence.text(language):
            yield sentence


def speak_sentence(language: str, sentence: Sentence) -> NewRecording | None:
    """Return a sentence as the computer speaks it, or None if it cannot."""
    try:
        clips = tuple(audio_conversion.speak(piece, language) for piece in sentence.pieces(language))
    except audio_conversion.UnusableSound:
        return None
    return NewRecording(sentence.key, sentence.text(language), clips, is_synthetic=True, voice=f"espeak-ng {language}")
