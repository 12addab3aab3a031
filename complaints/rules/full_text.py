"""The words of what people tell, in the one form in which the desk's search compares them.

Further than the kinds of complaint are folded (rules.searching, which the browser repeats): here Urdu letters of one
sound are one letter, and so are the vowels that Roman Urdu writes now so, now so: rishwat, rishvat and reshwat; chori
and chauri; thana and thaana; zameen and zamin; ذمہ and زمہ.
"""

from complaints.rules.searching import folded

LONGEST_WORD = 40  # characters; nobody types more of one
MOST_WORDS = 8
"""Of a question; each further one costs a reading of the index and seldom leaves anything out."""
_ONE_SOUND = str.maketrans(
    dict.fromkeys("ذضظ", "ز") | dict.fromkeys("ثص", "س") | {"ط": "ت", "ح": "ہ", "ع": "ا", "ں": "ن", "ے": "ی"}
)
_VOWELS = [("aa", "a"), ("au", "o"), ("e", "i"), ("o", "u")]


def words_of(*texts: str) -> list[str]:
    """Every word once, folded, in the order of its first appearance."""
    return list(dict.fromkeys(_folded(word) for text in texts for word in folded(text)))


def stored(*texts: str) -> str:
    """The same as it is stored: parted by single blanks."""
    return " ".join(words_of(*texts))


def asked(typed: str) -> list[str]:
    """The words of a question, at most so many as are worth asking for."""
    return words_of(typed)[:MOST_WORDS]


def _folded(word: str) -> str:
    if word.isascii():
        for written, heard in _VOWELS:
            word = word.replace(written, heard)
        return word[:LONGEST_WORD]
    return word.translate(_ONE_SOUND)[:LONGEST_WORD]
