"""A link in a message that asks one question: it is signed, opens nothing else, expires, and counts once.

`/a/<token>/`. The token is the act's letter, the number of the event that asks, and a signature over both, all in
letters and digits that stand on every telephone: an Urdu SMS of two parts has room for little. Nothing is stored: the
event says when it was asked, and the complaint's row whether it has been answered.
"""

import hmac

from complaints import crypto
from complaints.models import Complainant

ACTS = {"answer_contact": "c", "close": "s", "aftercare": "w"}
"""The question by its name, and the letter that stands for it in the address: contact, solved, well."""

SIGNATURE = 11
"""Characters of 62: 65 bits, far more than anybody can try at the door."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_DOMAIN = "one_tap"


class NoToken(ValueError):
    """Not a token of ours: mistyped, cut off, or made up."""


def token(event_id: int, act: str) -> str:
    """The token that asks this question about this event. About seventeen characters."""
    asked = ACTS[act] + _in_62(event_id)
    return asked + _signature(asked)


def read(token: str) -> tuple[str, int]:
    """The question's name and the event's id. Raises NoToken."""
    asked, signature = token[:-SIGNATURE], token[-SIGNATURE:]
    if len(asked) < 2 or not hmac.compare_digest(_signature(asked).encode(), signature.encode()):
        raise NoToken
    names = {letter: name for name, letter in ACTS.items()}
    return names[asked[0]], _from_62(asked[1:])


def token_for(event_id: int, act: str) -> str:
    """The token for a message; empty where the complainant has a secret word, and the telephone alone opens nothing."""
    has_word = Complainant.objects.filter(complaint__events=event_id).exclude(secret_hash="")
    return "" if has_word.exists() else token(event_id, act)


def _signature(asked: str) -> str:
    number = int.from_bytes(crypto.blind_index(_DOMAIN, asked), "big")
    return _in_62(number % 62**SIGNATURE).rjust(SIGNATURE, _DIGITS[0])


def _in_62(number: int) -> str:
    digits = ""
    while True:
        number, value = divmod(number, 62)
        digits = _DIGITS[value] + digits
        if not number:
            return digits


def _from_62(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 62 + _VALUES[digit]
    return number
