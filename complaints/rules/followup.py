"""What is asked after the E-tag: which questions, of whom, and until when.

Each can be skipped, told in any order, and told anew: what is told anew is a correction, and both stay in the history.
"""

from enum import StrEnum

from complaints.rules.persons import Behalf
from complaints.rules.statuses import OPEN, Status

UNKNOWN = "unknown"
"""The answer "I don't know": it is one, so the question is not asked again."""


class Question(StrEnum):
    """In the order in which they are asked. They stand in addresses, where whoever holds the phone next can read them:

    none of them says what the matter is, or that there is a word for being forced.
    """

    PLACE = "place"
    WHEN = "when"
    CONCERNS = "concerns"
    EVIDENCE = "evidence"
    YOU = "you"
    BEHALF = "behalf"
    AGE = "age"
    CONTACT = "contact"
    HOURS = "hours"
    PROTECTION = "protection"
    WORD = "word"
    SECOND_WORD = "second-word"


MATTER = (Question.PLACE, Question.WHEN, Question.CONCERNS, Question.EVIDENCE)
PERSON = (Question.YOU, Question.BEHALF, Question.AGE)
SAFETY = (Question.CONTACT, Question.HOURS, Question.PROTECTION, Question.WORD, Question.SECOND_WORD)

WHILE_OPEN = frozenset({*MATTER, Question.YOU, Question.BEHALF} - {Question.EVIDENCE})
"""What the inquiry needs is told while there is one. Safety is not over when the inquiry is: it is told at any time.

How long files are taken, their own rules say."""

NOT_OF_THE_ANONYMOUS = frozenset({Question.YOU, Question.CONTACT, Question.HOURS, Question.PROTECTION})
"""Whoever stays anonymous is asked neither who they are nor how to reach them, and has no name to protect."""


class Followup(StrEnum):
    """The names of what was told, as the history states them. Of the two words one name: nobody learns which it was."""

    STATION = "station"
    LANDMARK = "landmark"
    POSITION = "position"
    WHEN = "when"
    CONCERNS = "concerns"
    NAME = "name"
    DOCUMENT = "document"
    BEHALF = "behalf"
    CONSENT = "consent"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    CHANNEL = "channel"
    HOURS = "hours"
    NEUTRAL = "neutral"
    CALLS = "calls"
    WOMAN_OFFICER = "woman_officer"
    MESSAGES = "messages"
    KEYS = "keys"
    PROTECTION = "protection"


class Why(StrEnum):
    """Why something cannot be told."""

    ENDED = "ended"
    NOT_ASKED = "not_asked"
    CELL_LIFTS_IT = "cell_lifts_it"
    STATION_STANDS = "station_stands"
    NUMBER_IS_A_KEY = "number_is_a_key"
    NO_NUMBER = "no_number"
    IDENTITY_HIDDEN = "identity_hidden"


def asked(*, anonymous: bool, confidential: bool, has_secret: bool) -> list[Question]:
    """The questions for this complainant, in their order.

    What is confidential protects the name by itself. The duress word needs a secret word beside which it stands.
    """
    left_out = set(NOT_OF_THE_ANONYMOUS) if anonymous else set()
    if confidential:
        left_out.add(Question.PROTECTION)
    if not has_secret:
        left_out.add(Question.SECOND_WORD)
    return [question for question in Question if question not in left_out]


SHOWS_WHO = frozenset({Question.YOU, Question.BEHALF})
"""The questions whose pages show who somebody is."""


def refusal(question: Question, status: Status, among: list[Question], *, sees_identity: bool = True) -> Why | None:
    """Why this question cannot be told now, or None. `among`: the questions that are asked of this complainant."""
    if question not in among:
        return Why.NOT_ASKED
    if question in SHOWS_WHO and not sees_identity:
        return Why.IDENTITY_HIDDEN
    return Why.ENDED if question in WHILE_OPEN and status not in OPEN else None


def may_change_number(*, given: bool, is_key: bool, has_secret: bool, limited: bool = False) -> bool:
    """Whether a phone or e-mail may be told.

    One that has opened the complaint is its key: whoever holds the phone for a minute must not put another in its
    place. With a secret word no number is a key. `limited`: somebody who came by a key that an officer issued changes
    no number that has opened it, whatever word there is.
    """
    return not (given and is_key) or (has_secret and not limited)


def may_move_station(*, about_police: bool, is_told: bool, status: Status) -> bool:
    """Whether the complainant may name another station, or take the name back.

    A conduct complaint that is marked is kept from its station; to open it to that station is the CPO cell's to do.
    """
    return not (about_police and is_told) or status == Status.RECEIVED


def needs_consent(behalf: str) -> bool:
    """Whether somebody else is concerned, who may have a say."""
    return behalf != Behalf.SELF
