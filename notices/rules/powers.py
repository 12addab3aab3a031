"""Who may do what with public notices, by their posting. Offices are told by path; `line` is where a notice belongs.

The line of a notice is the path of the office that answers for its district. Four eyes: who may propose is not always
one who may approve, and nobody approves their own (rules.acts).
"""

from typing import Protocol

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role

HEADS_OF = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
APPROVE_AT = frozenset({OfficeKind.REGION, OfficeKind.CENTRAL})


class Post(Protocol):
    """The posting under which somebody acts (accounts.actors.Actor)."""

    officer_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool


def may_propose(who: Post, line: str) -> bool:
    """The head of the district, or of an office above it; a monitor of the Central Police Office."""
    return is_within(line, who.office_path) and (_heads(who, HEADS_OF) or _monitors(who))


def may_approve(who: Post, line: str) -> bool:
    """The head of the region or of the Central Police Office; a monitor."""
    return is_within(line, who.office_path) and (_heads(who, APPROVE_AT) or _monitors(who))


def may_end(who: Post, line: str) -> bool:
    """Whoever may propose, and the operators of the line's complaint cells: they hear first that a child is found."""
    return may_propose(who, line) or _operates(who, line)


def may_read_tips(who: Post, line: str) -> bool:
    """Heads and operators of the line from the district up, monitors; auditors read along."""
    return may_settle_tips(who, line) or (who.role is Role.AUDITOR and is_within(line, who.office_path))


def may_settle_tips(who: Post, line: str) -> bool:
    """Whoever reads them and works on them."""
    return may_end(who, line)


def has_a_desk(who: Post) -> bool:
    """Whether there can be notices that are theirs to see on the desk."""
    return may_read_tips(who, who.office_path)


def proposes_at_all(who: Post) -> bool:
    """Whether there is any line for which they may propose."""
    return may_propose(who, who.office_path)


def _heads(who: Post, kinds: frozenset[OfficeKind]) -> bool:
    return who.is_head and who.office_kind in kinds


def _monitors(who: Post) -> bool:
    return who.role is Role.MONITOR and who.office_kind is OfficeKind.CENTRAL


def _operates(who: Post, line: str) -> bool:
    return who.role is Role.COMPLAINT_OPERATOR and who.office_kind in HEADS_OF and is_within(line, who.office_path)
