"""Spelling of Urdu text. Some keyboards produce Arabic letters for Urdu ones."""

import unicodedata

ARABIC_TO_URDU = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "\u200c": "", "\u200d": "", "\u0640": ""}
)


def to_urdu_letters(text: str) -> str:
    """Return the text with Urdu's own letters, without joiners."""
    return unicodedata.normalize("NFC", text).translate(ARABIC_TO_URDU)


ALPHABET = {letter: place for place, letter in enumerate("اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءئیے")}


def alphabetical_sort_key(name: str) -> tuple:
    """Return a sort key for the alphabetical order of names.

    The order of Urdu letters differs from their code points.
    """
    return tuple(ALPHABET.get(letter, ord(letter)) for letter in to_urdu_letters(name).lower())
