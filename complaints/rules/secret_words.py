"""The secret word: what may be one, and the one form in which it is hashed, so that people can type it again.

People type the same word on a phone that writes ي and on one that writes ی, with a capital or without, in Urdu digits
or in Latin ones, with one space or with two. None of that may lock them out of their own complaint.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST, LONGEST = 6, 100
"""In characters, spaces not counted. Five tries are free; each further one costs a proof of work (decision 0022)."""

FEWEST_DIFFERENT = 3

_LETTERS = str.maketrans(
    {
        **dict(zip("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789", strict=True)),
        **dict.fromkeys("يىېئے", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("هھةۃۀۂە", "ہ"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        **dict.fromkeys("‘’´`", "'"),
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("‐‑–—۔", "-"),
    }
)
_UNSEEN = re.compile(r"[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u064b-\u0655\u0670]")
"""Tatweel, joiners, marks of direction, and the vowel signs that most people leave out."""
_EVERYBODY_TRIES = """
password secret secretword qwerty qwertyuiop asdfgh asdfghjkl zxcvbn abcdef abcdefgh iloveyou welcome letmein
pakistan pakistanzindabad punjab lahore police complaint allah bismillah
پاکستان پنجاب لاہور پولیس شکایت خفیہ پاسورڈ بسماللہ
"""


class Fault(StrEnum):
    """Why a word cannot be the secret one."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    DIGITS_ALONE = "digits_alone"  # a birthday, a telephone number, a CNIC: known to whoever shares the house
    TOO_PLAIN = "too_plain"
    KNOWN_TO_OTHERS = "known_to_others"


def normalised(word: str) -> str:
    """The one form of a word: compatible letters folded (NFKC), small, variants of a letter as one, spaces squeezed."""
    word = unicodedata.normalize("NFKC", word).casefold()
    word = unicodedata.normalize("NFC", _UNSEEN.sub("", word)).translate(_LETTERS)
    return " ".join(word.split())


def fault(word: str, *, known: Iterable[str] = ()) -> Fault | None:
    """Why a word cannot be a secret one, or None. `known`: what others know of the person (name, number, E-tag)."""
    bare = _bare(word)
    if len(bare) < SHORTEST:
        return Fault.TOO_SHORT
    if len(bare) > LONGEST:
        return Fault.TOO_LONG
    if bare.isdigit():
        return Fault.DIGITS_ALONE
    if len(set(bare)) < FEWEST_DIFFERENT or bare in _PLAIN:
        return Fault.TOO_PLAIN
    return Fault.KNOWN_TO_OTHERS if bare in {_bare(said) for said in known} else None


def _bare(word: str) -> str:
    """Only what a guess would have to get right: letters and digits."""
    return re.sub(r"[\W_]", "", normalised(word))


_PLAIN = frozenset(_bare(word) for word in _EVERYBODY_TRIES.split())
