"""Spelling of Urdu text. Some keyboards produce Arabic letters for Urdu ones."""

import unicodedata

ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "\u200c": "", "\u200d": "", "\u0640": ""})


def urdu(text: str) -> str:
    """Return the text with Urdu's own letters, without joiners."""
    return unicodedata.normalize("NFC", text).translate(ARABIC)


ALPHABET = {letter: place for place, letter in enumerate("اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءئیے")}


def alphabetical(name: str) -> tuple:
    """Return a sort key for the alphabetical order of names.

    The order of Urdu letters differs from their code points.
    """
    return tuple(ALPHABET.get(letter, ord(letter)) for letter in urdu(name).lower())
