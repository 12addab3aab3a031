"""Checks of a text that replaces a sentence of the chat: WhatsApp's limits, placeholders and numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from whatsapp.rules.languages import Language
from whatsapp.rules.replies import LONGEST_BODY, LONGEST_BUTTON, LONGEST_ROW
from whatsapp.rules.sentences import SentenceTable, sentence_table

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"\d+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e]")
_ENDS_OF_SENTENCES = ".۔?؟:!"


class SentenceProblem(StrEnum):
    """Why a text cannot replace a sentence."""

    TOO_LONG = "too_long"
    PLACEHOLDER_MISSING = "placeholder_missing"
    PLACEHOLDER_UNKNOWN = "placeholder_unknown"
    BRACE = "brace"
    NUMBER_MISSING = "number_missing"
    LINE_BREAK = "line_break"
    CONTROL = "control"


@dataclass(frozen=True)
class SentenceFinding:
    """One problem. `value`: the limit, the placeholder or the number that it is about."""

    problem: SentenceProblem
    value: str = ""


def longest_text(key: str) -> int:
    """Return how many characters a text of this sentence may have: 20, 24 or 1,024.

    A sentence that is short in every language and ends without punctuation is a button (20) or the title of a list
    row (24). Any other one can stand above buttons, where the API allows 1,024.
    """
    texts = sentence_table()[key].values()
    if any(text[-1] in _ENDS_OF_SENTENCES or "{" in text for text in texts):
        return LONGEST_BODY
    longest = max(map(len, texts))
    return next((most for most in (LONGEST_BUTTON, LONGEST_ROW) if longest <= most), LONGEST_BODY)


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders of a text in their order, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def check_sentence(key: str, language: Language, text: str) -> list[SentenceFinding]:
    """Return what is wrong with a text that should replace a sentence; nothing if it can be used."""
    return list(_find_problems(text, shipped=sentence_table()[key][language], most=longest_text(key)))


def _find_problems(text: str, *, shipped: str, most: int) -> Iterator[SentenceFinding]:
    if len(text) > most:
        yield SentenceFinding(SentenceProblem.TOO_LONG, str(most))
    if "\n" in text and most < LONGEST_BODY:
        yield SentenceFinding(SentenceProblem.LINE_BREAK)
    if _CONTROL.search(text):
        yield SentenceFinding(SentenceProblem.CONTROL)
    used, wanted = set(placeholders(text)), set(placeholders(shipped))
    for name in sorted(wanted - used):
        yield SentenceFinding(SentenceProblem.PLACEHOLDER_MISSING, f"{{{name}}}")
    for name in sorted(used - wanted):
        yield SentenceFinding(SentenceProblem.PLACEHOLDER_UNKNOWN, f"{{{name}}}")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield SentenceFinding(SentenceProblem.BRACE)
    # Helplines, limits and commands ("Dial 15", "Send 0") are facts. An editor may not lose one by mistake.
    missing = Counter(_numbers(shipped)).keys() - Counter(_numbers(text)).keys()
    yield from (SentenceFinding(SentenceProblem.NUMBER_MISSING, number) for number in sorted(missing))


def _numbers(text: str) -> Iterable[str]:
    return (str(int(number)) for number in _NUMBER.findall(_PLACEHOLDER.sub("", text)))


def usable_sentences(edited: SentenceTable) -> SentenceTable:
    """Return the texts that fit the shipped sentences of this release. Others would stop a chat."""
    usable: dict[str, dict[str, str]] = {}
    for key in edited.keys() & sentence_table().keys():
        for language in Language:
            text = edited[key].get(language, "")
            if text and not check_sentence(key, language, text):
                usable.setdefault(key, {})[language] = text
    return usable
