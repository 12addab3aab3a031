"""Whole conversations, as files that a police officer can review."""

import pytest

from tests.whatsapp import transcripts

FILES = sorted(transcripts.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_conversation_goes_as_it_is_written(path, phone):
    answered = transcripts.replayed(path, phone)
    if transcripts.WRITE:
        path.write_text(answered, encoding="utf-8")
    assert answered == path.read_text(encoding="utf-8")
