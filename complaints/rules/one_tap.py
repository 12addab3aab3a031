"""One-tap links: links in messages that ask the complainant one question. Their questions, answers and lifetimes."""

from datetime import timedelta
from enum import StrEnum

from complaints.rules.statuses import Solved
from complaints.rules.thresholds import SILENCE_CLOSES_AFTER


class Act(StrEnum):
    """The question of a link."""

    ANSWER_CONTACT = "answer_contact"
    CLOSE = "close"
    AFTERCARE = "aftercare"


LETTERS = {Act.ANSWER_CONTACT: "c", Act.CLOSE: "s", Act.AFTERCARE: "w"}
"""The letter for the question in the address: contact, solved, well."""

LIVES = {Act.ANSWER_CONTACT: timedelta(hours=72), Act.CLOSE: SILENCE_CLOSES_AFTER, Act.AFTERCARE: timedelta(days=14)}
"""How long the link can be used. With a key the question can be answered afterwards too.

The link for "Is it solved?" works as long as the message promises: until silence closes the complaint.
"""

WORDS_WITHIN = timedelta(hours=72)
"""How long after "no" or "partly" the same link accepts a text about what is missing."""

ANSWERS: dict[Act, dict[str, str]] = {
    Act.ANSWER_CONTACT: {
        "in_person": "confirm_contact",
        "someone_else": "deny_contact",
        "nobody": "deny_contact",
    },
    Act.CLOSE: {Solved.YES: "close", Solved.NO: "object", Solved.PARTLY: "object"},
    Act.AFTERCARE: {"well": "all_well", "troubled": "report_pressure"},
}
"""The answers to each question, and the move that each makes."""

SIGNATURE = 11
"""Characters of the signature, each one of 62: 65 bits, far more than anybody can try on the site."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACTS = {letter: act for act, letter in LETTERS.items()}


class NoToken(ValueError):
    """The text is not a valid token: mistyped, cut off, or made up."""


def asked(event_id: int, act: Act) -> str:
    """Return the signed part of a token: the letter of the question and the id of the event that asks it."""
    return LETTERS[act] + in_62(event_id)


def read(asked: str) -> tuple[int, Act]:
    """Return event id and question of the signed part of a token. Raises NoToken if it is invalid."""
    letter, digits = asked[:1], asked[1:]
    if letter not in _ACTS or not digits or not set(digits) <= set(_DIGITS):
        raise NoToken(asked)
    return from_62(digits), _ACTS[letter]


def in_62(number: int) -> str:
    """Return a number in base 62: the shortest form with digits and letters that every phone has."""
    digits = ""
    while True:
        number, value = divmod(number, len(_DIGITS))
        digits = _DIGITS[value] + digits
        if not number:
            return digits


def from_62(digits: str) -> int:
    """Return the number of its form in base 62."""
    number = 0
    for digit in digits:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
