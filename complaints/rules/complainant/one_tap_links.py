"""One-tap links: links in messages that ask the complainant one question. Their questions, answers and lifetimes."""

from datetime import timedelta
from enum import StrEnum

from complaints.rules.statuses import SolvedAnswer
from complaints.rules.thresholds import SILENCE_CLOSES_AFTER


class OneTapQuestionKind(StrEnum):
    """The question of a link."""

    ANSWER_CONTACT = "answer_contact"
    CLOSE = "close"
    AFTERCARE = "aftercare"


QUESTION_LETTERS = {
    OneTapQuestionKind.ANSWER_CONTACT: "c",
    OneTapQuestionKind.CLOSE: "s",
    OneTapQuestionKind.AFTERCARE: "w",
}
"""The letter for the question in the address: contact, solved, well."""

LINK_LIFETIMES = {
    OneTapQuestionKind.ANSWER_CONTACT: timedelta(hours=72),
    OneTapQuestionKind.CLOSE: SILENCE_CLOSES_AFTER,
    OneTapQuestionKind.AFTERCARE: timedelta(days=14),
}
"""How long the link can be used. With a key the question can be answered afterwards too.

The link for "Is it solved?" works as long as the message promises: until silence closes the complaint.
"""

TEXT_ACCEPTED_FOR = timedelta(hours=72)
"""How long after "no" or "partly" the same link accepts a text about what is missing."""

MOVES_BY_ANSWER: dict[OneTapQuestionKind, dict[str, str]] = {
    OneTapQuestionKind.ANSWER_CONTACT: {
        "in_person": "confirm_contact",
        "someone_else": "deny_contact",
        "nobody": "deny_contact",
    },
    OneTapQuestionKind.CLOSE: {SolvedAnswer.YES: "close", SolvedAnswer.NO: "object", SolvedAnswer.PARTLY: "object"},
    OneTapQuestionKind.AFTERCARE: {"well": "all_well", "troubled": "report_pressure"},
}
"""The answers to each question, and the move that each makes."""

SIGNATURE_LENGTH = 11
"""Characters of the signature, each one of 62: 65 bits, far more than anybody can try on the site."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACTS = {letter: act for act, letter in QUESTION_LETTERS.items()}


class InvalidToken(ValueError):
    """The text is not a valid token: mistyped, cut off, or made up."""


def encode_question(event_id: int, act: OneTapQuestionKind) -> str:
    """Return the signed part of a token: the letter of the question and the id of the event that asks it."""
    return QUESTION_LETTERS[act] + to_base62(event_id)


def decode_question(signed_part: str) -> tuple[int, OneTapQuestionKind]:
    """Return event id and question of the signed part of a token. Raises InvalidToken if it is invalid."""
    letter, digits = signed_part[:1], signed_part[1:]
    if letter not in _ACTS or not digits or not set(digits) <= set(_DIGITS):
        raise InvalidToken(signed_part)
    return from_base62(digits), _ACTS[letter]


def to_base62(number: int) -> str:
    """Return a number in base 62: the shortest form with digits and letters that every phone has."""
    digits = ""
    while True:
        number, value = divmod(number, len(_DIGITS))
        digits = _DIGITS[value] + digits
        if not number:
            return digits


def from_base62(digits: str) -> int:
    """Return the number of its form in base 62."""
    number = 0
    for digit in digits:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
