"""Masking of codes and secret words inside a sentence, before an operator may read it.

With a key an operator could open the complaint as the person (docs/decisions/0024). In doubt a word is masked: the
person can write again, and reads why.
"""

import re
from collections.abc import Iterable, Iterator

from complaints.rules.printed_key_format import may_be_printed_key
from whatsapp.rules.handover.code_masking import MASK, mask_codes

_GROUPS = re.compile(r"(?<!\w)(?=([A-Z0-9]{4}[-–— ]*[A-Z0-9]{4}[-–— ]*[A-Z0-9]{4})(?!\w))", re.ASCII | re.I)
"""A lookahead, so that a word before a printed key does not take its first groups."""
_E_TAG = re.compile(r"(?<!\w)\d{4}[- ]?\d{4}[- ]?\d{4}(?!\w)")
_SECRET = re.compile(
    r"(?:secret|duress|danger|safety|code|pass|hidden|private)[\s_-]*(?:word|phrase|code|key|lafz)s?"
    r"|pas+[\s_-]?w(?:or|ro)ds?|\bpin\b|\bmy\s+(?:secret|word)(?=\W*(?:is|was)\b|\s*[:=])"
    r"|(?:khu+f[iy]+a+|chh?up[ai]\s+hu[ai]|raaz\s+(?:ka|wala)|khatre\s+(?:ka|wala)|khas)[\s_-]*(?:lafz|alfaz|code|word|kalma)"
    r"|\b(?:mera|meri|apna)\s+(?:lafz|alfaz|raaz|secret)\b"
    r"|(?:خفیہ|راز\s*کا|خطرے\s*(?:کا|والا)|خاص|کوڈ|سیکرٹ|سیکریٹ|پاس|پن)[\s\u200c_-]*(?:لفظ|الفاظ|کوڈ|ورڈ|کلمہ)"
    r"|(?:میرا|میری|اپنا)\s+(?:لفظ|راز|سیکرٹ|سیکریٹ)",
    re.I,
)
_CLAUSE_END = re.compile(r"[.,;!?،؛۔؟\n\r…]")
_VERB = r"(?:is|was|hai|hain|he|hay|tha|thi|ہے|ہیں|تھا|تھی)"
_SIGNS = r"[\s:=\"'“”‘’«»–—-]*"
_NO_WORDS = re.compile(rf"{_SIGNS}{_VERB}?{_SIGNS}", re.I)
_SAID_BEFORE = re.compile(r"(?:^|\W)(?:is|was)\s+(?:my|the|our|his|her)?\s*$", re.I)
"""In "nargis is my secret word"."""
_VERB_FIRST = re.compile(r"\s*(?:hai|hain|hay|tha|thi|ہے|ہیں|تھا|تھی)(?!\w)", re.I)
"""In "gulab mera khufia lafz hai". The word may stand before."""


def mask_keys(text: str) -> str:
    """Return the text with codes, printed keys and words named as secret words masked."""
    without_words = _mask_spans(text, _find_secret_words(text))
    return mask_codes(_mask_spans(without_words, _find_printed_keys(without_words)))


def _find_printed_keys(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of twelve letters and digits in groups. An E-tag has digits only; words have no digits or dashes.

    Spans may overlap. An E-tag before two words of four letters stays.
    """
    e_tags = [found.span() for found in _E_TAG.finditer(text)]
    for found in _GROUPS.finditer(text):
        typed, (start, end) = found[1], found.span(1)
        if any(start < tag_end and tag_start < end for tag_start, tag_end in e_tags) and re.search(
            r"\b(?=[A-Z]*[a-z])[A-Za-z]{4}\b", typed
        ):
            continue
        has_letter = any(sign.isalpha() for sign in typed)
        is_code = any(sign.isdigit() or sign in "-–—" for sign in typed) or typed.isupper()
        if has_letter and is_code and may_be_printed_key(typed):
            yield start, end


def _find_secret_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that may be the word: the rest of the clause after "secret word".

    If nothing follows there, the words before it and the next clause. Spans may overlap.
    """
    for found in _SECRET.finditer(text):
        begin = max((end.end() for end in _CLAUSE_END.finditer(text, 0, found.start())), default=0)
        end = _end_of_clause(text, found.end())
        after = text[found.end() : end]
        is_last = _NO_WORDS.fullmatch(after) is not None
        if not is_last:
            yield found.end() + len(after) - len(after.lstrip(" \t:=")), end
        if is_last or _SAID_BEFORE.search(text, begin, found.start()) or _VERB_FIRST.match(after):
            yield begin, found.start()
        if is_last:
            start = next((place for place in range(end, len(text)) if text[place].isalnum()), len(text))
            yield start, _end_of_clause(text, start)


def _end_of_clause(text: str, start: int) -> int:
    end = _CLAUSE_END.search(text, start)
    return end.start() if end else len(text)


def _mask_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with a mask in the place of each span, joined where they overlap. Blank spans stay."""
    parts, place = [], 0
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        words = text[start:end]
        if words.strip():
            first, last = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
            parts += [text[place:first], MASK]
            place = last
    return "".join([*parts, text[place:]])
