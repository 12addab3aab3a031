"""Addresses for replies: the intake's address with a signed token, `complaints+c12.abcdefgh…@example.org`.

The token names the recipient of the message. Its signature covers the recipient and the e-mail address to which the
message was sent, so a token stops working when the person's address is corrected. The mail server must deliver
`name+anything@` to the mailbox of `name@` (plus addressing).
"""

import re
from dataclasses import dataclass

from django.conf import settings

from notifications.signed_tokens import is_signed, sign

DOMAIN = "reply_address"
LETTERS = {"complainant": "c", "incoming_mail": "m"}
"""The recipients that can reply, by the letter in the token."""
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True)
class ReplyToken:
    """A token as it arrived. `recipient`: "complainant:12". Whether its signature is right is not known yet."""

    recipient: str
    signature: str

    def is_valid_for(self, email: str) -> bool:
        """Return whether the portal sent this token to this e-mail address."""
        return is_signed(DOMAIN, _signed_text(self.recipient, email), self.signature)


def accepts_replies() -> bool:
    """Return whether the portal receives e-mail."""
    return bool(settings.MAIL_INTAKE_URL and settings.MAIL_INTAKE_ADDRESS)


def make_reply_address(recipient: str, email: str) -> str:
    """Return the address for replies of this recipient, to whom a message goes at this e-mail address."""
    kind, ref_id = recipient.split(":")
    name, domain = settings.MAIL_INTAKE_ADDRESS.rsplit("@", 1)
    return f"{name}+{LETTERS[kind]}{ref_id}.{sign(DOMAIN, _signed_text(recipient, email))}@{domain}"


def parse_reply_address(address: str) -> ReplyToken | None:
    """Return the token of an address for replies; None for any other address."""
    name, domain = settings.MAIL_INTAKE_ADDRESS.lower().rsplit("@", 1)
    pattern = rf"{re.escape(name)}\+([cm])([1-9][0-9]{{0,17}})\.([a-z2-7]{{16}})@{re.escape(domain)}"
    match = re.fullmatch(pattern, address.lower())
    return ReplyToken(f"{_KINDS[match[1]]}:{match[2]}", match[3]) if match else None


def is_own_address(address: str) -> bool:
    """Return whether this is the intake's own address, with or without a token."""
    name, domain = settings.MAIL_INTAKE_ADDRESS.lower().rsplit("@", 1)
    return re.fullmatch(rf"{re.escape(name)}(\+.*)?@{re.escape(domain)}", address.lower()) is not None


def _signed_text(recipient: str, email: str) -> str:
    return f"{recipient} {email.lower()}"
