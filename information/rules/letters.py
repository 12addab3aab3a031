"""Urdu as people type it: other keyboards give Arabic letters for some of its own."""

import unicodedata

ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "\u200c": "", "\u200d": "", "\u0640": ""})


def urdu(text: str) -> str:
    """The text in Urdu's own letters, without joiners."""
    return unicodedata.normalize("NFC", text).translate(ARABIC)
