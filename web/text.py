"""Words that people type: kept as they were written, without what could deceive or break."""

import re
import unicodedata

LONGEST = 10_000  # characters; about five typed pages
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


_ALPHABET = {letter: place for place, letter in enumerate("آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیئے")}


class Unreadable(ValueError):
    """NUL or other control characters: not text that a person typed."""


def clean(text: str) -> str:
    """NFC, one kind of line end, no bidirectional overrides; U+200C stays, Urdu needs it. Raises Unreadable."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _CONTROL.search(text):
        raise Unreadable
    return text.translate(_BIDI).strip()


def alphabetical(name: str) -> list[int]:
    """A key that sorts names as a reader of Urdu expects; Latin ones in their own order."""
    return [_ALPHABET.get(letter, ord(letter)) for letter in name.casefold()]
