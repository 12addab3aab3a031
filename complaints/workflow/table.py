"""All kinds of events, assembled from the topics. The order of the moves is the order in which pages offer them."""

from collections.abc import Callable, Iterable, Mapping, Set

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.rules import opened_by
from complaints.rules.calls.calling import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.facts import Facts
from complaints.rules.opened_by import Trust
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow import (
    access_codes,
    accused,
    assignment,
    calls,
    clocks,
    contact,
    conversation,
    evidence_files,
    inquiry,
    invitation,
    legal_hold,
    linking,
    orders,
    outcome,
    registration,
    report,
    safety,
    withdrawal,
)
from complaints.workflow.declaration import Effect, Kind, Move, Readers, Visibility

TOPICS = (
    *(registration, assignment, invitation, calls, contact, inquiry, accused, report, outcome, withdrawal, safety),
    *(conversation, linking, legal_hold, evidence_files, access_codes, orders, clocks),
)


def assemble(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """Return the kinds by name. Raises ValueError where two have the same."""
    table: dict[str, Kind] = {}
    for kind in kinds:
        if kind.name in table:
            raise ValueError(f"{kind.name} is declared twice")
        table[kind.name] = kind
    return table


KINDS = assemble(kind for topic in TOPICS for kind in topic.KINDS)
MOVES: dict[str, Move] = {name: kind for name, kind in KINDS.items() if isinstance(kind, Move)}


def names_where(condition: Callable[[Kind], bool]) -> frozenset[str]:
    """Return the names of the kinds for which a condition holds."""
    return frozenset(kind.name for kind in KINDS.values() if condition(kind))


_DECISIONS = {*report.KINDS, *outcome.KINDS}
WITH_REPLIES = tuple(
    sorted((name for name, move in MOVES.items() if move.has_replies), key=lambda name: MOVES[name] in _DECISIONS)
)
"""The moves whose words are often the same; a note of a call never is. Reports and decisions stand last."""

CONTACTS = names_where(lambda kind: kind.fulfils is Clock.CONTACT)
"""The events that say that the officer spoke to the complainant: by themselves, or in a call that the cell made."""

CONTACT_ANSWERS = frozenset(name for name, move in MOVES.items() if move.contact in {Effect.CONFIRMS, Effect.DENIES})
"""The events by which such a contact is answered, or counts as unanswered."""

NEWS = names_where(lambda kind: Purpose.NEWS in kind.told_in_calls)
"""What is written to a complainant, and is read by telephone to one who cannot read."""

PASSES_ON = names_where(lambda kind: kind.passes_on)
"""The kinds whose sentence says who has the complaint afterwards, also where that is who had it before."""

CPO_ALONE = names_where(lambda kind: kind.visibility is Visibility.CPO_ALONE)
"""What happens between the complainant and the Central Police Office alone: for everybody below, it never happened."""

CPO_ALONE_IF_ORDINARY = names_where(lambda kind: kind.visibility is Visibility.CPO_ALONE_IF_ORDINARY)
"""The same of an ordinary complaint: a complainant under no pressure withdraws it, and need not ask."""


def permitted(status: Status, capacities: Set[Capacity]) -> list[Move]:
    """Return the moves open to somebody in these capacities: what the page offers and the service checks."""
    return [move for move in MOVES.values() if status in move.sources and move.by & capacities]


def refusal(name: str, facts: Facts) -> Refusal | None:
    """Return why this move cannot be taken now, or None."""
    guard = MOVES[name].guard
    return (guard(facts) if guard else None) or refusal_for_proof(name, facts.trust)


def refusal_for_proof(name: str, trust: Trust) -> Refusal | None:
    """Return why this needs more than what is known of the complainant who does it, or None."""
    return opened_by.refusal(trust) if KINDS[name].needs_proof else None


def refusal_of_details(name: str, details: Mapping) -> Refusal | None:
    """Return why these details of a move cannot be taken, whatever the complaint, or None."""
    check = MOVES[name].check
    return check(details) if check else None


def is_read_by_citizen(name: str, *, by_officer: bool) -> bool:
    """Return whether the complainant may read the words that come with an event of this kind."""
    match KINDS[name].words_for:
        case Readers.OFFICERS:
            return False
        case Readers.CELLS:
            return not by_officer
    return True


def may_read_words(name: str, *, by_officer: bool, role: Role, sits_at: OfficeKind) -> bool:
    """Return whether an officer in this role, at an office of this kind, reads the words of such an event.

    An operator's note of a private call is never read by those whom it may be about (docs/decisions/0013). Whether
    somebody withdraws, and why, they say to the Central Police Office, no matter who writes it down.
    """
    kind = KINDS.get(name)
    if kind is None:
        return True
    if kind.words_for_cpo_alone and sits_at is not OfficeKind.CENTRAL:
        return False
    return role is Role.COMPLAINT_OPERATOR or not (by_officer and kind.words_for is Readers.CELLS)
