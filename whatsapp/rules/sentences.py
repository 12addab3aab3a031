"""The chat's sentences in three languages, from the tables in `whatsapp/words/`.

Administrators can replace single texts. Their texts come as an argument (`SentenceTable`), because rules read no
database.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from whatsapp.rules.languages import Language

FOLDER = Path(__file__).parent.parent / "words"

type SentenceTable = Mapping[str, Mapping[str, str]]
"""Sentences: key → language → text."""

NOTHING_EDITED: SentenceTable = MappingProxyType({})


@cache
def sentence_table() -> SentenceTable:
    """Return every shipped sentence: key → language → text with placeholders (`{etag}`)."""
    sentences: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in sentences:
                raise ValueError(f"{path.name}: {key} stands twice")
            sentences[key] = texts
    return sentences


def say(key: str, language: Language, edited: SentenceTable = NOTHING_EDITED, /, **facts) -> str:
    """Return a sentence in a language, with its placeholders filled. Raises KeyError for an unknown key.

    `edited`: the texts that administrators have written. They replace the shipped ones.
    """
    text = edited.get(key, {}).get(language) or sentence_table()[key][language]
    return text.format(**facts) if facts else text


def sentence_translations(key: str, edited: SentenceTable = NOTHING_EDITED) -> Mapping[str, str]:
    """Return a sentence in every language."""
    return {**sentence_table()[key], **edited.get(key, {})}
