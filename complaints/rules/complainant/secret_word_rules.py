"""Rules for secret words: which words are permitted, and the normalised form that is hashed.

People type the same word with ي on one phone and ی on another, with or without a capital letter, with Urdu or Latin
digits, with one space or two. None of this may lock them out of their own complaint.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST, LONGEST = 6, 100
"""Characters, without spaces. Five guesses are free; each further one costs a proof of work (decision 0021)."""

SHORTEST_CORE = 4
"""Characters that remain without the digits at both ends."""

FEWEST_DIFFERENT = 3
_DIGITS = "0123456789"

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
_IGNORED = re.compile(r"[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u064b-\u0655\u0670]")
"""Tatweel, joiners, direction marks, and the vowel signs that most people leave out."""
_COMMON_PASSWORDS = """
password secret secretword qwerty qwertyuiop asdfgh asdfghjkl zxcvbn abcdef abcdefgh iloveyou welcome letmein
pakistan pakistanzindabad punjab lahore police complaint allah bismillah
پاکستان پنجاب لاہور پولیس شکایت خفیہ پاسورڈ بسماللہ
"""


class SecretWordFault(StrEnum):
    """Why a word is not permitted."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    DIGITS_ALONE = "digits_alone"  # a birthday, telephone number or CNIC, which people in the same house know
    TOO_PLAIN = "too_plain"
    KNOWN_TO_OTHERS = "known_to_others"


def normalise_secret_word(word: str) -> str:
    """Return the normalised form: NFKC, lower case, one letter for all its variants, single spaces."""
    word = unicodedata.normalize("NFKC", word).casefold()
    word = unicodedata.normalize("NFC", _IGNORED.sub("", word)).translate(_LETTERS)
    return " ".join(word.split())


def find_secret_word_fault(word: str, *, known_facts: Iterable[str] = ()) -> SecretWordFault | None:
    """Return the reason why a word is not permitted, or None.

    `known_facts`: facts about the person that others know, such as name, telephone number and E-tag.
    """
    bare = _bare(word)
    if len(bare) < SHORTEST:
        return SecretWordFault.TOO_SHORT
    if len(bare) > LONGEST:
        return SecretWordFault.TOO_LONG
    if bare.isdigit():
        return SecretWordFault.DIGITS_ALONE
    core = bare.strip(_DIGITS)  # a year or 786 before or after a word protects nothing
    if len(set(bare)) < FEWEST_DIFFERENT or len(core) < SHORTEST_CORE or {bare, core} & _COMMON:
        return SecretWordFault.TOO_PLAIN
    known_words = {_bare(part) for fact in known_facts for part in (fact, *re.split(r"[\s@]+", fact))} - {""}
    return SecretWordFault.KNOWN_TO_OTHERS if {bare, core} & known_words else None


def _bare(word: str) -> str:
    """Return only the letters and digits, which a guess would have to get right."""
    return re.sub(r"[\W_]", "", normalise_secret_word(word))


_COMMON = frozenset(_bare(word) for word in _COMMON_PASSWORDS.split())
