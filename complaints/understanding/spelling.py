"""Spelling of Roman Urdu: one form for the many spellings of a word, and one for both scripts."""

import re
from functools import lru_cache

REMEMBERED_WORDS = 20_000
"""Words whose spelling is kept in memory: people use few."""

_SPELLINGS = {
    spelling: word
    for word, spellings in {
        "nahi": "nahi nahin nai nain nhi nhin nahe nahee nahen ni nae nei nahi'n nay",
        "hai": "hai he hay ha hae hy h ae",
        "hain": "hain hen hein hyn hn ne",
        "mein": "mein main mai me men mn mei m",
        "kar": "kar kr ker kart",
        "karna": "karna krna kerna",
        "karte": "karte krte kerte krty karty",
        "karta": "karta krta kerta",
        "karti": "karti krti kerti",
        "karo": "karo kro kero",
        "karen": "karen karein kren krein krain karain kerein",
        "rahe": "rahe rhe rahay rhy rahy rhay",
        "raha": "raha rha rahaa",
        "rahi": "rahi rhi rahee",
        "gaya": "gaya gya giya gia",
        "gaye": "gaye gye gae gay gey gaey",
        "gai": "gai gayi gi gyi gaee",
        "thana": "thana thanay thaney thane thany thanae",
        "ke": "ke k kay ky",
        "ki": "ki kee",
        "se": "se sy say sey",
        "ne": "ne ny nay",
        "pe": "pe per par pr py",
        "aur": "aur or aor nd n",
        "bhi": "bhi b bhe bi",
        "mujhe": "mujhe mujy mjhe mujhy mjy muje mujhay",
        "hum": "hum ham hm",
        "hamara": "hamara humara hmara",
        "hamari": "hamari humari hmari",
        "hamare": "hamare humare hmare hamaray humaray",
        "mera": "mera mra",
        "meri": "meri mri",
        "mere": "mere meray mre mery",
        "kya": "kya kia kiya",
        "koi": "koi koe koyi",
        "hua": "hua huwa howa hoa",
        "hui": "hui hoi huwi",
        "hue": "hue huay huey howe hoye",
        "paise": "paise paisay pese paisa pesay pesy paisy pessa pese",
        "please": "please plz pls plzz pliz plez",
        "you": "you u",
        "are": "are r",
        "your": "your ur",
        "because": "because bcz becoz coz cuz bcoz",
        "with": "with wid",
        "message": "message msg mesg messege",
        "license": "license licence lisence licens laisens lisens",
    }.items()
    for spelling in spellings.split()
}
"""Short words of one spelling each. Their other spellings are too short for the rules of `fold`."""

_FOLDS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"'s?", ""),
        (r"ph", "f"),
        (r"(?<=[tdbpgkj])h(?=[^aeiou]|$)", ""),
        (r"ck|q", "k"),
        (r"aa+", "a"),
        (r"ee+|ii+|ie(?=.)", "i"),
        (r"oo+|ou", "u"),
        (r"a[iy]|e[iy]|ae", "e"),
        (r"w", "v"),
        (r"(.)\1", r"\1"),
        (r"(?<=[aeiou])n$", ""),
        (r"(?<=[aeiou])h$", ""),
        (r"[iy]a$", "ia"),
    )
)


@lru_cache(maxsize=REMEMBERED_WORDS)
def fold(token: str) -> str:
    """Return one spelling for the spellings of a Roman Urdu word: nahi, nai and nahin, or pese and paisay.

    English words change too, each always in the same way. Words of other scripts stay as they are.
    """
    if not token.isascii() or not token[:1].isalpha():
        return token
    token = _SPELLINGS.get(token, token)
    for pattern, replacement in _FOLDS:
        token = pattern.sub(replacement, token)
    return token


_URDU_SOUNDS = {
    **dict.fromkeys("اعوی ےءھہ", ""),
    **{"ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ش": "S", "ج": "j", "چ": "C"},
    **{"ح": "", "خ": "k", "د": "d", "ڈ": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ژ": "z", "ر": "r", "ڑ": "r"},
    **{"غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ں": "n"},
}
_ROMAN_SOUNDS = (
    *((re.compile(p), r) for p, r in (("tion", "Sn"), ("sh", "S"), ("ch+", "C"), ("ce|ci|cy", "s"), ("ph", "f"))),
    (re.compile("[aeiouyhw']"), ""),
    *((re.compile(p), r) for p, r in (("[cq]", "k"), ("x", "ks"), ("v", ""), (r"(.)\1+", r"\1"))),
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=REMEMBERED_WORDS)
def consonants(token: str) -> str:
    """Return the consonants of a word in Latin letters, the same for an Urdu word and its Roman spellings.

    Both رشوت and rishwat give rSt. S is the sound of sh, C that of ch.
    """
    if token.isascii():
        for pattern, replacement in _ROMAN_SOUNDS:
            token = pattern.sub(replacement, token)
        return token
    return _DOUBLED.sub(r"\1", "".join(_URDU_SOUNDS.get(letter, "") for letter in token))
