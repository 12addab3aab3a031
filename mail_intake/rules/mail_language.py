"""The language in which an e-mail is answered."""

import re

_URDU_LETTER = re.compile(r"[\u0600-\u06ff]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_ROMAN_WORDS = frozenset({
    "hai", "hain", "ne", "mera", "meri", "mere", "mujhe", "mujh", "nahi", "nahin", "nai", "ka", "ki", "ke", "ko", "se",
    "aur", "kya", "mein", "main", "hum", "hamara", "ap", "aap", "thana", "salam", "karo", "karen", "kiya", "gaya",
    "raha", "rahi", "bhai", "wala", "wali", "yeh", "woh",
})  # fmt: skip
_ROMAN_SHARE = 0.2
"""Share of such words from which a text counts as Roman Urdu. English has none of them but "main" and "hum"."""


def language_of_text(text: str) -> str:
    """Return "ur" for a text in Urdu, in either script, and "en" for others. Without letters: "ur"."""
    text = text[:5_000]
    urdu, latin = len(_URDU_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    if urdu >= latin:
        return "ur"
    words = re.findall(r"[a-z]+", text.lower())
    return "ur" if sum(word in _ROMAN_WORDS for word in words) >= _ROMAN_SHARE * len(words) else "en"
