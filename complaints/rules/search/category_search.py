"""Find a category by words in English, Urdu or Roman Urdu, in any spelling.

Roman Urdu has no fixed spelling: rishwat, rishvat and rishwatt are the same word. The typed words and the words of the
category are normalised, roughly by sound. Each typed word must be the beginning of a word of the category.
"""

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىېئ", "ی"),
        "ك": "ک",
        **dict.fromkeys("هةۀۂھ", "ہ"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        **dict(zip("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789", strict=True)),
    }
)
_DIACRITICS = re.compile(r"[\u0640\u064b-\u0655\u0670\u200b-\u200f]")
_SOUNDS = [("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("sh", "s"), ("ck", "k"),
           ("ee", "i"), ("oo", "u"), ("ou", "u"), ("ey", "i"), ("ai", "e"), ("w", "v"), ("q", "k"), ("z", "s"),
           ("y", "i"), ("x", "ks"), ("c", "k")]  # fmt: skip
_REPEATED = re.compile(r"(\D)\1+")
"""Repeated letters count as one. Repeated digits do not: house 11 is not house 1."""
_FILLER_TEXT = "a an the of my is in to ki ka ke hai hain me mein main ko ne se par کی کا کے ہے ہیں میں کو نے سے پر"


def normalised_words(text: str) -> list[str]:
    """Return the normalised words of a text.

    Filler words are left out, unless there are no others: a person who types "par" may be about to type "parcha". The
    filter in the browser does the same (static/portal/filing.js).
    """
    return [word for _, word in written_and_normalised_words(text)]


def written_and_normalised_words(text: str) -> list[tuple[str, str]]:
    """Return the same words as pairs: as written (lower case, without diacritics), and normalised."""
    text = unicodedata.normalize("NFKC", text).casefold()
    written = re.findall(r"[^\W_]+", _DIACRITICS.sub("", text))
    words = [(word, _normalise_word(word.translate(_LETTERS))) for word in written]
    return [(word, sound) for word, sound in words if sound not in _FILLER_WORDS] or words


def _normalise_word(word: str) -> str:
    if word.isascii():
        for spelling, sound in _SOUNDS:
            word = word.replace(spelling, sound)
    return _REPEATED.sub(r"\1", word)


_FILLER_WORDS = frozenset(_normalise_word(word) for word in _FILLER_TEXT.split())


def score_category_match(typed: str, *, names: Iterable[str], keywords: str) -> int:
    """Return how well a category matches the typed text; 0 for no match.

    `names`: the names of the category, which count more. `keywords`: its further keywords.
    """
    typed_words = normalised_words(typed)
    if not typed_words:
        return 0
    name_words, keywords = {w for name in names for w in normalised_words(name)}, set(normalised_words(keywords))
    scores = [3 * _score_word_match(word, name_words) or _score_word_match(word, keywords) for word in typed_words]
    return sum(scores) if all(scores) else 0


def _score_word_match(word: str, words: set[str]) -> int:
    """Return 2 if the word is among the words, 1 if it begins one of them, otherwise 0."""
    if word in words:
        return 2
    return int(any(other.startswith(word) for other in words))
