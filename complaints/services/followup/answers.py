"""What can be told after the E-tag, one class a question, and what telling it changes."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from complaints.models import Complainant, Complaint, Statement
from complaints.rules.clock import SafeHours
from complaints.rules.followup import Followup, Question, Why
from complaints.rules.search import full_text
from complaints.services.draft_answers import LENGTHS, BadAnswer
from ledger import commitment
from web.text import Unreadable, clean

LENGTHS_HERE = LENGTHS | {"about": 120}


class CannotTell(Exception):
    """This cannot be told now, or not by them. `why`: put into words by complaints.models.followup_labels.WHY."""

    def __init__(self, why: Why):
        super().__init__(why)
        self.why = why


class ToldMeanwhile(Exception):
    """Somebody else has told the same since this page was opened; nothing was written over it."""


class WrongWord(Exception):
    """The present secret word was not the one that was typed."""


@dataclass(frozen=True)
class IncidentPlace:
    """`station`: an office's code, UNKNOWN, or empty to leave it as it stands. `position`: rules.positions' text."""

    question: ClassVar = Question.PLACE
    station: str = ""
    landmark: str = ""
    position: str = ""


@dataclass(frozen=True)
class When:
    """A day, words for it where no day is known, or that they don't know."""

    question: ClassVar = Question.WHEN
    day: date | None = None
    about: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Concerns:
    """`words`: as people read it. `officer`: the same by its parts, where an officer is concerned."""

    question: ClassVar = Question.CONCERNS
    words: str = ""
    officer: dict = field(default_factory=dict)
    unknown: bool = False


@dataclass(frozen=True)
class You:
    """Who they are. `reason`: why there is no document."""

    question: ClassVar = Question.YOU
    name: str = ""
    document: str = "none"
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class OnBehalf:
    """For whom they complain, and what that person says to it."""

    question: ClassVar = Question.BEHALF
    behalf: str = "self"
    name: str = ""
    consent: str = ""


@dataclass(frozen=True)
class Age:
    """Whether they are under 18. `woman_officer`: offered in the same breath."""

    question: ClassVar = Question.AGE
    under_18: bool = False
    woman_officer: bool = False


@dataclass(frozen=True)
class SafeContact:
    """By which number or address, channel and language they are reached, and in which words.

    `messages`: where none goes out unasked (Complaint.is_quiet). `calls`: they cannot read, and ask to be rung.
    `how_known`: from the complaint cell, how it knows that the complainant asked for the change.
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
class Ringing:
    """When they may be rung, by their own clock, and by whom. `hours` None: at any time of the day."""

    question: ClassVar = Question.HOURS
    hours: SafeHours | None = None
    time_zone: str = "Asia/Karachi"
    woman_officer: bool = False


@dataclass(frozen=True)
class SecretWord:
    """A secret word, in place of the present one if there is one."""

    question: ClassVar = Question.WORD
    word: str = field(repr=False)
    present: str = field(default="", repr=False)


@dataclass(frozen=True)
class DuressWord:
    """The word that opens a harmless page."""

    question: ClassVar = Question.SECOND_WORD
    word: str = field(repr=False)
    present: str = field(repr=False)


@dataclass(frozen=True)
class Protection:
    """Whether name and numbers are kept from local officers."""

    question: ClassVar = Question.PROTECTION
    protected: bool = True


Telling = (
    IncidentPlace
    | When
    | Concerns
    | You
    | OnBehalf
    | Age
    | SafeContact
    | Ringing
    | SecretWord
    | DuressWord
    | Protection
)


@dataclass
class Rows:
    """What a telling may change: all of it locked, the complaint before its complainant."""

    complaint: Complaint
    statement: Statement

    @property
    def person(self) -> Complainant:
        return self.complaint.complainant

    def save(self) -> None:
        self.person.set_indexes()
        self.person.save()
        told = self.statement
        told.folded = full_text.stored(told.text, told.landmark, told.concerns)
        told.salt = commitment.new_salt()
        told.save()
        self.complaint.save()


@dataclass
class AnswerChange:
    """What is new, for the history: names, facts without personal data, words of the matter.

    `before`: words as they had stood since registration, which no event holds yet.
    """

    told: list[Followup] = field(default_factory=list)
    unknown: list[Followup] = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    words: str = ""
    before: str = ""

    def __bool__(self):
        return bool(self.told or self.unknown)

    def note(self, name: Followup, *, changed: bool = True) -> None:
        if changed and name not in self.told:
            self.told.append(name)

    def write(self, row, column: str, value, name: Followup) -> bool:
        """Write a value on a row, and note it where it is another one than before."""
        if getattr(row, column) == value:
            return False
        setattr(row, column, value)
        self.note(name)
        return True


def words(name: str, said: str) -> str:
    """What was said, cleaned. Raises BadAnswer."""
    try:
        cleaned = clean(said)
    except Unreadable as unreadable:
        raise BadAnswer(name, "unreadable") from unreadable
    if len(cleaned) > LENGTHS_HERE[name]:
        raise BadAnswer(name, "too_long")
    return cleaned
