"""The classes with which the topics declare kinds of events and moves. A move is a kind with sources and a target.

Texts are lazy translations. Sentences for officers have placeholders in braces (`{who}`); sentences for the complainant
and for the petition have `%(name)s`. The pages fill them in. Where a sentence varies, the declaration has a function of
the event: for officers it returns the sentence with its placeholders, for the complainant and the petition the finished
sentence.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status

Text = Any
"""A string or a lazy translation."""

Guard = Callable[[Facts], Refusal | None]
"""A condition of a move that depends on facts. It returns the reason for a refusal, or None."""

TypedCheck = Callable[[Mapping], Refusal | None]
"""A check of the details that somebody typed, which needs no fact of the complaint."""

NO_TEXTS: Mapping = MappingProxyType({})


class Effect(StrEnum):
    """The effect of a move on one clock."""

    RUNS_ON = "runs_on"  # no effect
    STARTS = "starts"  # with the full limit of a new cycle
    SUSPENDS = "suspends"  # the officer claims a contact; the complainant has not confirmed it yet
    CONFIRMS = "confirms"  # the clock stopped at the time of the claim
    DENIES = "denies"  # the clock runs as if it had never been suspended
    PAUSES = "pauses"
    RESUMES = "resumes"  # ends a pause; a clock that is running keeps running
    RETURNS = "returns"  # runs again with the time that was left, at least a day
    CONTINUES = "continues"  # runs again with the time that was left when the complaint ended
    STOPS = "stops"


class OptionalFact(StrEnum):
    """Facts that are loaded only for the moves that need them. Each costs a query."""

    INVITATION = "invitation"
    WAITING_CALL = "waiting_call"


class Custody(StrEnum):
    """Who has the complaint after the event."""

    STAYS = "stays"
    TO_POSTING = "to_posting"  # the officer who is chosen in the move
    TO_ANOTHER_POSTING = "to_another_posting"  # the officer who is chosen in the move, in place of the present holder
    TO_CELL = "to_cell"  # the complaint cell of another office
    TO_FORMER = "to_former"  # the office and the officer that had it before the event that the move reverses
    NEXT_HEAD = "next_head"  # the next head above, SP or higher
    UP_IF_AGAIN = "up_if_again"  # one office up if the same move was made before in this cycle; otherwise it stays
    FIT_HEAD = "fit_head"  # the lowest head over the incident place who may have it; stays if its holder may
    FIT_CELL = "fit_cell"  # the nearest cell above in which no named officer sits; stays if its own cell is one
    STAYS_IF_FIT = "stays_if_fit"  # stays; goes to a FIT_HEAD only if the holder may no longer have it


class TextReaders(StrEnum):
    """The people who may read the text that was typed with an event."""

    ALL = "all"
    OFFICERS = "officers"
    CELLS = "cells"  # an operator's note of a private call; the complainant can read what they wrote themselves


class Visibility(StrEnum):
    """Which offices see that the event happened."""

    EVERYWHERE = "everywhere"
    CPO_ALONE = "cpo_alone"
    CPO_ALONE_IF_ORDINARY = "cpo_alone_if_ordinary"  # all offices if the complaint is about police or confidential


class RecordedEvent(Protocol):
    """An event of the history. `facts`: the facts in its body. `actor_kind`: "officer", "citizen" or "system"."""

    kind: str
    facts: Mapping
    actor_kind: str


class NewsEvent(RecordedEvent, Protocol):
    """An event that may be news for a complainant who cannot read. `posting_id` acted."""

    posting_id: int | None


class OfficersEvent(RecordedEvent, Protocol):
    """An event as officers read it. `posting_id` acted; `holder_id` had the complaint afterwards."""

    posting_id: int | None
    holder_id: int | None
    is_passed_on: bool


class CitizensEvent(RecordedEvent, Protocol):
    """An event as the complainant reads it, with names and details as text. A text is empty where it does not apply.

    `by`: who acted. `holder`: who has had the complaint since. `speaker`: who spoke to the complainant in place of the
    holder. `notified_office`: the office that was notified of a delay. `what`, `unknown`: the questions that were
    answered, and those answered with "I don't know". `is_written_message`: the contact is a message on the
    complainant's page. `answers_written_message`: the event answers a contact that was such a message.
    """

    by: str
    holder: str
    speaker: str
    notified_office: str
    what: str
    unknown: str
    office: str
    is_written_message: bool
    answers_written_message: bool

    def moment(self, name: str) -> str:
        """Return the moment in `facts[name]` as text."""


class PetitionEvent(RecordedEvent, Protocol):
    """An event as the petition states it. `notified_office`: the office that was notified of a delay, or ""."""

    notified_office: str


@dataclass(frozen=True)
class SentenceByActor:
    """One sentence for each kind of actor."""

    officer: Text = None
    citizen: Text = None
    system: Text = None


@dataclass(frozen=True, eq=False)
class Sentences:
    """The timeline sentence for each audience. None: the event does not appear for that audience.

    `officer`: one text, one text for each kind of actor, or a function of an OfficersEvent. Its placeholders are those
    that `desk.complaint.timeline.event_sentence` fills in.
    `citizen`: a text or a function of a CitizensEvent. Placeholders: who, outcome, before, after.
    `names_holder`: the sentence names who has the complaint afterwards, and `who` is that person.
    `petition`: a text or a function of a PetitionEvent. Placeholders: outcome, before, after.
    `review`: a heading in the dossier of a disciplinary review.
    """

    officer: Text | SentenceByActor | Callable[[OfficersEvent], Text]
    citizen: Text | Callable[[CitizensEvent], Text] | None = None
    names_holder: bool = False
    petition: Text | Callable[[PetitionEvent], Text] | None = None
    review: Text | None = None


@dataclass(frozen=True)
class NoMessage:
    """The declaration that the complainant gets no message, with the reason."""

    reason: str


class AnnouncementContext(Protocol):
    """The complaint after an event, and who acted: what the choice between messages can depend on."""

    complaint: Any
    by_system: bool
    by_holder: bool
    is_passed_on: bool


@dataclass(frozen=True)
class MessageChoice:
    """Several message templates. `choose` returns the one to send, or None for no message."""

    templates: tuple[str, ...]
    choose: Callable[[AnnouncementContext], str | None]


def message_templates_of(message: str | MessageChoice | NoMessage) -> tuple[str, ...]:
    """Return every message template that a declaration may send."""
    match message:
        case MessageChoice():
            return message.templates
        case NoMessage() | "":
            return ()
    return (message,)


@dataclass(frozen=True)
class MovePage:
    """The texts of a move on the officers' pages: the heading, the button, and the confirmation.

    `is_grave`: the button is drawn as a warning. `is_secondary`: the move does not advance the complaint, so it is
    listed after the moves that do. `is_previewed`: the officer first sees what the complainant will read, and confirms
    it.
    """

    title: Text
    button: Text
    done: Text
    is_grave: bool = False
    is_secondary: bool = False
    is_previewed: bool = False


@dataclass(frozen=True)
class CitizenMovePage:
    """The texts of a move on the complainant's page.

    `done`: the confirmation. `answers`: the answers that the form accepts. `refusal_texts`: texts for refusals
    that need more than their usual sentence. `refusal_texts_abroad`: the texts for a complainant abroad, who cannot
    dial 1787.
    """

    done: Text
    answers: Set[str] = frozenset()
    refusal_texts: Mapping[Refusal, Text] = NO_TEXTS
    refusal_texts_abroad: Mapping[Refusal, Text] = NO_TEXTS


@dataclass(frozen=True)
class PrecedingCall:
    """The telephone call that precedes an operator's move, for the call log.

    `answer`: the complainant's answer, where the details of the move do not state it. `may_fail`: the move also follows
    a call that reached nobody. `may_precede_due_call`: the complainant can say so before the cell has to call about it,
    for example in a call that they make themselves.
    """

    purpose: Purpose
    answer: str = ""
    may_fail: bool = False
    may_precede_due_call: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind:
    """One kind of event.

    Messages
        `to_citizen`: the template of the complainant's message, a choice of several, or the reason for sending none.
        `to_holder`: the template of the message to the officer who has the complaint afterwards.
        `to_former_holder`, `to_new_holder`: replace `to_holder` if the event gives the complaint to somebody else.
        `one_tap_question`: the question that the one-tap link in the complainant's message asks.
        `messages_wait`: how long the messages stay in the outbox, so that they can be recalled.
        `call_purposes`: the purposes of the complaint cell's calls that are about this event. For Purpose.NEWS the
        operator reads the message to a complainant who cannot read.
        `is_news`: for Purpose.NEWS, whether this event is read out, where not each event of the kind is.
    Typed text
        `text_readers`: who may read the text. `text_for_cpo_only`: no office below the Central Police Office may.
        `conversation_actors`: the kinds of actors whose text appears in the conversation of officer and complainant.
    Display
        `visibility`: which offices see the event. `tone`: "late", "good" or "".
        `is_claim`: until the complainant confirms it, the petition states the event as claimed by an office.
        `fulfils`: the promised clock whose task the event fulfils.
    Clocks
        `begins`, `ends`: the clocks of `complaints.rules.clock_obligations` that the event begins or ends.
        `is_counted_in_cycle`: guards need the number of these events in this cycle. `is_counted_in_all_cycles`: in all.
    Access
        `needs_proof`: the event can serve the police, so a complainant must have proved who they are.
    """

    name: str = field(kw_only=False)
    sentences: Sentences
    custody: Custody = Custody.STAYS
    to_citizen: str | MessageChoice | NoMessage
    to_holder: str | MessageChoice = ""
    to_former_holder: str = ""
    to_new_holder: str = ""
    one_tap_question: OneTapQuestionKind | None = None
    messages_wait: timedelta = timedelta()
    call_purposes: Set[Purpose] = frozenset()
    is_news: Callable[[NewsEvent], bool] = lambda event: True
    text_readers: TextReaders = TextReaders.ALL
    text_for_cpo_only: bool = False
    conversation_actors: Set[str] = frozenset()
    visibility: Visibility = Visibility.EVERYWHERE
    tone: str = ""
    is_claim: bool = False
    fulfils: Clock | None = None
    begins: Set[Clock] = frozenset()
    ends: Set[Clock] = frozenset()
    is_counted_in_cycle: bool = False
    is_counted_in_all_cycles: bool = False
    needs_proof: bool = False

    @property
    def changes_custody(self) -> bool:
        """Whether the purpose of the event is to change or confirm who has the complaint."""
        return self.custody not in {Custody.STAYS, Custody.STAYS_IF_FIT}


VOICE_NOTE = "voice"
"""The detail of a move that a complainant answers by voice: the id of the file. It takes the place of the words."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Move(Kind):
    """A kind of event that changes a complaint: who may make it, in which statuses, and with what effect.

    Statuses
        `sources`: the statuses in which the move is possible. `target`: the status afterwards; None keeps the status.
        `reverses`: the kinds of events that the move takes back. The status is then the one before the last such event.
        `stays_if_grave`: keeps the status of a complaint in one of the gravest categories.
        `by`: the capacities that may make the move.
    Conditions
        `guard`: the condition on time, number and person that the table cannot express. `optional_facts`: the facts
        that the guard needs in addition to the usual ones. `check`: a check of the typed details. `needs_words`: a
        reason or another text is required; a move that records VOICE_NOTE takes that instead. `records`: the details
        that the event stores; never free text or personal data. `text_parts`: the details that are texts and are stored
        beside the words, under the same digest.
    Old pages
        `stale_after`: kinds of events that the officer must have seen. If one is newer than their page, the move is
        refused, and the page shows it. `skips_repeats`: the same text by the same posting, sent again from a page that
        does not show it yet, is not recorded again.
    Clocks
        `contact`, `report`, `decision`: the effect on each promised clock. `new_cycle`: the move begins a new round.
    Two approvals
        `other_approval`: the move is one of two approvals, and this is the name of the other. `status_when_approved`:
        the status once both are given. `approval_column`: the column with the time of this approval.
        `suffices_after_withdrawal`: the other approval is not needed if the complainant has withdrawn.
    Request
        `request_for`: the move that the complainant requests with this one, where they may not make it at once.
    Pages
        `page`: the texts for officers. `citizens_page`: the texts for the complainant.
        `can_be_prepared`: a clerk may draft the text. `has_replies`: ready replies are offered for the text.
        `call`: the call that the call log gets.
    """

    sources: Set[Status]
    target: Status | None
    by: Set[Capacity]
    reverses: Set[str] = frozenset()
    guard: Guard | None = None
    optional_facts: Set[OptionalFact] = frozenset()
    check: TypedCheck | None = None
    contact: Effect = Effect.RUNS_ON
    report: Effect = Effect.RUNS_ON
    decision: Effect = Effect.RUNS_ON
    new_cycle: bool = False
    records: tuple[str, ...] = ()
    text_parts: tuple[str, ...] = ()
    needs_words: bool = False
    stale_after: Set[str] = frozenset()
    skips_repeats: bool = False
    stays_if_grave: bool = False
    other_approval: str | None = None
    status_when_approved: Status | None = None
    approval_column: str = ""
    suffices_after_withdrawal: bool = False
    request_for: str = ""
    page: MovePage | None = None
    citizens_page: CitizenMovePage | None = None
    can_be_prepared: bool = False
    has_replies: bool = False
    call: PrecedingCall | None = None

    @property
    def has_page(self) -> bool:
        """Whether the move has a form of its own, for officers or for the complainant."""
        return self.page is not None or self.citizens_page is not None
