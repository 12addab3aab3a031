"""The answers to the follow-up questions, one class for each question, and the change that an answer makes."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from complaints.models import Complainant, Complaint, Statement
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import FollowupDetail, FollowupRefusal, Question
from complaints.rules.search import search_words
from complaints.services.draft_answers import MAX_LENGTHS, BadAnswer
from ledger import commitment
from web.text_cleaning import UnreadableText, clean_text

ANSWER_LENGTHS = MAX_LENGTHS | {"about": 120, "story": 1000}


class AnswerNotAllowed(Exception):
    """The question cannot be answered now, or not by this actor.

    `why`: the reason; its text is in `complaints.models.display.followup_labels.FOLLOWUP_REFUSALS`.
    """

    def __init__(self, why: FollowupRefusal):
        super().__init__(why)
        self.why = why


class AnsweredMeanwhile(Exception):
    """Somebody else has answered the question since the page was opened. Their answer was not overwritten."""


class WrongSecretWord(Exception):
    """The present secret word was typed wrongly."""


@dataclass(frozen=True)
class IncidentPlaceAnswer:
    """Where it happened.

    station: the code of an office, UNKNOWN, or "" to leave it unchanged.
    position: coordinates as text (`accounts.rules.gps_positions`).
    """

    question: ClassVar = Question.PLACE
    station: str = ""
    landmark: str = ""
    position: str = ""


@dataclass(frozen=True)
class IncidentTimeAnswer:
    """When it happened: a day, a description, or "I don't know"."""

    question: ClassVar = Question.WHEN
    day: date | None = None
    about: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class PersonsConcernedAnswer:
    """Whom the complaint concerns. `words`: the text. `officer`: the parts of an officer's description.

    `keep_from`, `senior_possible`: as in Statement; "" keeps the last answer.
    """

    question: ClassVar = Question.CONCERNS
    words: str = ""
    officer: dict = field(default_factory=dict)
    unknown: bool = False
    keep_from: str = ""
    senior_possible: str = ""


@dataclass(frozen=True)
class IdentityAnswer:
    """Name and identity document of the complainant. `reason`: why there is no document."""

    question: ClassVar = Question.YOU
    name: str = ""
    document: str = "none"
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class OnBehalfAnswer:
    """For whom the complainant complains, and whether that person consents."""

    question: ClassVar = Question.BEHALF
    behalf: str = "self"
    name: str = ""
    consent: str = ""


@dataclass(frozen=True)
class AgeAnswer:
    """Whether the complainant is under 18. The same form offers a woman officer."""

    question: ClassVar = Question.AGE
    under_18: bool = False
    woman_officer: bool = False


@dataclass(frozen=True)
class SafeContactAnswer:
    """How the complainant can be reached safely.

    neutral: messages do not show what they are about.
    messages: send messages although the complaint is one that gets none by default (`Complaint.is_quiet`).
    calls: the complainant cannot read and wants to be called.
    how_known: how the complaint cell, if it enters the change, knows that the complainant asked for it.
    """

    question: ClassVar = Question.CONTACT
    phone: str = ""
    email: str = ""
    channel: str = ""
    language: str = "ur"
    neutral: bool = False
    messages: bool = False
    calls: bool = False
    how_known: str = ""


@dataclass(frozen=True)
class CallingHoursAnswer:
    """When the complainant can be called, in their time zone, and by whom. `hours` None: at any time of the day."""

    question: ClassVar = Question.HOURS
    hours: SafeHours | None = None
    time_zone: str = "Asia/Karachi"
    woman_officer: bool = False


@dataclass(frozen=True)
class SecretWordAnswer:
    """A new secret word, and the present one if there is one."""

    question: ClassVar = Question.WORD
    word: str = field(repr=False)
    present_word: str = field(default="", repr=False)


@dataclass(frozen=True)
class DuressWordAnswer:
    """A new duress word, and the present secret word. `story`: the text of the complaint that the duress page shows."""

    question: ClassVar = Question.SECOND_WORD
    word: str = field(repr=False)
    present_word: str = field(repr=False)
    story: str = field(repr=False)


@dataclass(frozen=True)
class ProtectionAnswer:
    """Whether the complainant's name and numbers are hidden from local officers."""

    question: ClassVar = Question.PROTECTION
    protected: bool = True


FollowupAnswer = (
    IncidentPlaceAnswer
    | IncidentTimeAnswer
    | PersonsConcernedAnswer
    | IdentityAnswer
    | OnBehalfAnswer
    | AgeAnswer
    | SafeContactAnswer
    | CallingHoursAnswer
    | SecretWordAnswer
    | DuressWordAnswer
    | ProtectionAnswer
)


@dataclass
class AnswerRows:
    """The locked rows that an answer can change."""

    complaint: Complaint
    statement: Statement

    @property
    def person(self) -> Complainant:
        return self.complaint.complainant

    def save(self) -> None:
        """Save all rows, with new blind indexes, search text and salt."""
        self.person.set_indexes()
        self.person.save()
        statement = self.statement
        statement.folded = search_words.index_text(statement.text, statement.landmark, statement.concerns)
        statement.salt = commitment.new_commitment_salt()
        statement.save()
        self.complaint.save()


@dataclass
class AnswerChange:
    """What an answer changed, for the history.

    answered, unknown: the names of the answers, and of those that are "I don't know".
    facts: facts without personal data.
    words: the new text about the incident.
    replaced_text: the text of the registration that it replaces, which no event holds yet.
    """

    answered: list[FollowupDetail] = field(default_factory=list)
    unknown: list[FollowupDetail] = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    words: str = ""
    replaced_text: str = ""

    def __bool__(self):
        """Whether anything is new."""
        return bool(self.answered or self.unknown)

    def note(self, name: FollowupDetail, *, changed: bool = True) -> None:
        """Note that this answer is new, once."""
        if changed and name not in self.answered:
            self.answered.append(name)

    def set_value(self, row, column: str, value, name: FollowupDetail) -> bool:
        """Set a value on a row, and note the answer if the value is new. Return whether it is."""
        if getattr(row, column) == value:
            return False
        setattr(row, column, value)
        self.note(name)
        return True


def clean_answer(name: str, typed: str) -> str:
    """Return the cleaned text of an answer. Raises BadAnswer."""
    try:
        cleaned = clean_text(typed)
    except UnreadableText as error:
        raise BadAnswer(name, "unreadable") from error
    if len(cleaned) > ANSWER_LENGTHS[name]:
        raise BadAnswer(name, "too_long")
    return cleaned
