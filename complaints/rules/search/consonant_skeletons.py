"""Consonant skeletons: a form in which a word in Urdu script and the same word in Roman Urdu are equal.

Urdu does not write short vowels, and Roman Urdu spells them by ear. So both are reduced to a skeleton: the consonants
by their sound, an `a` in front if the word begins with a vowel, and at the end the final vowel (`A`, `I`, `O`). rishwat
and رشوت are `rSvt`, thana and تھانہ `tnA`, adalat and عدالت `adlt`. A letter with two readings gives two skeletons: و
is v or a vowel; the e of "police" is silent, that of "thane" is not.

Skeletons are only compared between scripts. Within one script the spelling is more precise (rules.search.search_words).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

SHORTEST = 3
"""Signs. A shorter skeleton would match a word of every other English sentence."""
CACHED_WORDS = 8_192
"""Words whose skeletons a process caches. Most statements use a few thousand words."""
MOST_READINGS = 8
"""Readings of one word. After three ambiguous letters, only the first reading of each further one is used."""

# How a letter or a group of letters is read. The first match is used; "|" separates two readings.
_LATIN = [
    ("tion", "Sn"), ("sch", "sk"), ("chh?", "C"), ("sh", "S"), ("kh", "K"), ("ph", "f"), ("x", "ks"),
    ("c(?=[eiy])", "s"), ("ck|[ckq]", "k"), ("g(?=[eiy])", "g|j"), ("gh?", "g"),
    ("bh?", "b"), ("dh?", "d"), ("jh?", "j"), ("rh?", "r"), ("th?", "t"), ("zh?", "z"),
    ("f", "f"), ("l", "l"), ("m", "m"), ("n", "n"), ("p", "p"), ("s", "s"), ("[vw]", "v"),
    ("^h|(?<=[aeiouy])h(?!$)", "h"), ("(?<=[lmn])h", "h|"), ("h", ""),
    ("^y(?=[aeiou])", "y"), ("^[aeiouy]+", "a"), ("(?<![aeiouy])e$", "I|"),
    ("[aeiouy]*(?:a|[aeiouy]h)$", "A"), ("[aeiouy]*[eiy]$", "I"), ("[aeiouy]*[ou]$", "O"), ("[aeiouy]+", ""),
]  # fmt: skip
_URDU = [
    ("کھ", "K"), ("پھ", "f"), ("ھ", ""), ("ب", "b"), ("پ", "p"), ("[تٹط]", "t"), ("[ثسص]", "s"), ("ج", "j"), ("چ", "C"),
    ("خ", "K"), ("[دڈ]", "d"), ("[ذزضظژ]", "z"), ("[رڑ]", "r"), ("ش", "S"), ("[غگ]", "g"), ("ف", "f"), ("[قک]", "k"),
    ("ل", "l"), ("م", "m"), ("ن", "n"), ("^و", "v"), ("وں$", "O|n|vn"), ("و$", "O"), ("و", "|v"),
    ("^ی(?=.)", "y"), ("^[اع][اعیے]*(?!$)", "a"),
    ("[اعیے]*[اع]ں$", "A|n"), ("[اعیے]*[یے]ں$", "I|n"), ("ں", "n"),
    ("[اعیے]*(?:[اع]|(?<=.)[ہح])$", "A"), ("[اعیے]*[یے]$", "I"), ("[ہح]", "h"), ("[اعیے]+", ""),
]  # fmt: skip
_SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("يىېئ", "ی"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("هةۀۂ", "ہ"),
        **{"ك": "ک", "ؤ": "و", "ء": None},
    }
)
_REPEATED = re.compile(r"(.)\1+")
_NOT_ENGLISH = re.compile("aa|ee|oo|chh|[bdgjk]h")
_LONG_IN_LATIN = {"a": "A", "e": "I", "i": "I", "y": "I", "o": "O", "u": "O"}
_LONG_IN_URDU = {"ا": "A", "ع": "A", "ی": "I", "ے": "I", "و": "O"}


@lru_cache(CACHED_WORDS)
def skeletons_of_latin(word: str) -> tuple[str, ...]:
    """Return the skeletons of a word in lower-case Latin letters; none if too short.

    Two consonants are enough if the spelling is typical of Roman Urdu (ghar, maar, loot). The vowel is then included.
    """
    readings = _readings_of(word, _read_latin)
    vowel = _first_inner_vowel(word, _LONG_IN_LATIN) if _NOT_ENGLISH.search(word) else ""
    return tuple(_keep_long_enough_skeletons(readings, vowel))


@lru_cache(CACHED_WORDS)
def skeletons_of_urdu(word: str) -> tuple[str, ...]:
    """Return the skeletons of a word in Urdu script, from any keyboard; none if too short."""
    word = word.translate(_SAME_LETTER)
    return tuple(
        _keep_long_enough_skeletons(_readings_of(word, _read_urdu), _first_inner_vowel(word, _LONG_IN_URDU) or "A")
    )


def _keep_long_enough_skeletons(skeletons: list[str], vowel: str) -> Iterator[str]:
    """Yield the skeletons that are long enough, those of two consonants with the vowel between them."""
    for skeleton in skeletons:
        if len(skeleton) >= SHORTEST:
            yield skeleton
        elif len(skeleton) == 2 and vowel and not set(skeleton) & set("aAIO"):
            yield f"{skeleton[0]}{vowel}{skeleton[1]}"


def _first_inner_vowel(word: str, vowels: dict[str, str]) -> str:
    """Return the first vowel after the first letter; empty if none is written."""
    return next((vowels[letter] for letter in word[1:] if letter in vowels), "")


def _make_letter_matcher(table: list[tuple[str, str]]) -> Callable[[str, int], tuple[list[str], int] | None]:
    """Return a function that matches letters at a position of a word. It returns their readings and their end."""
    letters = re.compile("|".join(f"({pattern})" for pattern, _ in table))
    readings = [sounds.split("|") for _, sounds in table]

    def read_at(word: str, position: int) -> tuple[list[str], int] | None:
        match = letters.match(word, position)
        return match and (readings[match.lastindex - 1], match.end())

    return read_at


def _readings_of(word: str, read_at: Callable) -> list[str]:
    """Return every reading of a word, with doubled consonants once; none if a letter is unknown."""
    readings, position = [""], 0
    while position < len(word):
        match = read_at(word, position)
        if match is None:
            return []
        sounds, position = match
        if len(readings) * len(sounds) > MOST_READINGS:
            sounds = sounds[:1]
        readings = [beginning + sound for beginning in readings for sound in sounds]
    return list(dict.fromkeys(_REPEATED.sub(r"\1", reading) for reading in readings))


_read_latin, _read_urdu = _make_letter_matcher(_LATIN), _make_letter_matcher(_URDU)
