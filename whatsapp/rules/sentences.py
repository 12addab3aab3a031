"""The chat's sentences in three languages, from the tables in `whatsapp/words/`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from whatsapp.rules.languages import Language

FOLDER = Path(__file__).parent.parent / "words"


@cache
def sentence_table() -> Mapping[str, Mapping[str, str]]:
    """Return every sentence: key → language → text with placeholders (`{etag}`)."""
    sentences: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in sentences:
                raise ValueError(f"{path.name}: {key} stands twice")
            sentences[key] = texts
    return sentences


def say(key: str, language: Language, /, **facts) -> str:
    """Return a sentence in a language, with its placeholders filled. Raises KeyError for an unknown key."""
    text = sentence_table()[key][language]
    return text.format(**facts) if facts else text


def sentence_translations(key: str) -> Mapping[str, str]:
    """Return a sentence in every language."""
    return sentence_table()[key]
