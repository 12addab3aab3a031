"""Normalisation of what people type: one form for every keyboard."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        **{
            "ي": "ی",
            "ى": "ی",
            "ې": "ی",
            "ے": "ے",
            "ك": "ک",
            "ڪ": "ک",
            "ة": "ہ",
            "ه": "ہ",
            "ۀ": "ہ",
            "ە": "ہ",
            "ۃ": "ہ",
        },
        **{"ٱ": "ا", "ݙ": "ڈ", "ڳ": "گ", "ٻ": "ب", "ڄ": "ج", "ݨ": "ن", "ڼ": "ن", "ۓ": "ے"},
        **dict.fromkeys("’‘`´ʼ", "'"),
        "؟": "?",
        "ـ": None,
    }
)
"""Arabic, Pashto and Saraiki letters to the Urdu letters that most people type for them."""

_LENGTHENED = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|\?|!+|[\U0001F300-\U0001FAFF]")


def normalize(text: str) -> str:
    """Return one form of a text: Latin digits, Urdu letters, lower case, without marks, joiners and lengthened letters.

    The letters آ, ئ and ؤ lose their marks, as many people type them without.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = []
    for letter in text:
        if letter.isascii():
            kept.append(letter)
            continue
        category = unicodedata.category(letter)
        if category == "Nd":
            kept.append(str(unicodedata.digit(letter)))
        elif category[0] != "M" and category != "Cf":
            kept.append(letter)
    joined = "".join(kept).translate(_LETTERS)
    return " ".join(_LENGTHENED.sub(r"\1", joined).split())


def tokenize(normalized: str) -> list[str]:
    """Return the words, numbers, question marks, exclamation marks and emoji of a normalised text."""
    return _TOKEN.findall(normalized)
