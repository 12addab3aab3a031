"""Recordings of some sentences, in a folder of the test."""

import pytest

from web.listening.recordings import NewRecording, store_recordings
from web.listening.spoken_text import NUMBER_CONTEXT, SPOKEN_NUMBERS, fixed_pieces, sentence_key


@pytest.fixture
def speech_folder(settings, tmp_path):
    """The folder of the recordings, empty."""
    settings.SPEECH_FOLDER = tmp_path / "speech"
    return settings.SPEECH_FOLDER


@pytest.fixture
def record(speech_folder):
    """Record sentences: `record("ur", "کس ضلع میں؟")`. Each clip contains its own text instead of sound."""

    def record_sentences(language: str, *texts: str, synthetic: bool = False) -> None:
        numbers = [(str(number), NUMBER_CONTEXT) for number in SPOKEN_NUMBERS]
        store_recordings(
            language,
            [
                NewRecording(
                    sentence_key(text, context),
                    text,
                    tuple(piece.encode() for piece in fixed_pieces(text)),
                    synthetic,
                    "Farida",
                )
                for text, context in [*numbers, *((text, "") for text in texts)]
            ],
        )

    return record_sentences
