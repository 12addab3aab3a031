"""What a posting may do with public notices.

`line` is the path of the office that is responsible for the notice's district. Publishing needs two officers: not
everyone who may propose may also approve, and nobody approves their own proposal (notices.rules.notice_acts).
"""

from typing import Protocol

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.roles import Role

PROPOSING_OFFICE_KINDS = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
APPROVING_OFFICE_KINDS = frozenset({OfficeKind.REGION, OfficeKind.CENTRAL})


class NoticePosting(Protocol):
    """The posting under which a person acts (accounts.actors.Actor)."""

    officer_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool


def may_propose(posting: NoticePosting, line: str) -> bool:
    """Return whether the posting may propose: heads from the district upwards, and monitors of the CPO."""
    return is_within(line, posting.office_path) and (
        _is_head_of_office_kind(posting, PROPOSING_OFFICE_KINDS) or _is_central_monitor(posting)
    )


def may_approve(posting: NoticePosting, line: str) -> bool:
    """Return whether the posting may approve: heads of the region or of the CPO, and monitors of the CPO."""
    return is_within(line, posting.office_path) and (
        _is_head_of_office_kind(posting, APPROVING_OFFICE_KINDS) or _is_central_monitor(posting)
    )


def may_end_notice(posting: NoticePosting, line: str) -> bool:
    """Return whether the posting may end a notice: those who may propose, and operators of the complaint cells.

    Operators are usually the first to hear that a child is found.
    """
    is_cell_operator = posting.role is Role.COMPLAINT_OPERATOR and posting.office_kind in PROPOSING_OFFICE_KINDS
    return may_propose(posting, line) or (is_cell_operator and is_within(line, posting.office_path))


def may_read_tips(posting: NoticePosting, line: str) -> bool:
    """Return whether the posting may read tips: those who may settle them, and auditors."""
    return may_record_tip_results(posting, line) or (
        posting.role is Role.AUDITOR and is_within(line, posting.office_path)
    )


def may_record_tip_results(posting: NoticePosting, line: str) -> bool:
    """Return whether the posting may record the result of a tip: the same postings that may end the notice."""
    return may_end_notice(posting, line)


def has_notices_desk(posting: NoticePosting) -> bool:
    """Return whether the posting has the notices' desk at all."""
    return may_read_tips(posting, posting.office_path)


def may_propose_somewhere(posting: NoticePosting) -> bool:
    """Return whether the posting may propose notices for any office."""
    return may_propose(posting, posting.office_path)


def _is_head_of_office_kind(posting: NoticePosting, kinds: frozenset[OfficeKind]) -> bool:
    return posting.is_head and posting.office_kind in kinds


def _is_central_monitor(posting: NoticePosting) -> bool:
    return posting.role is Role.MONITOR and posting.office_kind is OfficeKind.CENTRAL
