"""Masking of codes and secret words inside a sentence, before an operator may read it.

With a key an operator could open the complaint as the person (docs/decisions/0033). In doubt a word is masked: the
person can write again, and reads why.
"""

import re

from complaints.rules.printed_key_format import may_be_printed_key

MASK = "••••••"
_SIX_DIGITS = re.compile(
    r"(?<![\d+.,-])\d{3}[ -]?\d{3}(?![ -]?\d)(?!\s*(?:rs|rupees?|rupa[yi]+|rupe|pkr|/-|روپ))", re.I
)
"""A code that was sent has six digits. An amount of money in a story stays."""
_MONEY_BEFORE = re.compile(r"(?:rs|pkr|rupees|rupay|روپے)[.: ]*$", re.I)
_GROUPS = re.compile(r"(?<!\w)\w{4}([- ]?)\w{4}\1\w{4}(?!\w)", re.ASCII)
_SECRET = re.compile(
    r"(?:secret|duress|danger)\s+words?|pass\s?words?|\bpin\b|khuf[iy]+a\s+(?:lafz|code)|khatre\s+ka\s+lafz"
    r"|خفیہ\s+(?:لفظ|کوڈ)|خطرے\s+کا\s+لفظ|پاس\s?ورڈ",
    re.I,
)
_CLAUSE_END = re.compile(r"[.,;!?،؛۔؟\n]")
_NO_WORDS = re.compile(r"[\s:=\"'“”«»-]*(?:is|hai|he|hay|tha|thi|ہے|تھا)?[\s:=\"'“”«»-]*", re.I)


def mask_keys(text: str) -> str:
    """Return the text with codes, printed keys and what is said to be a secret word masked."""
    return _mask_secret_words(_GROUPS.sub(_mask_printed_key, _SIX_DIGITS.sub(_mask_code, text)))


def _mask_code(found: re.Match) -> str:
    return found[0] if _MONEY_BEFORE.search(found.string[max(0, found.start() - 12) : found.start()]) else MASK


def _mask_printed_key(found: re.Match) -> str:
    """Mask twelve letters and digits in groups of four. An E-tag has digits only; words have no digits or dashes."""
    typed = found[0]
    has_letter = any(sign.isalpha() for sign in typed)
    is_code = "-" in typed or any(sign.isdigit() for sign in typed) or typed.isupper()
    return MASK if has_letter and is_code and may_be_printed_key(typed) else typed


def _mask_secret_words(text: str) -> str:
    """Mask the rest of the clause after "secret word", or the words before it if nothing follows."""
    parts, place = [], 0
    for found in _SECRET.finditer(text):
        if found.start() < place:
            continue
        begin = max((end.end() for end in _CLAUSE_END.finditer(text, place, found.start())), default=place)
        end = next((each.start() for each in _CLAUSE_END.finditer(text, found.end())), len(text))
        after = text[found.end() : end]
        if _NO_WORDS.fullmatch(after):
            before = MASK + " " if text[begin : found.start()].strip() else ""
            parts += [text[place:begin], before, found[0], after]
        else:
            parts += [text[place : found.end()], " ", MASK]
        place = end
    return "".join([*parts, text[place:]])
