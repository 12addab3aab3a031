"""Reading of the details of a domestic worker and an employer from one message."""

import re
from itertools import islice, zip_longest

from complaints.understanding.sentence import understand
from web import identity_numbers
from whatsapp.rules import typed_text
from whatsapp.rules.public_directory import Directory

LONGEST_NAME = 120
MOST_PARTS = 12
"""Parts of a message that are read as a name or a district. Two names and a district are asked for."""

_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{8,20}[0-9]")
_SEPARATORS = re.compile(r"[\n,،;؛|]+")
_LABELS = re.compile(
    r"^\W*(?:\b(?:worker|employer|maid|driver|her|his|my|your|own|full|name|cnic|nicop|mobile|phone|number|no|district"
    r"|is|s|mulazim|mulazima|naam|mera|meri|apna|ka|ki|zila|ملازم|ملازمہ|کا|کی|نام|میرا|میری|اپنا|شناختی|کارڈ|نمبر|موبائل"
    r"|فون|ضلع)\b\W*)+"
)


def parse_worker_details(text: str, directory: Directory) -> dict[str, str]:
    """Return the details that a message gives, by the names of domestic_worker.TEXT_QUESTIONS, and the district.

    The first name and the first CNIC are the worker's, the second ones the employer's. {} if it gives none.
    """
    typed = " ".join(text.split(" "))
    numbers = [match[0] for match in _NUMBER.finditer(_with_latin_digits(typed))]
    parts = _SEPARATORS.split(_NUMBER.sub("\n", _with_latin_digits(typed)))
    said = (_LABELS.sub("", part.strip()).strip(" .:–-") for part in parts)
    names, district = [], ""
    for name in islice((name for name in said if any(sign.isalpha() for sign in name)), MOST_PARTS):
        code = _district_code(name, directory)
        district = district or code
        if not code:
            names.append(name[:LONGEST_NAME])
    cnics = _parse_all(numbers, identity_numbers.normalise_cnic)
    phones = _parse_all(numbers, identity_numbers.normalise_phone)
    found = dict(zip_longest(("worker_name", "employer_name"), names[:2], fillvalue=""))
    found |= dict(zip_longest(("worker_cnic", "employer_cnic"), list(dict.fromkeys(cnics))[:2], fillvalue=""))
    found |= {"employer_phone": phones[0] if phones else "", "district": district}
    return {name: value for name, value in found.items() if value}


def _with_latin_digits(text: str) -> str:
    return "".join(typed_text.normalize(sign) if sign.isdigit() else sign for sign in text)


def _parse_all(numbers: list[str], parse) -> list[str]:
    parsed = []
    for number in numbers:
        try:
            parsed.append(parse(number))
        except identity_numbers.ImpossibleNumber:
            continue
    return parsed


def _district_code(text: str, directory: Directory) -> str:
    """Return the district whose name a short text is; "" for a person's name."""
    found = understand(text).districts if len(text.split()) <= 3 else ()
    whole = [one.code for one in found if sum(map(len, one.words)) >= 0.6 * len(text.replace(" ", ""))]
    return whole[0] if whole and directory.office(whole[0]) else ""
