"""What is declared of every kind of event, once. A move is a kind that somebody takes: it has sources and a target.

Texts are lazy translations. An officer's sentence has its places in braces, the complainant's and the petition's in
`%(name)s`; the pages fill them in. A sentence that varies is a function of the event: for officers it returns the
sentence with its places still open, for the complainant and the petition the whole sentence.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from complaints.rules.calls.calling import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.facts import Facts
from complaints.rules.one_tap import Act
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status

Text = Any
"""A string or a lazy translation."""

Guard = Callable[[Facts], Refusal | None]
TypedCheck = Callable[[Mapping], Refusal | None]

NOTHING: Mapping = MappingProxyType({})


class Effect(StrEnum):
    """What a move does to one clock."""

    RUNS_ON = "runs_on"
    STARTS = "starts"  # a new cycle's fresh limit
    SUSPENDS = "suspends"  # a claim that the citizen has still to confirm
    CONFIRMS = "confirms"  # it stopped when the claim said
    DENIES = "denies"  # it ran as if never suspended
    PAUSES = "pauses"
    RESUMES = "resumes"  # a pause ends; a clock that ran keeps running
    RETURNS = "returns"  # runs on with what was left, at least a day
    STOPS = "stops"


class Extra(StrEnum):
    """Facts that only the moves that need them load; a query each."""

    INVITATION = "invitation"
    WAITING_CALL = "waiting_call"


class Custody(StrEnum):
    """Who has the complaint after the event."""

    STAYS = "stays"
    TO_POSTING = "to_posting"  # the officer named in the move
    TO_ANOTHER_POSTING = "to_another_posting"  # the same, taken from the officer who has it
    TO_CELL = "to_cell"  # another office's cell
    NEXT_HEAD = "next_head"  # the next head above, SP or higher
    UP_IF_AGAIN = "up_if_again"  # one office up where the same happened before in this cycle, else it stays
    FIT_HEAD = "fit_head"  # the lowest head over the place who may have it, unless its holder may
    FIT_CELL = "fit_cell"  # the nearest cell above in which nobody who is named sits, unless its own is one
    STAYS_IF_FIT = "stays_if_fit"  # it usually stays; to a fit head where its holder may not have it any more


class Audience(StrEnum):
    """Who reads the sentence of an event."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    PETITION = "petition"
    REVIEW = "review"


class Readers(StrEnum):
    """Who reads the words that come with an event."""

    ALL = "all"
    OFFICERS = "officers"
    CELLS = "cells"  # an operator's note of a private call; the complainant's own words stay theirs


class Visibility(StrEnum):
    """Whether an office below the Central Police Office learns that it happened."""

    EVERYWHERE = "everywhere"
    CPO_ALONE = "cpo_alone"
    CPO_ALONE_IF_ORDINARY = "cpo_alone_if_ordinary"  # below it too where the complaint is about police or confidential


class RecordedEvent(Protocol):
    """An event of the history. `facts`: what its body states. `actor_kind`: "officer", "citizen" or "system"."""

    kind: str
    facts: Mapping
    actor_kind: str


class OfficersEvent(RecordedEvent, Protocol):
    """The same for officers. `holder_id` had the complaint afterwards, `posting_id` acted."""

    posting_id: int | None
    holder_id: int | None
    is_passed_on: bool


class CitizensEvent(RecordedEvent, Protocol):
    """The same for the complainant, with everything that it names in words.

    `by` acted, `holder` has the complaint since, `spoke` spoke in place of the holder, `told` heard of a delay (each
    empty where there is none). `is_written`: the contact is a message on the page. `answers_written`: the contact that
    this answers was one.
    """

    by: str
    holder: str
    spoke: str
    told: str
    what: str
    unknown: str
    office: str
    is_written: bool
    answers_written: bool

    def moment(self, name: str) -> str:
        """Return the moment in `facts[name]` in words."""


class PetitionEvent(RecordedEvent, Protocol):
    """The same for the petition. `told`: the office that heard of a delay, or an empty string."""

    told: str


@dataclass(frozen=True)
class By:
    """One sentence for each kind of actor."""

    officer: Text = None
    citizen: Text = None
    system: Text = None


@dataclass(frozen=True, eq=False)
class Sentences:
    """The timeline sentence for each audience; None where the audience is not told of it.

    `officer`: one text, one for each kind of actor, or a function of an OfficersEvent. Its places are those that
    `desk.complaint.timeline.sentence` fills in.
    `citizen`: a text or a function of a CitizensEvent. Its places: who, outcome, before, after. `says_holder`: it says
    who has the complaint afterwards, and `who` is that person.
    `petition`: a text or a function of a PetitionEvent. Its places: outcome, before, after.
    `review`: a heading in a dossier of a disciplinary review.
    """

    officer: Text | By | Callable[[OfficersEvent], Text]
    citizen: Text | Callable[[CitizensEvent], Text] | None = None
    says_holder: bool = False
    petition: Text | Callable[[PetitionEvent], Text] | None = None
    review: Text | None = None


@dataclass(frozen=True)
class Silent:
    """No message is sent to the complainant, and why."""

    reason: str


class Announced(Protocol):
    """What the choice between messages depends on: the complaint after the event, and who acted."""

    complaint: Any
    by_system: bool
    by_holder: bool
    is_passed_on: bool


@dataclass(frozen=True)
class OneOf:
    """One of these messages or none, as `choose` decides."""

    templates: tuple[str, ...]
    choose: Callable[[Announced], str | None]


def templates_of(message: "str | OneOf | Silent") -> tuple[str, ...]:
    """Return every template that may be sent."""
    match message:
        case OneOf():
            return message.templates
        case Silent() | "":
            return ()
    return (message,)


@dataclass(frozen=True)
class Page:
    """A move as the officer reads it: the heading, the button, and what is said when it is done.

    `is_grave`: its button is a warning. `is_beside`: it does not bring the complaint forward, and stands after the
    moves that do.
    """

    title: Text
    button: Text
    done: Text
    is_grave: bool = False
    is_beside: bool = False


@dataclass(frozen=True)
class CitizensPage:
    """A move as the complainant takes it.

    `done`: what is said when it is done. `answers`: what the form's answer may say. `instead`: what is said where a
    refusal needs more than its usual sentence; `instead_abroad`: the same to somebody who can't dial 1787.
    """

    done: Text
    answers: Set[str] = frozenset()
    instead: Mapping[Refusal, Text] = NOTHING
    instead_abroad: Mapping[Refusal, Text] = NOTHING


@dataclass(frozen=True)
class Call:
    """The call behind a move that an operator makes. `answer`: what was said in it, where the details don't say.

    `may_fail`: the move follows a call in which nobody was reached.
    """

    purpose: Purpose
    answer: str = ""
    may_fail: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind:
    """One kind of event.

    Messages
        `to_citizen`: the template that the complainant gets, one of several, or why there is none.
        `to_holder`: the template that the officer gets who has the complaint afterwards.
        `to_former_holder`, `to_new_holder`: instead of it, where the event passes the complaint on.
        `asks`: the question that the link in its message asks.
        `told_in_calls`: the calls by the complaint cell that are about it. In a call of news it is read to a
        complainant who cannot read.
    Words
        `words_for`: who reads them. `words_for_cpo_alone`: below the Central Police Office nobody does.
        `conversation_of`: the kinds of actors whose words stand in the conversation of officer and complainant.
    Reading
        `visibility`: who learns of the event. `tone`: "late", "good" or "".
        `is_claim`: the petition calls it claimed by an office until the complainant confirms it.
        `fulfils`: the promised clock whose task it does.
    Clocks
        `begins`, `ends`: of the clocks in `complaints.rules.obligations`, those that it begins or ends.
        `is_counted`: guards count it in this cycle. `is_counted_ever`: in every cycle.
    `needs_proof`: it can serve the police, so a complainant must be proved to be one.
    """

    name: str = field(kw_only=False)
    sentences: Sentences
    custody: Custody = Custody.STAYS
    to_citizen: str | OneOf | Silent
    to_holder: str | OneOf = ""
    to_former_holder: str = ""
    to_new_holder: str = ""
    asks: Act | None = None
    told_in_calls: Set[Purpose] = frozenset()
    words_for: Readers = Readers.ALL
    words_for_cpo_alone: bool = False
    conversation_of: Set[str] = frozenset()
    visibility: Visibility = Visibility.EVERYWHERE
    tone: str = ""
    is_claim: bool = False
    fulfils: Clock | None = None
    begins: Set[Clock] = frozenset()
    ends: Set[Clock] = frozenset()
    is_counted: bool = False
    is_counted_ever: bool = False
    needs_proof: bool = False

    @property
    def passes_on(self) -> bool:
        """Whether it is about who has the complaint afterwards."""
        return self.custody not in {Custody.STAYS, Custody.STAYS_IF_FIT}


@dataclass(frozen=True, eq=False, kw_only=True)
class Move(Kind):
    """One arrow of the workflow: who may take it, from where, to where, and what it does.

    `target` None keeps the status; `stays_if_grave` does so for the gravest categories. `guard`: the condition on time,
    number and person that the table cannot say; `loads`: the facts that it needs beside the usual ones. `check`: what
    is wrong with the typed details, whatever the complaint.

    `contact`, `report`, `decision`: the effect on each promised clock. `records`: the details that stand in the event;
    never free text or personal data. `needs_words`: a reason or text must come with it.

    `other_key`: the move is one of two approvals; where the other one has been given, the status becomes `both_keys`.
    `stamp`: the column that says when this one was. `enough_if_left`: no other is needed where the complainant left.

    `page`: how an officer reads it; `citizens_page`: how the complainant does. `has_page`: a form offers it.
    `can_be_prepared`: a clerk may write its words beforehand. `has_replies`: ready replies are offered for its words.
    `call`: what it leaves in the call log.
    """

    sources: Set[Status]
    target: Status | None
    by: Set[Capacity]
    guard: Guard | None = None
    loads: Set[Extra] = frozenset()
    check: TypedCheck | None = None
    contact: Effect = Effect.RUNS_ON
    report: Effect = Effect.RUNS_ON
    decision: Effect = Effect.RUNS_ON
    new_cycle: bool = False
    records: tuple[str, ...] = ()
    needs_words: bool = False
    stays_if_grave: bool = False
    other_key: str | None = None
    both_keys: Status | None = None
    stamp: str = ""
    enough_if_left: bool = False
    page: Page | None = None
    citizens_page: CitizensPage | None = None
    can_be_prepared: bool = False
    has_replies: bool = False
    call: Call | None = None

    @property
    def has_page(self) -> bool:
        """Whether an officer or the complainant takes it with a form of its own."""
        return self.page is not None or self.citizens_page is not None
