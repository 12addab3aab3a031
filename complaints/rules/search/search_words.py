"""Normalise the words of statements for the full-text search of the desk.

The normalisation goes further than that of the category search (rules.search.category_search, which the browser
repeats). Urdu letters with the same sound become one letter, and so do the vowels that Roman Urdu spells in several
ways: rishwat, rishvat and reshwat; chori and chauri; thana and thaana; zameen and zamin; ذمہ and زمہ. Each word is
stored with its consonant skeletons, by which the same word in the other script is found (rules.search.
consonant_skeletons). A prefix marks the script in which the word was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.rules.search import consonant_skeletons
from complaints.rules.search.category_search import written_and_normalised_words

LONGEST_WORD = 40  # characters; longer words are cut
MOST_WORDS = 8
"""In a search; each further word costs an index scan and seldom excludes a result."""
IN_LATIN, IN_URDU = "-", "="
"""The prefix of a skeleton: the script in which the word of the statement was written. No word contains these signs."""
_ONE_SOUND = str.maketrans(
    dict.fromkeys("ذضظ", "ز") | dict.fromkeys("ثص", "س") | {"ط": "ت", "ح": "ہ", "ع": "ا", "ں": "ن", "ے": "ی"}
)
_VOWELS = [("aa", "a"), ("au", "o"), ("e", "i"), ("o", "u")]


@dataclass(frozen=True)
class SearchWord:
    """A word of a search.

    It matches words that begin with `folded`, and words of the other script with one of the skeletons `across`.
    """

    folded: str
    across: tuple[str, ...] = ()


def index_words_of(*texts: str) -> list[str]:
    """Return each normalised word once, in the order of first appearance."""
    return list(
        dict.fromkeys(_normalise_word(sound) for text in texts for _, sound in written_and_normalised_words(text))
    )


def index_text(*texts: str) -> str:
    """Return the text for the index: the normalised words, then their skeletons, separated by single spaces."""
    sounds = {written: sound for text in texts for written, sound in written_and_normalised_words(text)}
    words = dict.fromkeys(map(_normalise_word, sounds.values()))
    return " ".join([*words, *dict.fromkeys(mark for written in sounds for mark in _stored_skeletons(written))])


def name_tokens(name: str) -> list[str]:
    """Return what a person's name is indexed by: its first `MOST_WORDS` words, normalised, and their skeletons."""
    return index_text(" ".join(name.split()[:MOST_WORDS])).split()


def parse_search(typed: str) -> list[SearchWord]:
    """Return the first `MOST_WORDS` words of a search."""
    written = {_normalise_word(sound): word for word, sound in reversed(written_and_normalised_words(typed))}
    return [
        SearchWord(word, tuple(_skeletons_in_other_script(written[word])))
        for word in index_words_of(typed)[:MOST_WORDS]
    ]


def _stored_skeletons(word: str) -> Iterable[str]:
    """Return the skeletons of a word with the prefix of its own script."""
    word = word[:LONGEST_WORD]
    if word.isascii():
        return (IN_LATIN + skeleton for skeleton in consonant_skeletons.skeletons_of_latin(word))
    return (IN_URDU + skeleton for skeleton in consonant_skeletons.skeletons_of_urdu(word))


def _skeletons_in_other_script(word: str) -> Iterable[str]:
    """Return the skeletons that a statement in the other script would store for this word."""
    other = {IN_LATIN: IN_URDU, IN_URDU: IN_LATIN}
    return (other[mark[0]] + mark[1:] for mark in _stored_skeletons(word))


def _normalise_word(word: str) -> str:
    if word.isascii():
        for spelling, vowel in _VOWELS:
            word = word.replace(spelling, vowel)
        return word[:LONGEST_WORD]
    return word.translate(_ONE_SOUND)[:LONGEST_WORD]
