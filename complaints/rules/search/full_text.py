"""The words of what people tell, in the one form in which the desk's search compares them.

Further than the kinds of complaint are folded (rules.searching, which the browser repeats): here Urdu letters of one
sound are one letter, and so are the vowels that Roman Urdu writes now so, now so: rishwat, rishvat and reshwat; chori
and chauri; thana and thaana; zameen and zamin; ذمہ and زمہ. Beside each word stands what it has in common with the same
word in the other script (rules.skeletons), marked by the script that it was written in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.rules.search import consonant_skeletons
from complaints.rules.search.category_search import written_and_folded

LONGEST_WORD = 40  # characters; nobody types more of one
MOST_WORDS = 8
"""Of a question; each further one costs a reading of the index and seldom leaves anything out."""
IN_LATIN, IN_URDU = "-", "="
"""Before a skeleton: in which script the word of a statement was written. No word has them."""
_ONE_SOUND = str.maketrans(
    dict.fromkeys("ذضظ", "ز") | dict.fromkeys("ثص", "س") | {"ط": "ت", "ح": "ہ", "ع": "ا", "ں": "ن", "ے": "ی"}
)
_VOWELS = [("aa", "a"), ("au", "o"), ("e", "i"), ("o", "u")]


@dataclass(frozen=True)
class Word:
    """A word of a question: its beginning is looked for, or one of the whole skeletons `across` in the other script."""

    folded: str
    across: tuple[str, ...] = ()


def words_of(*texts: str) -> list[str]:
    """Every word once, folded, in the order of its first appearance."""
    return list(dict.fromkeys(_folded(sound) for text in texts for _, sound in written_and_folded(text)))


def stored(*texts: str) -> str:
    """The same as it is stored: parted by single blanks, and behind the words their skeletons."""
    said = {written: sound for text in texts for written, sound in written_and_folded(text)}
    words = dict.fromkeys(map(_folded, said.values()))
    return " ".join([*words, *dict.fromkeys(mark for written in said for mark in _marks(written))])


def asked(typed: str) -> list[Word]:
    """The words of a question, at most so many as are worth asking for."""
    written = {_folded(sound): word for word, sound in reversed(written_and_folded(typed))}
    return [Word(word, tuple(_wanted(written[word]))) for word in words_of(typed)[:MOST_WORDS]]


def _marks(written: str) -> Iterable[str]:
    """The skeletons of a word as a statement keeps them."""
    written = written[:LONGEST_WORD]
    if written.isascii():
        return (IN_LATIN + one for one in consonant_skeletons.of_latin(written))
    return (IN_URDU + one for one in consonant_skeletons.of_urdu(written))


def _wanted(written: str) -> Iterable[str]:
    """What a statement in the other script would keep of the word."""
    other = {IN_LATIN: IN_URDU, IN_URDU: IN_LATIN}
    return (other[mark[0]] + mark[1:] for mark in _marks(written))


def _folded(word: str) -> str:
    if word.isascii():
        for written, heard in _VOWELS:
            word = word.replace(written, heard)
        return word[:LONGEST_WORD]
    return word.translate(_ONE_SOUND)[:LONGEST_WORD]
