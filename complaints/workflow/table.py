"""The tables of all kinds of events (`KINDS`) and of all moves (`MOVES`), and what can be looked up in them.

The pages offer moves in the order of `TOPICS`.
"""

from collections.abc import Callable, Iterable, Mapping, Set

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules import access_proofs
from complaints.rules.access_proofs import Trust
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow import (
    accused_officer,
    assignment,
    calls,
    clocks,
    contact,
    conversation,
    evidence_files,
    exclusion_changes,
    imported_events,
    inquiry,
    invitation,
    issued_keys,
    legal_hold,
    letter_scans,
    merging_and_linking,
    outcome,
    outside_authority,
    partner_events,
    registration_events,
    report,
    safety,
    superior_orders,
    withdrawal,
)
from complaints.workflow.declaration import Effect, Kind, Move, TextReaders, Visibility

TOPICS = (
    *(
        registration_events,
        assignment,
        invitation,
        calls,
        contact,
        inquiry,
        accused_officer,
        exclusion_changes,
        outside_authority,
        partner_events,
        imported_events,
        letter_scans,
        report,
        outcome,
        withdrawal,
        safety,
    ),
    *(conversation, merging_and_linking, legal_hold, evidence_files, issued_keys, superior_orders, clocks),
)


def assemble_kinds(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """Return the kinds by name. Raises ValueError if two have the same name."""
    table: dict[str, Kind] = {}
    for kind in kinds:
        if kind.name in table:
            raise ValueError(f"{kind.name} is declared twice")
        table[kind.name] = kind
    return table


KINDS = assemble_kinds(kind for topic in TOPICS for kind in topic.KINDS)
MOVES: dict[str, Move] = {name: kind for name, kind in KINDS.items() if isinstance(kind, Move)}


def kind_names_where(condition: Callable[[Kind], bool]) -> frozenset[str]:
    """Return the names of the kinds that fulfil a condition."""
    return frozenset(kind.name for kind in KINDS.values() if condition(kind))


_DECISIONS = {*report.KINDS, *outcome.KINDS}
MOVES_WITH_REPLIES = tuple(
    sorted((name for name, move in MOVES.items() if move.has_replies), key=lambda name: MOVES[name] in _DECISIONS)
)
"""The moves for which ready replies can be saved. Reports and decisions come last. Notes of calls have no replies."""

CONTACT_KINDS = kind_names_where(lambda kind: kind.fulfils is Clock.CONTACT)
"""The events by which an officer spoke to the complainant: directly, or in a call that the complaint cell connected."""

CONTACT_ANSWER_KINDS = frozenset(
    name for name, move in MOVES.items() if move.contact in {Effect.CONFIRMS, Effect.DENIES}
)
"""The events by which the complainant confirms or denies a contact, or by which it stays unconfirmed."""

CALL_KINDS = {purpose: kind_names_where(lambda kind, p=purpose: p in kind.call_purposes) for purpose in Purpose}
"""The events that a call of the complaint cell is about, by its purpose."""

NEWS_KINDS = CALL_KINDS[Purpose.NEWS]
"""The events whose message the complaint cell reads by telephone to a complainant who cannot read.

Not each event of these kinds is read out (`is_news`).
"""

NOT_READ_ALOUD: Mapping[str, str] = {
    "registered": "they have just registered it, or heard it read back",
    "handed_over": "a posting's complaints change hands together; the new officer's next step is read to them",
    "posting_ended": "as for handed_over",
    "leave_unconfirmed": "the cell has just called three times about this question, or they have no telephone",
    "try_contact": "the officer tries again, and after three attempts the cell calls about them",
    "excuse_contact": "the cell has just called about it and did not reach them",
    "hear": "the complainant need not do anything; the report that follows is read to them",
    **withdrawal.NOT_READ_ALOUD,
    "breach": "the complainant need not do anything; what is late is read to them when it comes",
    "escalation": "as for breach",
}
"""The other events with a message to the complainant, and why the cell does not read that message by telephone."""

REVERSED_KINDS = {name: move.reverses for name, move in MOVES.items() if move.reverses}
"""The kinds of events that a move takes back, by the name of the move."""

CUSTODY_KINDS = kind_names_where(lambda kind: kind.changes_custody)
"""The events whose sentence names who has the complaint afterwards, even if the holder has not changed."""

CPO_ONLY_KINDS = kind_names_where(lambda kind: kind.visibility is Visibility.CPO_ALONE)
"""The events between the complainant and the Central Police Office that no office below it sees."""

CPO_ONLY_IF_ORDINARY_KINDS = kind_names_where(lambda kind: kind.visibility is Visibility.CPO_ALONE_IF_ORDINARY)
"""The events that no office below the Central Police Office sees if the complaint is an ordinary one.

A complainant who is not under pressure can withdraw an ordinary complaint without asking first. So a request to
withdraw, or its end, would reveal the pressure to the district.
"""


REQUESTS = {move.request_for: name for name, move in MOVES.items() if move.request_for}
"""The move with which a complainant requests another one that they may not make at once, by the name of the other."""


def permitted_moves(status: Status, capacities: Set[Capacity]) -> list[Move]:
    """Return the moves that a person with these capacities may make. Pages offer them, and the service checks them."""
    return [move for move in MOVES.values() if status in move.sources and move.by & capacities]


def refusal_of_move(name: str, facts: Facts) -> Refusal | None:
    """Return the reason why this move is not possible now, or None."""
    guard = MOVES[name].guard
    return (guard(facts) if guard else None) or refusal_for_missing_proof(name, facts.trust)


def refusal_for_missing_proof(name: str, trust: Trust) -> Refusal | None:
    """Return the reason why a complainant needs a better proof for this kind of event, or None."""
    return access_proofs.refusal_for_trust(trust) if KINDS[name].needs_proof else None


def refusal_of_details(name: str, details: Mapping) -> Refusal | None:
    """Return the reason why these details of a move are invalid for any complaint, or None."""
    check = MOVES[name].check
    return check(details) if check else None


def may_citizen_read_text(name: str, *, by_officer: bool) -> bool:
    """Return whether the complainant may read the text of an event. `by_officer`: an officer made the event."""
    match KINDS[name].text_readers:
        case TextReaders.OFFICERS:
            return False
        case TextReaders.CELLS:
            return not by_officer
    return True


def may_officer_read_text(name: str, *, by_officer: bool, role: Role, office_kind: OfficeKind) -> bool:
    """Return whether an officer with this role, at an office of this kind, may read the text of such an event.

    The officers whom an operator's note of a private call may be about never read it (docs/decisions/0013). Only the
    Central Police Office reads whether and why a complainant withdraws or objects, regardless of who wrote the text.
    """
    kind = KINDS.get(name)
    if kind is None:
        return True
    if kind.text_for_cpo_only and office_kind is not OfficeKind.CENTRAL:
        return False
    return role is Role.COMPLAINT_OPERATOR or not (by_officer and kind.text_readers is TextReaders.CELLS)
