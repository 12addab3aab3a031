"""Numbers that say who someone is or how to reach them."""

import re

import phonenumbers
from phonenumbers import timezone

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


def zone_of_phone(number: str) -> str | None:
    """The IANA zone in which an E.164 number rings, as far as its digits tell; None where they don't.

    A country with several zones gives the one of the number's area, or the first of the list (phonenumbers' own table).
    """
    zones = timezone.time_zones_for_number(phonenumbers.parse(number))
    return None if zones == (timezone.UNKNOWN_TIMEZONE,) else zones[0]
