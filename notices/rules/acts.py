"""The workflow of a notice: one table for the buttons of the desk, for the services and for the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ledger.exceptions import NotPermitted, Refused
from notices.rules import powers
from notices.rules.kinds import NoticeKind
from notices.rules.powers import Post
from notices.rules.refusals import Refusal


class Decision(StrEnum):
    """What became of an edition; empty while it waits."""

    APPROVED = "approved"
    REFUSED = "refused"


class Ending(StrEnum):
    """FOUND: the child is found, the person is in custody. WITHDRAWN: for any other reason."""

    FOUND = "found"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class NoticeAct:
    """`may`: whose it is. `on_waiting`: only while an edition waits (False: only while none does; None: either).

    `four_eyes`: never by the officer who proposed the edition. `needs_reason`: it stands in the record.
    """

    may: Callable[[Post, str], bool]
    on_waiting: bool | None
    four_eyes: bool = False
    needs_reason: bool = False


ACTS = {
    "propose": NoticeAct(powers.may_propose, on_waiting=False),
    "approve": NoticeAct(powers.may_approve, on_waiting=True, four_eyes=True),
    "refuse": NoticeAct(powers.may_propose, on_waiting=True, needs_reason=True),
    "found": NoticeAct(powers.may_end, on_waiting=None, needs_reason=True),
    "withdraw": NoticeAct(powers.may_end, on_waiting=None, needs_reason=True),
}
"""One officer takes a notice down at once; putting it up always takes two. After the end there is no act."""


@dataclass(frozen=True)
class Situation:
    """A notice at the moment of acting. `proposer_id`: the officer whose edition waits, None where none does."""

    kind: NoticeKind
    line: str
    is_over: bool
    proposer_id: int | None = None
    was_published: bool = False

    @property
    def waits(self) -> bool:
        return self.proposer_id is not None


def require(name: str, who: Post, notice: Situation, *, why: str = "") -> None:
    """Raise NotPermitted where the act isn't theirs, Refused where it can't be done so."""
    act = ACTS[name]
    if not act.may(who, notice.line):
        raise NotPermitted
    if reason := _refusal(name, act, who, notice) or (Refusal.REASON_MISSING if act.needs_reason and not why else None):
        raise Refused(reason)


def offered(who: Post, notice: Situation) -> list[str]:
    """The acts that this posting may do now, in the order of the table."""
    return [name for name, act in ACTS.items() if act.may(who, notice.line) and not _refusal(name, act, who, notice)]


def _refusal(name: str, act: NoticeAct, who: Post, notice: Situation) -> Refusal | None:
    if notice.is_over:
        return Refusal.OVER
    if act.on_waiting is True and not notice.waits:
        return Refusal.NOTHING_WAITS
    if act.on_waiting is False and notice.waits:
        return Refusal.ALREADY_WAITS
    if act.four_eyes and who.officer_id == notice.proposer_id:
        return Refusal.OWN_PROPOSAL
    if name == "found" and not (notice.was_published and notice.kind is not NoticeKind.NOTICE):
        return Refusal.NOT_PUBLIC
    return None
