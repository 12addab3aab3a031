"""Narrowing: two operators of the Central Police Office end an exclusion, unless the complainant objects.

Source: docs/rules.md, *Before registration*, 6. Widening an exclusion acts at once and needs none of this.
"""

from collections.abc import Collection, Set
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.settling import is_central_operator

OBJECTION_WITHIN = timedelta(hours=24)
READ_WITHIN = timedelta(days=30)
"""How long an unannounced narrowing waits until the complainant reads or hears of it. Then it is refused."""
APPROVALS_NEEDED = 2
REQUESTERS = frozenset({Capacity.CELL, Capacity.SUPERIOR, Capacity.MONITOR})


class NarrowingState(StrEnum):
    """The state of a request to end exclusions."""

    WAITS_FOR_APPROVAL = "waits_for_approval"
    WAITS_FOR_COMPLAINANT = "waits_for_complainant"
    OBJECTED = "objected"
    ENDED = "ended"


def narrowing_state(
    *, approved_at: datetime | None, objected_at: datetime | None, ended_at: datetime | None
) -> NarrowingState:
    """Return the state of a request. `approved_at`: when the second operator approved it."""
    if ended_at is not None:
        return NarrowingState.ENDED
    if objected_at is not None:
        return NarrowingState.OBJECTED
    return NarrowingState.WAITS_FOR_APPROVAL if approved_at is None else NarrowingState.WAITS_FOR_COMPLAINANT


def may_request_narrowing(held: Set[Capacity]) -> bool:
    """Return whether a person may ask for a narrowing: the cell, a superior or a monitor, never the holder alone."""
    return bool(held & REQUESTERS)


def may_approve_narrowing(
    *, held: Set[Capacity], role: Role, office_kind: OfficeKind, officer_id: int, approved_by: Collection[int]
) -> bool:
    """Return whether an officer may approve a narrowing: a CPO operator outside the line who has not approved yet.

    approved_by: the officers who approved it, under any posting.
    """
    is_outside_line = Capacity.CELL in held
    return is_outside_line and is_central_operator(role=role, office_kind=office_kind) and officer_id not in approved_by


def may_record_objection(*, held: Set[Capacity], officer_id: int, approved_by: Collection[int]) -> bool:
    """Return whether an officer may record an objection that the complainant made in a call: the complaint's cell.

    approved_by: the officers who approved the narrowing. They do not take the objection to it.
    """
    return Capacity.CELL in held and officer_id not in approved_by


def may_decide_objection(
    *, held: Set[Capacity], office_kind: OfficeKind, is_head: bool, officer_id: int, involved: Collection[int]
) -> bool:
    """Return whether an officer may decide on an objection: the CPO's head or a monitor.

    involved: the officers who asked for the narrowing or approved it. They do not decide on the objection to it.
    """
    decides = Capacity.MONITOR in held or (is_head and office_kind is OfficeKind.CENTRAL and bool(held))
    return decides and officer_id not in involved


def takes_effect_at(
    approved_at: datetime, *, is_unannounced: bool = False, seen_at: datetime | None = None
) -> datetime | None:
    """Return when a twice approved narrowing takes effect if the complainant does not object; None if not yet known.

    is_unannounced: no message told the complainant: they get none (a secret word, anonymous, a child, a confidential
    matter, no address) or cannot read it. Their 24 hours begin when they have opened their page, or when the complaint
    cell has read the message to somebody who cannot read.
    seen_at: when they first opened the page that shows it, or heard of it.
    """
    if not is_unannounced:
        return approved_at + OBJECTION_WITHIN
    return None if seen_at is None else max(approved_at, seen_at) + OBJECTION_WITHIN


def is_refused_unread(approved_at: datetime, *, is_unannounced: bool, seen_at: datetime | None, at: datetime) -> bool:
    """Return whether a narrowing is refused because the complainant never read or heard of it."""
    return is_unannounced and seen_at is None and at >= approved_at + READ_WITHIN


def counts_as_read(opened_by: OpenedBy) -> bool:
    """Return whether opening the page so shows that the complainant read it. An officer could use a key of officers."""
    return opened_by is not OpenedBy.OFFICERS_KEY
