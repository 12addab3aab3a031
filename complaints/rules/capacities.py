"""The capacities in which a person acts on one complaint. Moves are permitted by capacity, never by role."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.roles import Role
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION, ConflictExclusion
from complaints.rules.pressure_responders import must_act_on_pressure
from complaints.rules.statuses import Status


class Capacity(StrEnum):
    """The part that a person has in one complaint."""

    HOLDER = "holder"
    SUPERIOR = "superior"
    HEAD = "head"
    CELL = "cell"
    CITIZEN = "citizen"
    SYSTEM = "system"
    MONITOR = "monitor"


class OfficerPosition(Protocol):
    """The posting under which an officer acts now (accounts.actors.Actor).

    `postings`: ids of this posting and of the postings for which they act. `covers`: ids of the postings for which they
    act. `officers`, `paths`: the officers, and the paths of the offices, whose exclusions apply to them.
    `head_on_leave`: set if they act in the place of a head.
    """

    posting_id: int
    officer_id: int
    office_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool
    postings: Set[int]
    covers: Set[int]
    officers: Set[int]
    paths: Collection[str]
    head_on_leave: object | None


@dataclass(frozen=True)
class ComplaintSituation:
    """The state of a complaint that decides about capacities.

    `head_officer_id`: the head of the holder's office, who is never their own superior. `exclusion`: the conflict
    exclusion. `is_under_pressure`: the complainant reports pressure, so the Central Police Office, which must act on
    it, may take the complaint from the district. `has_handled_before`: the officer acts in the place of a head and has
    held the complaint at some time, so they must not decide on it as the head.
    """

    status: Status
    office_path: str
    holder_posting_id: int | None
    head_officer_id: int | None
    exclusion: ConflictExclusion = NO_EXCLUSION
    is_under_pressure: bool = False
    has_handled_before: bool = False


def capacities_of(officer: OfficerPosition, complaint: ComplaintSituation) -> frozenset[Capacity]:
    """Return the capacities of an officer towards a complaint; empty if the complaint does not exist for them."""
    if _is_excluded(officer, complaint):
        return frozenset()
    if not is_within(complaint.office_path, officer.office_path):
        return frozenset({Capacity.HOLDER}) if complaint.holder_posting_id in officer.covers else frozenset()
    # In a head's place an officer cannot reassign what they hold themselves.
    holds_it_themselves = officer.head_on_leave and complaint.holder_posting_id == officer.posting_id
    conditions = {
        Capacity.HOLDER: officer.role is not Role.CLERK and complaint.holder_posting_id in officer.postings,
        Capacity.HEAD: (officer.is_head and not holds_it_themselves)
        or (
            complaint.is_under_pressure
            and must_act_on_pressure(kind=officer.office_kind, role=officer.role, is_head=officer.is_head)
        ),
        Capacity.SUPERIOR: _is_superior(officer, complaint),
        Capacity.CELL: officer.role is Role.COMPLAINT_OPERATOR,
        Capacity.MONITOR: officer.role is Role.MONITOR and officer.office_kind is OfficeKind.CENTRAL,
    }
    return frozenset(capacity for capacity, applies in conditions.items() if applies)


def _is_excluded(officer: OfficerPosition, complaint: ComplaintSituation) -> bool:
    """Return whether the complaint is closed to this officer. In a head's place also if it is closed to the head."""
    return any(
        complaint.exclusion.excludes_officer(officer_id, path)
        for officer_id in officer.officers
        for path in officer.paths
    )


def _is_superior(officer: OfficerPosition, complaint: ComplaintSituation) -> bool:
    """Return whether the officer is a superior: the head of an office above the holder's office.

    - An office with the same head as the holder's office is skipped (Lahore's CCPO).
    - Before marking, the cell has the complaint, and the head of the cell's own office is the superior.
    - There is no office above the Central Police Office. Its head is the superior of everybody else there, and its
      monitors decide on the head's own inquiries, so that a second person always checks a report.
    - An officer in a head's place decides neither on complaints that they have held themselves, nor on complaints on
      which the head may not decide.
    """
    if complaint.has_handled_before:
        return False
    if officer.role is Role.MONITOR and complaint.status is not Status.RECEIVED:
        return officer.office_path == complaint.office_path and officer.posting_id != complaint.holder_posting_id
    if not officer.is_head:
        return False
    if complaint.status is Status.RECEIVED:
        return True
    if officer.office_kind is OfficeKind.CENTRAL:
        return complaint.holder_posting_id not in (officer.postings if officer.head_on_leave else {officer.posting_id})
    return officer.office_path != complaint.office_path and complaint.head_officer_id not in officer.officers
