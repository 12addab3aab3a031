"""The capacities in which a person acts on a review. Moves are permitted by capacity, not by role."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role
from reviews.rules.authority import Authority


class Capacity(StrEnum):
    """The part that a person has in a review."""

    OFFICER = "officer"  # the officer under review
    AUTHORITY = "authority"  # decides now
    RECORDER = "recorder"  # enters the order that ends a referral
    SYSTEM = "system"


class Position(Protocol):
    """The posting under which a person acts (accounts.actors.Actor)."""

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
    """A person who uses the portal, and the posting under which they act: None if they no longer hold one."""

    officer_id: int
    post: Position | None = None


@dataclass(frozen=True)
class Case:
    """The facts of a review that determine who may act on it.

    `authority_office_id`: the office that decides; None before the officer was asked to explain, and if the government
    decides. `late_paths`: the paths of the offices that were late. `involved`: officers who are flagged for the same
    breaches, or whom one of the complaints names. `decided_by`: officers who have already decided in this review.
    """

    officer_id: int
    authority: Authority | None = None
    authority_office_id: int | None = None
    late_paths: frozenset[str] = frozenset()
    involved_officers: frozenset[int] = frozenset()
    decided_by: frozenset[int] = frozenset()


def capacities(who: Doer, case: Case) -> Set[Capacity]:
    """Return the capacities that a person has in a review."""
    conditions = {
        Capacity.OFFICER: who.officer_id == case.officer_id,
        Capacity.AUTHORITY: who.post is not None and is_authority(who.post, case),
        Capacity.RECORDER: who.post is not None and may_record(who.post, case),
    }
    return frozenset(capacity for capacity, is_met in conditions.items() if is_met)


def decides_at_all(who: Position) -> bool:
    """Return whether a posting decides reviews for its office: the head and the discipline officers do."""
    return who.is_head or who.role is Role.DISCIPLINE_OFFICER


def is_authority(who: Position, case: Case) -> bool:
    """Return whether this posting may decide the review now."""
    return who.office_id == case.authority_office_id and decides_at_all(who) and not is_barred(who, case)


def is_barred(who: Position, case: Case) -> bool:
    """Return whether the posting must not decide the review.

    Nobody decides about themselves, about a complaint that names or flags them, twice in the same review, or about a
    late office whose head is their superior. An acting head (accounts.acting_head) is also barred by what bars the
    head.
    """
    if who.officers & {case.officer_id, *case.involved_officers, *case.decided_by}:
        return True
    return any(is_below_the_head(who, late) for late in case.late_paths)


def is_below_the_head(who: Position, late: str) -> bool:
    """Return whether a posting belongs to a late office, or to one below it, and does not head that office.

    For an acting head, their own posting counts too.
    """
    if any(is_within(own, late) for own in who.paths[1:]):
        return True
    return is_within(who.office_path, late) and not (who.is_head and who.office_path == late)


def may_record(who: Position, case: Case) -> bool:
    """Return whether the posting may enter the order of an inquiry or of the government.

    The authority may, and so may the CPO's accountability branch; entering an order is not a decision.
    """
    if who.officer_id == case.officer_id:
        return False
    undecided = replace(case, decided_by=frozenset())  # the person who decided may also enter the order
    return is_authority(who, undecided) or (
        who.role is Role.DISCIPLINE_OFFICER and who.office_kind is OfficeKind.CENTRAL
    )
