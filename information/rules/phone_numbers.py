"""Phone numbers for `tel:` links, for display, and for WhatsApp links."""

from urllib.parse import quote

import phonenumbers

COUNTRY = "PK"


def tel_link(number: str) -> str:
    """Return a `tel:` link. A short code stays as it is; a subscriber's number is written internationally."""
    international = _to_e164(number)
    return f"tel:{international or number}"


def format_number(number: str) -> str:
    """Return a number as people read it: “0337 2332489”, “+92 42 111 672 672”. A short code stays as it is."""
    parsed = _parse(number)
    if parsed is None:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.INTERNATIONAL if number.startswith("+") else form.NATIONAL)


def whatsapp_link(number: str, text: str = "") -> str | None:
    """Return the URL of a chat with this number, with `text` ready to send; None if it is not a subscriber's number."""
    international = _to_e164(number)
    if international is None:
        return None
    return f"https://wa.me/{international.removeprefix('+')}" + (f"?text={quote(text)}" if text else "")


def _to_e164(number: str) -> str | None:
    parsed = _parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else None


def _parse(number: str) -> phonenumbers.PhoneNumber | None:
    """Return the parsed number; None for a short code or an invalid number."""
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None
