"""Finding a kind of complaint by the words that people use, in English, Urdu or Roman Urdu, however they spell them.

Roman Urdu has no spelling: rishwat, rishvat and rishwatt are one word. Both sides are folded to one form, roughly by
sound, and every word that was typed must begin a word of the kind.
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
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    }
)
_MARKS = re.compile(r"[\u0640\u064b-\u0655\u0670\u200b-\u200f]")
_SOUNDS = [("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("sh", "s"), ("ck", "k"),
           ("ee", "i"), ("oo", "u"), ("ou", "u"), ("ey", "i"), ("ai", "e"), ("w", "v"), ("q", "k"), ("z", "s"),
           ("y", "i"), ("x", "ks"), ("c", "k")]  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_MEAN_NOTHING = "a an the of my is in to ki ka ke hai hain me mein main ko ne se par کی کا کے ہے ہیں میں کو نے سے پر"


def folded(text: str) -> list[str]:
    """The words of a text in the form in which they are compared.

    Words that mean nothing alone are left out, unless there are no others: who types "par" may be on the way to
    "parcha". The filter in the browser does the same (static/portal/filing.js).
    """
    return [word for _, word in written_and_folded(text)]


def written_and_folded(text: str) -> list[tuple[str, str]]:
    """The same words, each as it was written (in small letters, without marks) and as it is compared."""
    text = unicodedata.normalize("NFKC", text).casefold()
    written = re.findall(r"[^\W_]+", _MARKS.sub("", text))
    words = [(word, _sound(word.translate(_LETTERS))) for word in written]
    return [(word, sound) for word, sound in words if sound not in _FILLING] or words


def _sound(word: str) -> str:
    if word.isascii():
        for written, heard in _SOUNDS:
            word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


_FILLING = frozenset(_sound(word) for word in _MEAN_NOTHING.split())


def rank(typed: str, *, names: Iterable[str], words: str) -> int:
    """How well a kind fits what was typed; 0 if it does not. A word of its name counts more than a further word."""
    asked = folded(typed)
    if not asked:
        return 0
    own, further = {w for name in names for w in folded(name)}, set(folded(words))
    scores = [3 * _begins(word, own) or _begins(word, further) for word in asked]
    return sum(scores) if all(scores) else 0


def _begins(word: str, words: set[str]) -> int:
    """2 for the whole word, 1 for its beginning, 0 for neither."""
    if word in words:
        return 2
    return int(any(other.startswith(word) for other in words))
