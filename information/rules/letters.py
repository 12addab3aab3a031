"""Urdu as people type it: other keyboards give Arabic letters for some of its own."""

import unicodedata

ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "\u200c": "", "\u200d": "", "\u0640": ""})


def urdu(text: str) -> str:
    """The text in Urdu's own letters, without joiners."""
    return unicodedata.normalize("NFC", text).translate(ARABIC)


ALPHABET = {letter: place for place, letter in enumerate("اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءئیے")}


def alphabetical(name: str) -> tuple:
    """A key that puts names in the order of their alphabet, the Urdu one too, which the letters' numbers don't keep."""
    return tuple(ALPHABET.get(letter, ord(letter)) for letter in urdu(name).lower())
