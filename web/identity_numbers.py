"""Numbers that say who someone is or how to reach them."""

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


class Impossible(ValueError):
    """Such a number cannot exist."""


def cnic(typed: str) -> str:
    """Thirteen digits of a CNIC or NICOP. The first is 1 to 8; the last is not tested. Raises Impossible."""
    digits = re.sub(r"[\s\-–—.\u200e\u200f]", "", typed.translate(_LATIN))
    if not re.fullmatch(r"[1-8][0-9]{12}", digits):
        raise Impossible(typed)
    return digits


def phone(typed: str) -> str:
    """E.164 of a telephone number of any country; without a country code it is Pakistan's. Raises Impossible."""
    try:
        number = phonenumbers.parse(typed.translate(_LATIN), "PK")
    except phonenumbers.NumberParseException as error:
        raise Impossible(typed) from error
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise Impossible(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_sms(number: str) -> bool:
    """Whether an E.164 number can receive a text message: no landline, no toll-free or service number."""
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _WITHOUT_SMS


def in_groups(number: str) -> str:
    """An E.164 number as people read it: "+92 300 1112233"."""
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def ending(number: str) -> str:
    """The end of a phone number, or the domain of an e-mail address: enough to see which it is. Empty for none."""
    _, at, domain = number.rpartition("@")
    if at:
        return f"…@{domain}"
    return f"…{number[-2:]}" if number else ""


def likely_meant(email: str) -> str:
    """Return the address that somebody probably meant to type, such as gmail.com for gmial.com; empty if none.

    One letter wrong, missing, too many, or two that changed places, beside a provider that many people use.
    """
    name, at, domain = email.rpartition("@")
    domain = domain.lower()
    if not at or domain in _KNOWN_PROVIDERS:
        return ""
    meant = next((one for one in _COMMON_PROVIDERS if _is_one_slip(domain, one)), "")
    return f"{name}@{meant}" if meant else ""


def _is_one_slip(typed: str, meant: str) -> bool:
    """Whether one edit makes the one of the other: a letter put in, left out or replaced, or two neighbours swapped."""
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[at + 1 :] == shorter[at:]
    swapped = longer[at + 1 : at + 2] + longer[at : at + 1] == shorter[at : at + 2]
    return longer[at + 1 :] == shorter[at + 1 :] or (swapped and longer[at + 2 :] == shorter[at + 2 :])


def zone_of_phone(number: str) -> str | None:
    """The IANA zone in which an E.164 number rings, as far as its digits tell; None where they don't.

    Of several zones (phonenumbers' own table), the one of a country where most Pakistanis abroad live comes first: a
    British mobile number is London's before it is Guernsey's.
    """
    zones = timezone.time_zones_for_number(phonenumbers.parse(number))
    if zones == (timezone.UNKNOWN_TIMEZONE,):
        return None
    return next((zone for zone in zones if zone in COMMON_ZONES), zones[0])
