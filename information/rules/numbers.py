"""Telephone numbers as they are dialled and as WhatsApp's links want them."""

from urllib.parse import quote

import phonenumbers

COUNTRY = "PK"


def link(number: str) -> str:
    """A number for a `tel:` link: a short code stays as it is, a subscriber's number goes international."""
    international = _international(number)
    return f"tel:{international or number}"


def spaced(number: str) -> str:
    """A number as people read it: "0337 2332489", "+92 42 111 672 672"; a short code stays as it is."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.INTERNATIONAL if number.startswith("+") else form.NATIONAL)


def on_whatsapp(number: str, text: str = "") -> str | None:
    """The address that opens a chat with a number, `text` ready to be sent; None where it is no subscriber's number."""
    international = _international(number)
    if international is None:
        return None
    return f"https://wa.me/{international.removeprefix('+')}" + (f"?text={quote(text)}" if text else "")


def _international(number: str) -> str | None:
    parsed = _parsed(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else None


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    """None for a short code, and for what is no number."""
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None
