"""CNIC and telephone numbers and e-mail addresses: validation, formatting and probable typing errors."""

import itertools
import re

import phonenumbers
from phonenumbers import timezone

from web.countries import COMMON_ZONES

_WITHOUT_SMS = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
        phonenumbers.PhoneNumberType.VOICEMAIL,
    }
)
_COMMON_PROVIDERS = ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com")
_KNOWN_PROVIDERS = frozenset({*_COMMON_PROVIDERS, "email.com", "ymail.com", "gmx.com", "live.com", "mail.com"})
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


class ImpossibleNumber(ValueError):
    """No such number can exist."""


def normalise_cnic(typed: str) -> str:
    """Return the thirteen digits of a CNIC or NICOP. Raises ImpossibleNumber.

    The first digit is 1 to 8. The last digit is not checked.
    """
    digits = re.sub(r"[\s\-–—.\u200e\u200f]", "", typed.translate(_LATIN))
    if not re.fullmatch(r"[1-8][0-9]{12}", digits):
        raise ImpossibleNumber(typed)
    return digits


def normalise_phone(typed: str) -> str:
    """Return a telephone number as E.164. Without a country code it is Pakistani. Raises ImpossibleNumber.

    Words before it are ignored. After its first digit it has no letters: phonenumbers would dial them as on a keypad,
    and one printed code in sixty would be a number.
    """
    latin = typed.translate(_LATIN)
    first_digit = re.search("[0-9]", latin)
    if first_digit and re.search("[A-Za-z]", latin[first_digit.end() :]):
        raise ImpossibleNumber(typed)
    try:
        number = phonenumbers.parse(latin, "PK")
    except phonenumbers.NumberParseException as error:
        raise ImpossibleNumber(typed) from error
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise ImpossibleNumber(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_personal_number(typed: str) -> bool:
    """Return whether a text is or contains a telephone number or a CNIC."""
    numbers = re.findall(r"\+?[0-9][^A-Za-z]*", typed.translate(_LATIN))
    for normalise, number in itertools.product((normalise_cnic, normalise_phone), numbers):
        try:
            normalise(number)
        except ImpossibleNumber:
            continue
        return True
    return False


def can_receive_sms(number: str) -> bool:
    """Return whether an E.164 number can receive text messages: not a landline, toll-free or service number."""
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _WITHOUT_SMS


def format_phone(number: str) -> str:
    """Return an E.164 number in groups, as people read it: "+92 300 1112233"."""
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def mask_contact_address(number: str) -> str:
    """Return the end of a phone number or the domain of an e-mail address, enough to recognise it; empty for none."""
    _, at, domain = number.rpartition("@")
    if at:
        return f"…@{domain}"
    return f"…{number[-2:]}" if number else ""


def suggest_email_correction(email: str) -> str:
    """Return the address that somebody probably meant to type, such as gmail.com for gmial.com; empty if none.

    It differs from a common provider by one letter that is wrong, missing or added, or by two swapped letters.
    """
    name, at, domain = email.rpartition("@")
    domain = domain.lower()
    if not at or domain in _KNOWN_PROVIDERS:
        return ""
    provider = next((provider for provider in _COMMON_PROVIDERS if _differs_by_one_slip(domain, provider)), "")
    return f"{name}@{provider}" if provider else ""


def _differs_by_one_slip(typed: str, intended: str) -> bool:
    """Return whether one edit turns one text into the other: a letter inserted, deleted or replaced, or two swapped."""
    longer, shorter = sorted((typed, intended), key=len, reverse=True)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[at + 1 :] == shorter[at:]
    swapped = longer[at + 1 : at + 2] + longer[at : at + 1] == shorter[at : at + 2]
    return longer[at + 1 :] == shorter[at + 1 :] or (swapped and longer[at + 2 :] == shorter[at + 2 :])


def time_zone_of_phone(number: str) -> str | None:
    """Return the IANA time zone of an E.164 number, or None if the number does not determine it.

    phonenumbers may list several zones. A zone in which most Pakistanis abroad live is preferred: for a British mobile
    number that is London, not Guernsey.
    """
    zones = timezone.time_zones_for_number(phonenumbers.parse(number))
    if zones == (timezone.UNKNOWN_TIMEZONE,):
        return None
    return next((zone for zone in zones if zone in COMMON_ZONES), zones[0])
