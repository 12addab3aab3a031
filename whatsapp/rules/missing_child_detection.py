"""Detection of sentences that report a missing child, and of the facts that they state."""

import re

from whatsapp.rules import typed_text
from whatsapp.rules.languages import Language
from whatsapp.rules.public_directory import Directory

CHILD = {
    Language.ENGLISH: r"child|children|kids?|baby|infant|toddler|sons?|daughters?|boys?|girls?|nephew|niece"
    r"|(little|younger) (brother|sister)",
    Language.ROMAN: r"ba(ch|cch|chch)(a|e|i|y|ay|ey|ay|ein)|bet(a|e|i|ay|ey|y)|lark(a|e|i|ay)|bhanj[aei]"
    r"|bhat(i|ee)j[aei]|pot[aei]|nawas[aei]",
    Language.URDU: "بچہ|بچے|بچی|بچیاں|بیٹا|بیٹے|بیٹی|لڑکا|لڑکے|لڑکی|بھانجا|بھانجی"
    "|بھتیجا|بھتیجی|پوتا|پوتی|نواسا|نواسہ|نواسی",
}
MISSING = {
    Language.ENGLISH: r"missing|kidnap\w*|abduct\w*|disappeared|(is|got|was|are) lost|lost (my|our|a)|went missing"
    r"|(not|\w*n.t|never) (come|came|comes|return|returned|been seen|arrive|arrived|reach|reached)( (home|back))?"
    r"|(can ?not|can.t|could ?n.t|unable to) find",
    Language.ROMAN: r"gum|ghum|gumshuda|la+pa?ta|agh?wa|kho ga\w+|(ghar|wapas|wapis) (nahi|nahin|nai|ni) \w+"
    r"|(nahi|nahin|nai|ni) mil (rah\w|rha|rhi)",
    Language.URDU: "گم|گمشدہ|لاپتہ|لاپتا|اغوا|کھو گیا|کھو گئی|(گھر|واپس) نہیں \\w+|نہیں مل رہ\\w+|نہیں پہنچ\\w+",
}
_SOMETHING_ELSE = re.compile(
    r"\b(mobile|phone|cnic|card|passport|licen[cs]e|wallet|purse|documents?|papers?|bike|motor ?cycle|bag|laptop|gold"
    r"|money|alerts?|case|fir|muqadma|mil (to )?ga\w+|(is|was|been) found|came back"
    r"|موبائل|فون|شناختی|کارڈ|پاسپورٹ|لائسنس|پرس|کاغذات|موٹر سائیکل|بیگ|رقم|الرٹ|کیس"
    r"|مقدمہ|مقدمے|ایف آئی آر|مل گیا|مل گئی)\b"
)
"""A thing that a child lost, a case that exists, a child that came back: not a new report."""

_GROWN = re.compile(r"\b(1[89]|[2-9][0-9])[ -]*(years?|yrs?|sal|saal|سال)")
_AGE = re.compile(r"(?<![0-9])(1[0-7]|[0-9])(?![0-9])[ -]*(years?|yrs?|y\b|sal|saal|سال|months?|mah\b|ماہ)?")
_MONTHS = ("month", "mah", "ماہ")
_BY_LANGUAGE = {
    language: tuple(re.compile(rf"\b({words[language]})\b") for words in (CHILD, MISSING)) for language in CHILD
}


def detect_language(text: str) -> Language | None:
    """Return the language in which a text reports a missing child; None if it does not.

    Missing adults and missing things do not count.
    """
    words = typed_text.normalize(text)
    if _SOMETHING_ELSE.search(words) or _GROWN.search(words):
        return None
    for language, patterns in _BY_LANGUAGE.items():
        if all(pattern.search(words) for pattern in patterns):
            return language
    return None


def find_district(text: str, directory: Directory) -> str:
    """Return the code of the one district that a text names in any language; "" for none or several."""
    words = f" {typed_text.normalize(text)} "
    codes = {
        place.code
        for place in directory.offices_of_kind("district")
        if any(
            re.search(rf"(?<!\w){re.escape(typed_text.normalize(name))}(?!\w)", words) for name in place.names.values()
        )
    }
    return codes.pop() if len(codes) == 1 else ""


def find_age(text: str) -> int | None:
    """Return the age in full years that a text states with its unit, or as its only small number; else None."""
    matches = list(_AGE.finditer(typed_text.normalize(text)))
    with_unit = [match for match in matches if match[2]]
    if len(with_unit) != 1 and len(matches) != 1:
        return None
    match = with_unit[0] if len(with_unit) == 1 else matches[0]
    return 0 if match[2] and match[2].startswith(_MONTHS) else int(match[1])
