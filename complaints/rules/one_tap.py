"""The link in a message that asks one question: which questions there are, what may be answered, and for how long."""

from datetime import timedelta
from enum import StrEnum

from complaints.rules.statuses import Solved
from complaints.rules.thresholds import SILENCE_CLOSES_AFTER


class Act(StrEnum):
    """The question."""

    ANSWER_CONTACT = "answer_contact"
    CLOSE = "close"
    AFTERCARE = "aftercare"


LETTERS = {Act.ANSWER_CONTACT: "c", Act.CLOSE: "s", Act.AFTERCARE: "w"}
"""What stands for the question in the address: contact, solved, well."""

LIVES = {Act.ANSWER_CONTACT: timedelta(hours=72), Act.CLOSE: SILENCE_CLOSES_AFTER, Act.AFTERCARE: timedelta(days=14)}
"""How long after it was asked it may be answered by one tap; with a key it can be answered afterwards too.

"Is it solved?" by link as long as the message promises, which is until silence closes the complaint.
"""

WORDS_WITHIN = timedelta(hours=72)
"""How long after "no" or "partly" the same link takes the words that say what is missing."""

ANSWERS: dict[Act, dict[str, str]] = {
    Act.ANSWER_CONTACT: {
        "in_person": "confirm_contact",
        "someone_else": "deny_contact",
        "nobody": "deny_contact",
    },
    Act.CLOSE: {Solved.YES: "close", Solved.NO: "object", Solved.PARTLY: "object"},
    Act.AFTERCARE: {"well": "all_well", "troubled": "report_pressure"},
}
"""What may be answered, and which move that is."""

SIGNATURE = 11
"""Characters of 62: 65 bits, far more than anybody can try at the door."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACTS = {letter: act for act, letter in LETTERS.items()}


class NoToken(ValueError):
    """Not a token of ours: mistyped, cut off, or made up."""


def asked(event_id: int, act: Act) -> str:
    """The part of a token that is signed: the question's letter, and the number of the event that asks it."""
    return LETTERS[act] + in_62(event_id)


def read(asked: str) -> tuple[int, Act]:
    """The event and the question of the part that is signed. Raises NoToken."""
    letter, digits = asked[:1], asked[1:]
    if letter not in _ACTS or not digits or not set(digits) <= set(_DIGITS):
        raise NoToken(asked)
    return from_62(digits), _ACTS[letter]


def in_62(number: int) -> str:
    """A number in digits and letters, the shortest that every telephone has."""
    digits = ""
    while True:
        number, value = divmod(number, len(_DIGITS))
        digits = _DIGITS[value] + digits
        if not number:
            return digits


def from_62(digits: str) -> int:
    """The number back again."""
    number = 0
    for digit in digits:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
