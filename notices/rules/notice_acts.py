"""The workflow of a notice, as one table for the buttons of the desk, the services and the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ledger.service_exceptions import NotPermitted, Refused
from notices.rules import notice_permissions
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_permissions import NoticePosting
from notices.rules.notice_refusals import NoticeRefusal


class EditionDecision(StrEnum):
    """The decision on an edition."""

    APPROVED = "approved"
    REFUSED = "refused"


class NoticeEnding(StrEnum):
    """How a notice ended. FOUND: the child is found, or the person is in custody. WITHDRAWN: any other reason."""

    FOUND = "found"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ActRule:
    """An act of an officer on a notice.

    `is_permitted`: whether a posting may do it. `waiting_edition`: True if an edition must await a decision, False if
    none may, None if it does not matter. `by_second_officer`: not permitted to the officer who proposed the edition.
    `needs_reason`: a reason must be recorded.
    """

    is_permitted: Callable[[NoticePosting, str], bool]
    waiting_edition: bool | None
    by_second_officer: bool = False
    needs_reason: bool = False


ACT_RULES = {
    "propose": ActRule(notice_permissions.may_propose, waiting_edition=False),
    "approve": ActRule(notice_permissions.may_approve, waiting_edition=True, by_second_officer=True),
    "refuse": ActRule(notice_permissions.may_propose, waiting_edition=True, needs_reason=True),
    "found": ActRule(notice_permissions.may_end_notice, waiting_edition=None, needs_reason=True),
    "withdraw": ActRule(notice_permissions.may_end_notice, waiting_edition=None, needs_reason=True),
}
"""One officer can end a notice; publishing one always takes two. After the end no act is possible."""


@dataclass(frozen=True)
class NoticeSituation:
    """A notice at the moment of an act. `proposer_id`: the officer whose edition awaits a decision, or None."""

    kind: NoticeKind
    line: str
    is_over: bool
    proposer_id: int | None = None
    was_published: bool = False

    @property
    def has_waiting_edition(self) -> bool:
        """Whether an edition awaits a decision."""
        return self.proposer_id is not None


def require_act_is_allowed(name: str, posting: NoticePosting, notice: NoticeSituation, *, why: str = "") -> None:
    """Raise NotPermitted if the posting may not do the act, Refused if the situation does not allow it."""
    act = ACT_RULES[name]
    if not act.is_permitted(posting, notice.line):
        raise NotPermitted
    if reason := _find_refusal(name, act, posting, notice) or (
        NoticeRefusal.REASON_MISSING if act.needs_reason and not why else None
    ):
        raise Refused(reason)


def acts_offered_to_posting(posting: NoticePosting, notice: NoticeSituation) -> list[str]:
    """Return the acts that this posting may do now, in the order of the table."""
    return [
        name
        for name, act in ACT_RULES.items()
        if act.is_permitted(posting, notice.line) and not _find_refusal(name, act, posting, notice)
    ]


def _find_refusal(name: str, act: ActRule, posting: NoticePosting, notice: NoticeSituation) -> NoticeRefusal | None:
    if notice.is_over:
        return NoticeRefusal.OVER
    if act.waiting_edition is True and not notice.has_waiting_edition:
        return NoticeRefusal.NOTHING_WAITS
    if act.waiting_edition is False and notice.has_waiting_edition:
        return NoticeRefusal.ALREADY_WAITS
    if act.by_second_officer and posting.officer_id == notice.proposer_id:
        return NoticeRefusal.OWN_PROPOSAL
    if name == "found" and not (notice.was_published and notice.kind is not NoticeKind.NOTICE):
        return NoticeRefusal.NOT_PUBLIC
    return None
