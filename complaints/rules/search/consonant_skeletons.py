"""One word in two scripts: what is left of it when its consonants count and most vowels don't.

Urdu leaves short vowels unwritten and Roman Urdu spells them by ear, so both are brought to a skeleton: the consonants,
each by its sound, `a` before them where the word begins with a vowel, and behind them which vowel it ends with (`A`,
`I`, `O`). rishwat and رشوت are `rSvt`, thana and تھانہ `tnA`, adalat and عدالت `adlt`. A letter with two readings makes
two skeletons: و is v or a vowel, the e of "police" is silent and that of "thane" is not.

Only words of different scripts are compared so: within one, spelling says more (rules.full_text).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

SHORTEST = 3
"""Signs. What is shorter is in every other English sentence."""
KNOWN = 8_192
"""Words whose skeletons a process remembers: most of what is told is told in a few thousand."""
MOST_READINGS = 8
"""Of one word; beyond three doubtful letters the first reading of each further one counts."""

# What a letter, or a run of them, is read as; the first that fits is taken. "|" parts two readings.
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
_ONE_KEYBOARD = str.maketrans(
    {
        **dict.fromkeys("يىېئ", "ی"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("هةۀۂ", "ہ"),
        **{"ك": "ک", "ؤ": "و", "ء": None},
    }
)
_TWICE = re.compile(r"(.)\1+")
_NOT_ENGLISH = re.compile("aa|ee|oo|chh|[bdgjk]h")
_LONG_IN_LATIN = {"a": "A", "e": "I", "i": "I", "y": "I", "o": "O", "u": "O"}
_LONG_IN_URDU = {"ا": "A", "ع": "A", "ی": "I", "ے": "I", "و": "O"}


@lru_cache(KNOWN)
def of_latin(word: str) -> tuple[str, ...]:
    """Of a word in small Latin letters; none where too little of it is certain.

    Two consonants are enough where its spelling is Roman Urdu's (ghar, maar, loot); then the vowel counts too.
    """
    found = _read(word, _IN_LATIN)
    return tuple(_certain(found, _vowel_within(word, _LONG_IN_LATIN) if _NOT_ENGLISH.search(word) else ""))


@lru_cache(KNOWN)
def of_urdu(word: str) -> tuple[str, ...]:
    """Of a word in the letters of Urdu, whichever keyboard wrote them; none where too little of it is certain."""
    word = word.translate(_ONE_KEYBOARD)
    return tuple(_certain(_read(word, _IN_URDU), _vowel_within(word, _LONG_IN_URDU) or "A"))


def _certain(found: list[str], vowel: str) -> Iterator[str]:
    for one in found:
        if len(one) >= SHORTEST:
            yield one
        elif len(one) == 2 and vowel and not set(one) & set("aAIO"):
            yield f"{one[0]}{vowel}{one[1]}"


def _vowel_within(word: str, vowels: dict[str, str]) -> str:
    """The first vowel behind the first letter; empty where none is written."""
    return next((vowels[letter] for letter in word[1:] if letter in vowels), "")


def _reader(table: list[tuple[str, str]]) -> Callable[[str, int], tuple[list[str], int] | None]:
    """Reads on from a place in a word: what stands there may be read as, and where it ends."""
    letters = re.compile("|".join(f"({pattern})" for pattern, _ in table))
    readings = [sounds.split("|") for _, sounds in table]

    def read(word: str, place: int) -> tuple[list[str], int] | None:
        found = letters.match(word, place)
        return found and (readings[found.lastindex - 1], found.end())

    return read


def _read(word: str, reader: Callable) -> list[str]:
    """Every reading of a word, doubled consonants once; none where a letter is of no table."""
    read, place = [""], 0
    while place < len(word):
        found = reader(word, place)
        if found is None:
            return []
        sounds, place = found
        if len(read) * len(sounds) > MOST_READINGS:
            sounds = sounds[:1]
        read = [before + sound for before in read for sound in sounds]
    return list(dict.fromkeys(_TWICE.sub(r"\1", one) for one in read))


_IN_LATIN, _IN_URDU = _reader(_LATIN), _reader(_URDU)
