"""Mask texts for the log: data that identifies a citizen, and secrets that open a complaint.

This masks CNICs, E-tags and other numbers of twelve or thirteen digits, telephone numbers in Pakistani and
international form, e-mail addresses, ids of drafts and files (UUIDs), tokens, passwords in URLs, and the rows that
PostgreSQL quotes in its errors. It recognises digits of any script, with separators, also percent-encoded in URLs.
"""

import re

# Digits of any script, and percent-encoded Urdu and Arabic ones.
_D = r"(?:\d|%(?:DB%B|db%b|D9%A|d9%a)\d)"
_JOINT = r"(?:[\s().\-/_+\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069]|%(?:2[0bBdDfF]|C2%A0)){0,3}"
_DIGIT = rf"(?:{_JOINT}{_D})"
_ZERO, _THREE = "(?:[0٠۰]|%(?:DB%B|D9%A)0)", "(?:[3٣۳]|%(?:DB%B|D9%A)3)"
# Not inside a longer number, nor in the seconds of a time or in a fraction ("0.3001234567").
_FROM_HERE = r"(?<!\d)(?<!\d:)(?<!\d\.)(?!0\.\d)"
_TO_HERE = r"(?!\d)"
_NAMES = "(?:access_?)?token|secret|password|sessionid"

SECRETS = (
    (re.compile(r"Failing row contains \(.*?\)\.$", re.DOTALL | re.MULTILINE), "Failing row contains [row]."),
    # With the signature that makes it the address of a draft (citizen.filing.draft_addresses), if it has one.
    (re.compile(r"(?i)\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b(?:(?::|%3a)[\w\-]{43})?"), "[uuid]"),
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), "[secret]"),
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~\-]{1,64}(?:@|%40)[\w\-]+(?:\.[\w\-]+)+"), "[email]"),
    (re.compile(r"(?<=/a/)[^/\s'\"?]+"), "[token]"),
    (re.compile(r"(?<=/password/reset/)(?!sent/)[^/\s'\"?]+"), "[token]"),
    (re.compile(r"(?i)(?<=\bbearer )[\w.~+/=\-]+"), "[token]"),
    (re.compile(rf"(?i)\b({_NAMES})(['\"]?\s*[=:]\s*)['\"]?[^\s'\"&;,}})]+"), r"\1\2[token]"),
    # International: a plus (or two zeros) and up to fifteen digits. Before the twelve-digit numbers, which are shorter.
    (re.compile(rf"(?<!\d)(?:\+|%2[bB]){_D}{_DIGIT}{{6,14}}{_TO_HERE}"), "[phone]"),
    (re.compile(rf"{_FROM_HERE}{_D}{_DIGIT}{{11,12}}{_TO_HERE}"), "[number]"),
    (re.compile(rf"{_FROM_HERE}{_ZERO}{{2}}{_DIGIT}{{8,15}}{_TO_HERE}"), "[phone]"),
    # National: with the leading zero, or a mobile number without it.
    (re.compile(rf"{_FROM_HERE}{_ZERO}{_DIGIT}{{9,10}}{_TO_HERE}"), "[phone]"),
    (re.compile(rf"{_FROM_HERE}{_THREE}{_D}{{2}}{_JOINT}{_D}{{3}}{_JOINT}{_D}{{4}}{_TO_HERE}"), "[phone]"),
)  # fmt: skip


def mask_personal_data(text: str) -> str:
    """Return the text with each match replaced by its kind: "[number]", "[phone]", "[email]", "[uuid]", "[token]"."""
    for pattern, name in SECRETS:
        text = pattern.sub(name, text)
    return text
