"""In which capacity somebody acts on a review. A move is made by a capacity, never by a role."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role
from reviews.rules.authority import Authority


class Capacity(StrEnum):
    OFFICER = "officer"  # whose review it is
    AUTHORITY = "authority"  # who decides now
    RECORDER = "recorder"  # who writes down the order that ends a referral
    SYSTEM = "system"


class Position(Protocol):
    """The posting under which somebody acts (accounts.actors.Actor)."""

    officer_id: int
    posting_id: int
    office_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool
    officers: Set[int]
    paths: Sequence[str]


@dataclass(frozen=True)
class Doer:
    """Somebody at their desk: a person, and the posting that they act under; None where they hold none any more."""

    officer_id: int
    post: Position | None = None


@dataclass(frozen=True)
class Case:
    """A review, as far as it decides who may act on it.

    `authority_office_id`: where it lies for a decision; None before the call, and where the government decides.
    `late_paths`: paths of the offices that were late. `involved`: officers who are flagged in the same breaches, or
    named by one of its complaints. `decided_by`: the officers who have decided in it already.
    """

    officer_id: int
    authority: Authority | None = None
    authority_office_id: int | None = None
    late_paths: frozenset[str] = frozenset()
    involved: frozenset[int] = frozenset()
    decided_by: frozenset[int] = frozenset()


def capacities(who: Doer, case: Case) -> Set[Capacity]:
    """Somebody's capacities towards a review."""
    held = {
        Capacity.OFFICER: who.officer_id == case.officer_id,
        Capacity.AUTHORITY: who.post is not None and is_authority(who.post, case),
        Capacity.RECORDER: who.post is not None and may_record(who.post, case),
    }
    return frozenset(capacity for capacity, holds in held.items() if holds)


def decides_at_all(who: Position) -> bool:
    """Whether a posting decides in reviews of its office: the head's, and discipline officers'."""
    return who.is_head or who.role is Role.DISCIPLINE_OFFICER


def is_authority(who: Position, case: Case) -> bool:
    """Whether it is this posting's to decide now."""
    return who.office_id == case.authority_office_id and decides_at_all(who) and not is_barred(who, case)


def is_barred(who: Position, case: Case) -> bool:
    """Nobody decides about themselves, about what names or flags them, twice, or from below the late office's head.

    In a head's place (accounts.acting_head) what bars the head bars them too.
    """
    if who.officers & {case.officer_id, *case.involved, *case.decided_by}:
        return True
    return any(is_below_the_head(who, late) for late in case.late_paths)


def is_below_the_head(who: Position, late: str) -> bool:
    """Whether a posting sits in a late office or under it, and does not head that office; in a head's place, wherever
    they sit themselves."""
    if any(is_within(own, late) for own in who.paths[1:]):
        return True
    return is_within(who.office_path, late) and not (who.is_head and who.office_path == late)


def may_record(who: Position, case: Case) -> bool:
    """The order of an inquiry or of the government is written down by the authority, or by the CPO's accountability
    branch, which decides nothing by it."""
    if who.officer_id == case.officer_id:
        return False
    here = replace(case, decided_by=frozenset())  # whoever decided may also write down what came of it
    return is_authority(who, here) or (who.role is Role.DISCIPLINE_OFFICER and who.office_kind is OfficeKind.CENTRAL)
