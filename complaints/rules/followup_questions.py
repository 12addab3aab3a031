"""The questions after registration: which ones, for which complainants, and until when.

Each question can be skipped, answered in any order, and answered again. A second answer corrects the first; the history
keeps both.
"""

from enum import StrEnum

from complaints.rules.complainant.anonymity_and_consent import Behalf
from complaints.rules.statuses import OPEN, Status

UNKNOWN_ANSWER = "unknown"
"""The answer "I don't know". It counts as an answer, so the question is settled."""


class Question(StrEnum):
    """The questions, in the order in which they are offered.

    Addresses contain these names, and the next person who holds the phone can read them. So no name tells what the
    complaint is about or that a duress word exists.
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


MATTER_QUESTIONS = (Question.PLACE, Question.WHEN, Question.CONCERNS, Question.EVIDENCE)
PERSON_QUESTIONS = (Question.YOU, Question.BEHALF, Question.AGE)
SAFETY_QUESTIONS = (Question.CONTACT, Question.HOURS, Question.PROTECTION, Question.WORD, Question.SECOND_WORD)

ANSWERABLE_WHILE_OPEN = frozenset({*MATTER_QUESTIONS, Question.YOU, Question.BEHALF} - {Question.EVIDENCE})
"""Questions that the inquiry needs. They can be answered only while the complaint is open.

Questions of safety can always be answered. Files have a limit of their own (complaints.rules.accepted_files)."""

NOT_FOR_ANONYMOUS = frozenset({Question.YOU, Question.CONTACT, Question.HOURS, Question.PROTECTION})
"""Questions that an anonymous complainant does not get: name, contact, and protection of the name."""


class FollowupDetail(StrEnum):
    """The names of answered details, as events store them.

    The secret word and the duress word share one name, so that nobody learns which of them was set.
    """

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


class FollowupRefusal(StrEnum):
    """Why a question cannot be answered."""

    ENDED = "ended"
    NOT_ASKED = "not_asked"
    CELL_LIFTS_IT = "cell_lifts_it"
    STATION_STANDS = "station_stands"
    NUMBER_IS_A_KEY = "number_is_a_key"
    NO_NUMBER = "no_number"
    IDENTITY_HIDDEN = "identity_hidden"


def questions_for(*, anonymous: bool, confidential: bool, has_secret: bool) -> list[Question]:
    """Return the questions for this complainant, in their order.

    A confidential complaint already protects the name. A duress word needs a secret word first.
    """
    left_out = set(NOT_FOR_ANONYMOUS) if anonymous else set()
    if confidential:
        left_out.add(Question.PROTECTION)
    if not has_secret:
        left_out.add(Question.SECOND_WORD)
    return [question for question in Question if question not in left_out]


IDENTITY_QUESTIONS = frozenset({Question.YOU, Question.BEHALF})
"""The questions whose pages show the complainant's identity."""


def refusal_of_question(
    question: Question, status: Status, among: list[Question], *, sees_identity: bool = True
) -> FollowupRefusal | None:
    """Return the reason why this question cannot be answered now, or None. `among`: this complainant's questions."""
    if question not in among:
        return FollowupRefusal.NOT_ASKED
    if question in IDENTITY_QUESTIONS and not sees_identity:
        return FollowupRefusal.IDENTITY_HIDDEN
    return FollowupRefusal.ENDED if question in ANSWERABLE_WHILE_OPEN and status not in OPEN else None


def may_change_number(*, has_number: bool, is_key: bool, has_secret: bool, limited: bool = False) -> bool:
    """Return whether the complainant may enter another phone number or e-mail address.

    A number that has opened the complaint is a key to it: a person who holds the phone for a minute must not replace
    it. With a secret word no number is a key. `limited`: the complaint was opened with a code from an officer, which
    never replaces a number that has opened it.
    """
    return not (has_number and is_key) or (has_secret and not limited)


def may_move_station(*, about_police: bool, is_station_stated: bool, status: Status) -> bool:
    """Return whether the complainant may name another station, or withdraw the station that they named.

    The accused station cannot see a conduct complaint. After the marking, only the CPO's cell may lift that.
    """
    return not (about_police and is_station_stated) or status == Status.RECEIVED


def needs_consent(behalf: str) -> bool:
    """Return whether the complaint concerns somebody else, whose consent is asked for."""
    return behalf != Behalf.SELF
