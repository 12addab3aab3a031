"""Recognition of a request for a human operator.

Phrases are those of the wish `human` in `whatsapp/data/service_phrases.csv`. Where any text is an answer, such as the
account of what happened, only a text that consists of a request counts; elsewhere a phrase in a sentence does.
"""

from complaints.understanding.normalisation import normalize, tokenize
from whatsapp.rules import typed_text
from whatsapp.rules.languages import Language
from whatsapp.rules.text_meaning import service_wishes
from whatsapp.rules.text_meaning.language_detection import detect_language

ALONE = {
    Language.ENGLISH: frozenset({"operator", "agent", "human", "human being", "real person", "real human", "live agent",
                                 "representative"}),
    Language.URDU: frozenset({"آپریٹر", "نمائندہ"}),
}  # fmt: skip
"""Texts that ask for an operator by themselves, but not within a sentence."""
COURTESY = frozenset(
    {
        *("a", "an", "the", "please", "pls", "i", "want", "need", "would", "like", "wish", "to", "can", "could", "let"),
        *("me", "connect", "with", "give", "some", "any", "real"),
        *("mujhe", "mujhay", "meri", "kisi", "karni", "karna", "karao", "karaein", "karayein", "karwao", "karwa"),
        *("kara", "karein", "karo", "hai", "hay", "he", "do", "dein", "den"),
        *("مجھے", "میری", "کسی", "کرنی", "کرنا", "کروائیں", "کرائیں", "کراؤ", "کروا", "کرا", "کریں", "ہے", "دیں", "دو"),
    }
)
"""Words that may stand around a request."""
_COURTESY_TOKENS = frozenset(token for word in COURTESY for token in tokenize(normalize(word)))
_ROMAN_TOKENS = frozenset({"se", "baat", "bat"})


def language_of_request(text: str) -> Language | None:
    """Return the language of a text that only asks for an operator; None for any other text."""
    if len(text) > typed_text.LONGEST_COMMAND:
        return None
    typed = typed_text.normalize(text).rstrip("?!.,،۔؟").rstrip()
    tokens = [token for token in tokenize(normalize(typed)) if token not in {"?", "!"}]
    asked = [token for token in tokens if token not in _COURTESY_TOKENS]
    for language, words in ALONE.items():
        if any(asked == tokenize(normalize(word)) for word in words) or typed in words:
            return language
    covered = service_wishes.tokens_of_wish(tokens, service_wishes.HUMAN)
    if not covered or not set(asked) <= covered:
        return None
    if not typed.isascii():
        return Language.URDU
    return detect_language(typed) or (Language.ROMAN if _ROMAN_TOKENS & set(tokens) else Language.ENGLISH)


def asks_for_human(text: str) -> bool:
    """Return whether a text asks for an operator, alone or within a sentence."""
    return language_of_request(text) is not None or service_wishes.find_wish(text) == service_wishes.HUMAN
