"""Cleaning of typed text, and the alphabetical order of Urdu."""

import re
import unicodedata

LONGEST_TEXT = 10_000  # characters; about five typed pages
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ALPHABET = {letter: position for position, letter in enumerate("آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیئے")}


class UnreadableText(ValueError):
    """The text has NUL or other control characters, which nobody types."""


def clean_text(text: str) -> str:
    """Return the text in NFC, with \\n line ends and without bidirectional overrides. Raises UnreadableText.

    U+200C stays, because Urdu needs it.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _CONTROL.search(text):
        raise UnreadableText
    return text.translate(_BIDI).strip()


def urdu_sort_key(name: str) -> list[int]:
    """Return a sort key for the Urdu alphabet. Latin names sort in their own order."""
    return [_ALPHABET.get(letter, ord(letter)) for letter in name.casefold()]
