"""The workflow of a notice, as one table for the buttons of the desk, the services and the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ledger.exceptions import NotPermitted, Refused
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

    `may`: whether a posting may do it. `on_waiting`: True if an edition must await a decision, False if none may, None
    if it does not matter. `four_eyes`: not permitted to the officer who proposed the edition. `needs_reason`: a reason
    must be recorded.
    """

    may: Callable[[NoticePosting, str], bool]
    on_waiting: bool | None
    four_eyes: bool = False
    needs_reason: bool = False


ACT_RULES = {
    "propose": ActRule(notice_permissions.may_propose, on_waiting=False),
    "approve": ActRule(notice_permissions.may_approve, on_waiting=True, four_eyes=True),
    "refuse": ActRule(notice_permissions.may_propose, on_waiting=True, needs_reason=True),
    "found": ActRule(notice_permissions.may_end_notice, on_waiting=None, needs_reason=True),
    "withdraw": ActRule(notice_permissions.may_end_notice, on_waiting=None, needs_reason=True),
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
    def waits(self) -> bool:
        """Whether an edition awaits a decision."""
        return self.proposer_id is not None


def require_act(name: str, who: NoticePosting, notice: NoticeSituation, *, why: str = "") -> None:
    """Raise NotPermitted if the posting may not do the act, Refused if the situation does not allow it."""
    act = ACT_RULES[name]
    if not act.may(who, notice.line):
        raise NotPermitted
    if reason := _find_refusal(name, act, who, notice) or (
        NoticeRefusal.REASON_MISSING if act.needs_reason and not why else None
    ):
        raise Refused(reason)


def offered_acts(who: NoticePosting, notice: NoticeSituation) -> list[str]:
    """Return the acts that this posting may do now, in the order of the table."""
    return [
        name
        for name, act in ACT_RULES.items()
        if act.may(who, notice.line) and not _find_refusal(name, act, who, notice)
    ]


def _find_refusal(name: str, act: ActRule, who: NoticePosting, notice: NoticeSituation) -> NoticeRefusal | None:
    if notice.is_over:
        return NoticeRefusal.OVER
    if act.on_waiting is True and not notice.waits:
        return NoticeRefusal.NOTHING_WAITS
    if act.on_waiting is False and notice.waits:
        return NoticeRefusal.ALREADY_WAITS
    if act.four_eyes and who.officer_id == notice.proposer_id:
        return NoticeRefusal.OWN_PROPOSAL
    if name == "found" and not (notice.was_published and notice.kind is not NoticeKind.NOTICE):
        return NoticeRefusal.NOT_PUBLIC
    return None
