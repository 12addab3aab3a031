"""What a posting may do with public notices.

`line` is the path of the office that is responsible for the notice's district. Publishing needs two officers: not
everyone who may propose may also approve, and nobody approves their own proposal (notices.rules.acts).
"""

from typing import Protocol

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role

HEADS_OF = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
APPROVE_AT = frozenset({OfficeKind.REGION, OfficeKind.CENTRAL})


class Post(Protocol):
    """The posting under which a person acts (accounts.actors.Actor)."""

    officer_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool


def may_propose(who: Post, line: str) -> bool:
    """Return whether the posting may propose: heads from the district upwards, and monitors of the CPO."""
    return is_within(line, who.office_path) and (_is_head_of(who, HEADS_OF) or _is_central_monitor(who))


def may_approve(who: Post, line: str) -> bool:
    """Return whether the posting may approve: heads of the region or of the CPO, and monitors of the CPO."""
    return is_within(line, who.office_path) and (_is_head_of(who, APPROVE_AT) or _is_central_monitor(who))


def may_end(who: Post, line: str) -> bool:
    """Return whether the posting may end a notice: those who may propose, and operators of the complaint cells.

    Operators are usually the first to hear that a child is found.
    """
    is_cell_operator = who.role is Role.COMPLAINT_OPERATOR and who.office_kind in HEADS_OF
    return may_propose(who, line) or (is_cell_operator and is_within(line, who.office_path))


def may_read_tips(who: Post, line: str) -> bool:
    """Return whether the posting may read tips: those who may settle them, and auditors."""
    return may_settle_tips(who, line) or (who.role is Role.AUDITOR and is_within(line, who.office_path))


def may_settle_tips(who: Post, line: str) -> bool:
    """Return whether the posting may record the result of a tip: the same postings that may end the notice."""
    return may_end(who, line)


def has_a_desk(who: Post) -> bool:
    """Return whether the posting has the notices' desk at all."""
    return may_read_tips(who, who.office_path)


def proposes_at_all(who: Post) -> bool:
    """Return whether the posting may propose notices for any office."""
    return may_propose(who, who.office_path)


def _is_head_of(who: Post, kinds: frozenset[OfficeKind]) -> bool:
    return who.is_head and who.office_kind in kinds


def _is_central_monitor(who: Post) -> bool:
    return who.role is Role.MONITOR and who.office_kind is OfficeKind.CENTRAL
