"""In which capacity somebody acts on one complaint. A move is made by a capacity, never by a role."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role
from complaints.rules.exclusion.conflict_exclusion import OPEN_GROUND, ConflictExclusion
from complaints.rules.pressure import answers_for_it
from complaints.rules.statuses import Status


class Capacity(StrEnum):
    HOLDER = "holder"
    SUPERIOR = "superior"
    HEAD = "head"
    CELL = "cell"
    CITIZEN = "citizen"
    SYSTEM = "system"
    MONITOR = "monitor"


class Position(Protocol):
    """Where an officer stands at the moment of acting: the posting they act under (accounts.actors.Actor)."""

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
    seat: object | None


@dataclass(frozen=True)
class Situation:
    """Who has the complaint. `head_officer_id` heads the holder's office, and is never their own superior.

    `accused_office_id`: the place of a conduct complaint. Where it is a station or unit, the complaint is against it,
    and nobody posted there has a say in it. `wall`: whom the firewall keeps away, since it names somebody. `pressed`:
    its complainant reports pressure, and the Central Police Office, whose task that is, may take it from the district.
    `had_a_part`: whoever acts in a head's place has held it themselves, whenever, and so decides nothing on it there.
    """

    status: Status
    office_path: str
    holder_posting_id: int | None
    head_officer_id: int | None
    accused_office_id: int | None = None
    wall: ConflictExclusion = OPEN_GROUND
    pressed: bool = False
    had_a_part: bool = False


def of_officer(who: Position, complaint: Situation) -> frozenset[Capacity]:
    """The capacities of an officer's posting towards a complaint; empty where it does not exist for them."""
    if _is_accused(who, complaint):
        return frozenset()
    if not is_within(complaint.office_path, who.office_path):
        return frozenset({Capacity.HOLDER}) if complaint.holder_posting_id in who.covers else frozenset()
    held = {
        Capacity.HOLDER: who.role is not Role.CLERK and complaint.holder_posting_id in who.postings,
        Capacity.HEAD: _is_head(who, complaint) or (complaint.pressed and _answers_for_pressure(who)),
        Capacity.SUPERIOR: _is_superior(who, complaint),
        Capacity.CELL: who.role is Role.COMPLAINT_OPERATOR,
        Capacity.MONITOR: who.role is Role.MONITOR and who.office_kind is OfficeKind.CENTRAL,
    }
    return frozenset(capacity for capacity, has in held.items() if has)


def _is_head(who: Position, complaint: Situation) -> bool:
    """Who acts in a head's place does not take from themselves, as the head, what they hold."""
    return who.is_head and not (who.seat and complaint.holder_posting_id == who.posting_id)


def _answers_for_pressure(who: Position) -> bool:
    return answers_for_it(kind=who.office_kind, role=who.role, is_head=who.is_head)


def _is_accused(who: Position, complaint: Situation) -> bool:
    """Named, below somebody who is named, or of the station that it is against; in a head's place: they or the head."""
    if any(complaint.wall.shuts_out(officer, path) for officer in who.officers for path in who.paths):
        return True
    return who.office_kind in {OfficeKind.STATION, OfficeKind.UNIT} and who.office_id == complaint.accused_office_id


def _is_superior(who: Position, complaint: Situation) -> bool:
    """Head of an office strictly above the holder's; an office with the same head is skipped (Lahore's CCPO).

    Before marking, the cell has the complaint, and the head of the cell's own office stands above the cell. Above the
    Central Police Office there is nothing: its head is the superior of everybody else there, and its monitors decide on
    what that head has inquired into, so that no report is without a second pair of eyes. Who acts in a head's place
    decides neither on what they have held themselves nor on what the head may not decide on.
    """
    if complaint.had_a_part:
        return False
    if who.role is Role.MONITOR and complaint.status is not Status.RECEIVED:
        return who.office_path == complaint.office_path and who.posting_id != complaint.holder_posting_id
    if not who.is_head:
        return False
    if complaint.status is Status.RECEIVED:
        return True
    if who.office_kind is OfficeKind.CENTRAL:
        return complaint.holder_posting_id not in (who.postings if who.seat else {who.posting_id})
    return who.office_path != complaint.office_path and complaint.head_officer_id not in who.officers
