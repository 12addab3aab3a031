"""Find the recorded sentences in a page. Uses neither Django nor files.

A sentence is a message of the catalogue. Its key comes from the English message, so that a corrected Urdu text keeps
its key. Its text is what is displayed, so that a recording of an older text is never played.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

NUMBER_CONTEXT = "spoken number"
SPOKEN_NUMBERS = range(21)
"""Numbers with a recording of their own. Longer ones, an E-tag for example, are spoken digit by digit."""
STAND_IN, STAND_IN_CONTEXT = "as written on this page", "spoken in place of a name or a date"
"""What is spoken in place of a value that no recording can contain."""

LEAST_FIXED_LETTERS = 6
"""Letters that a sentence with values needs beside them. With fewer, it would match text that somebody typed."""
LONGEST_SENTENCE = 6
"""Parts of a block that are tried together as one sentence."""

_KEY_LENGTH = 12
_VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_INVISIBLE = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SENTENCE_END = re.compile(r"(?<=[.?!:۔؟])\s+")
_PUNCTUATION = " \t\n.,:;?!·–()“”،؛؟۔"
_NUMBER = re.compile(r"[0-9][0-9 ]{0,39}")

_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "code", "em", "i", "q", "small", "strong", "sub", "sup", "time"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SKIPPED = frozenset(
    {"audio", "blockquote", "canvas", "dialog", "nav", "progress", "script", "select", "style", "svg", "template"}
    | {"textarea", "video"}
)
_SKIPPED_ATTRIBUTE = re.compile(r"(?:^|\s)hidden(?:\s|$)|visually-hidden|\baria-hidden=\"true\"")


@dataclass(frozen=True)
class Recording:
    """The recording of one sentence in one language.

    `text`: the recorded text, with its placeholders. `clips`: the file of each fixed piece between the placeholders.
    `is_synthetic`: a computer spoke it.
    """

    key: str
    text: str
    clips: tuple[str, ...]
    is_synthetic: bool


class SpokenSentence(NamedTuple):
    """A sentence of a page, and the clips that speak it, in order."""

    text: str
    clips: tuple[str, ...]
    is_synthetic: bool


@dataclass(frozen=True)
class SentenceIndex:
    """The recordings of one language, found by the displayed text."""

    exact: dict[str, Recording] = field(default_factory=dict)
    patterns: dict[str, list[tuple[re.Pattern, Recording]]] = field(default_factory=dict)
    clips_by_key: dict[str, Recording] = field(default_factory=dict)

    def find(self, text: str) -> SpokenSentence | None:
        """Return the sentence with this text, or None if there is no recording of it or of a value in it.

        A number that stands alone, an E-tag for example, is a sentence too.
        """
        if recording := self.exact.get(text):
            return SpokenSentence(text, recording.clips, recording.is_synthetic)
        if _NUMBER.fullmatch(text):
            spoken = self._recordings_of_value(text) or ()
            clips = tuple(clip for one in spoken for clip in one.clips)
            return SpokenSentence(text, clips, any(one.is_synthetic for one in spoken)) if clips else None
        for start in (text.split(" ", 1)[0], ""):
            for pattern, recording in self.patterns.get(start, ()):
                if match := pattern.fullmatch(text):
                    return self._with_values(text, recording, match.groups())
        return None

    def _with_values(self, text: str, recording: Recording, values: tuple[str, ...]) -> SpokenSentence | None:
        clips, remaining, is_synthetic = [], list(recording.clips), recording.is_synthetic
        for number, piece in enumerate(_split_at_values(recording.text)):
            if number:
                spoken = self._recordings_of_value(values[number - 1])
                if spoken is None:
                    return None
                clips += [clip for one in spoken for clip in one.clips]
                is_synthetic |= any(one.is_synthetic for one in spoken)
            if has_letters(piece):
                clips.append(remaining.pop(0))
        return SpokenSentence(text, tuple(clips), is_synthetic)

    def _recordings_of_value(self, value: str) -> list[Recording] | None:
        keys = [sentence_key(STAND_IN, STAND_IN_CONTEXT)]
        if _NUMBER.fullmatch(value.strip()):
            keys = [sentence_key(number, NUMBER_CONTEXT) for number in numbers_to_speak(value)]
        recordings = [self.clips_by_key.get(key) for key in keys]
        return None if None in recordings else recordings


def sentence_key(message: str, context: str = "") -> str:
    """Return the key of a message of the catalogue: 12 hexadecimal digits."""
    return sha256(f"{context}\x04{message}".encode()).hexdigest()[:_KEY_LENGTH]


def normalise_text(text: str) -> str:
    """Return the text as it is compared: without tags, direction marks and extra spaces."""
    return " ".join(_INVISIBLE.sub("", html.unescape(_ANY_TAG.sub("", text))).split())


def fixed_pieces(text: str) -> list[str]:
    """Return the pieces of a text to record: those between its placeholders that have a letter or a digit."""
    pieces = [piece for piece in _split_at_values(text) if has_letters(piece)]
    return [piece.strip(_PUNCTUATION) for piece in pieces] if _VALUE.search(text) else pieces


def has_letters(text: str) -> bool:
    """Return whether the text has a letter or a digit."""
    return any(character.isalnum() for character in text)


def numbers_to_speak(value: str) -> list[str]:
    """Return the numbers to speak for a value of digits and spaces: itself if it is small, else each digit."""
    digits = value.replace(" ", "")
    is_small = str(int(digits)) == digits and int(digits) in SPOKEN_NUMBERS
    return [digits] if is_small and digits == value.strip() else [str(int(digit)) for digit in digits]


def build_index(recordings: Iterable[Recording]) -> SentenceIndex:
    """Return the index of a language's recordings."""
    index = SentenceIndex()
    for recording in recordings:
        index.clips_by_key[recording.key] = recording
        parts = _split_at_values(recording.text)
        if len(parts) == 1:
            index.exact[recording.text] = recording
        elif sum(character.isalpha() for part in parts for character in part) >= LEAST_FIXED_LETTERS:
            pattern = re.compile("(.{1,120}?)".join(re.escape(part) for part in parts))
            start = parts[0].split(" ", 1)[0] if " " in parts[0] else ""
            index.patterns.setdefault(start, []).append((pattern, recording))
    return index


def find_spoken_sentences(page: str, index: SentenceIndex) -> list[SpokenSentence]:
    """Return the recorded sentences of a page's HTML, in the order of the page. Other text is left out."""
    found: list[SpokenSentence] = []
    for block in visible_blocks(page):
        for sentence in _sentences_of_block(block, index):
            if not found or found[-1].text != sentence.text:
                found.append(sentence)
    return found


def _sentences_of_block(parts: list[str], index: SentenceIndex) -> Iterator[SpokenSentence]:
    """Yield the longest recorded sentences that the parts make together."""
    start = 0
    while start < len(parts):
        for stop in range(min(len(parts), start + LONGEST_SENTENCE), start, -1):
            if sentence := index.find(" ".join(parts[start:stop])):
                yield sentence
                start = stop
                break
        else:
            start += 1


def visible_blocks(page: str) -> Iterator[list[str]]:
    """Yield the text of each block (paragraph, heading, label, button) in parts: sentences, and what spans contain.

    Fields, navigation, quotations and hidden elements are left out.
    """
    parts: list[str] = []
    text, skipped, depth, position = "", "", 0, 0
    for tag in _TAG.finditer(page):
        if not skipped:
            text += page[position : tag.start()]
        position = tag.end()
        name = (tag[2] or "").lower()
        if skipped:
            depth += (name == skipped) * (-1 if tag[1] else 1)
            skipped = skipped if depth else ""
        elif name not in _VOID and not tag[1] and _is_skipped(name, tag[3] or ""):
            skipped, depth = name, 1
        elif name and not (name in _INLINE and not (name == "a" and "btn" in (tag[3] or ""))):
            parts += _split_sentences(text)
            text = ""
            if name != "span" and parts:
                yield parts
                parts = []
    if parts := parts + _split_sentences(text + page[position:]):
        yield parts


def _is_skipped(name: str, attributes: str) -> bool:
    """Return whether an element is not spoken: navigation, fields, and blocks that hold what somebody typed."""
    is_typed = name in {"p", "div", "dd", "td", "pre"} and 'dir="auto"' in attributes
    return name in _SKIPPED or is_typed or bool(_SKIPPED_ATTRIBUTE.search(attributes))


def _split_sentences(text: str) -> list[str]:
    plain = normalise_text(text)
    return _SENTENCE_END.split(plain) if plain else []


def _split_at_values(text: str) -> list[str]:
    return _VALUE.split(text)
