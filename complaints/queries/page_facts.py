"""The facts that a page has loaded with a complaint, so that capacities and guards need no queries for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion


class LastInvitation(NamedTuple):
    """The last invitation of this round: its time (None if there is none) and the complainant's answer."""

    appointed_at: datetime | None
    answer: str

    @classmethod
    def from_complaint(cls, complaint: Complaint) -> "LastInvitation":
        """Return the annotations of `queries.current_invitations`. Raises AttributeError if there are none."""
        return cls(complaint.invited_for, complaint.invitation_answer or "")


NO_INVITATION = LastInvitation(None, "")
"""For readers who are offered no answer to an invitation."""


@dataclass(frozen=True)
class AnnotatedFacts:
    """The annotations of the complaint page's query. They save the queries of capacities and guards.

    `head_officer` is loaded only for the head of an office, `has_handled_before` only for an officer who acts for a
    head.
    """

    names_somebody: bool
    is_under_pressure: bool
    has_phone: bool
    has_hours: bool
    is_alone: bool
    has_waiting_call: bool
    invitation: LastInvitation
    head_officer: int | None
    has_handled_before: bool

    @classmethod
    def from_complaint(cls, complaint: Complaint, by: Actor) -> "AnnotatedFacts":
        """Return the annotations of this complaint. Raises AttributeError if the page's query lacks one."""
        return cls(
            names_somebody=complaint.names_somebody,
            is_under_pressure=complaint.is_pressed,
            has_phone=complaint.has_phone,
            has_hours=complaint.safe_from is not None,
            is_alone=complaint.under_18 or complaint.anonymous,
            has_waiting_call=complaint.call_waits,
            invitation=LastInvitation.from_complaint(complaint),
            head_officer=complaint.head_officer if by.is_head else None,
            has_handled_before=complaint.has_handled_before if by.head_on_leave else False,
        )


@dataclass(frozen=True)
class PageFacts:
    """What a page has loaded with the complaint. It saves the queries of capacities and guards.

    claimed_at: when the holder claimed the contact that the complainant has not answered yet.
    counted_events: the times of the events that guards count, by kind.
    exclusion: the conflict exclusion of the complaint.
    is_accused_unheard: whether an officer whom the complaint names was not heard yet.
    approver_ids: the officers who gave one of the two approvals to the submitted report.
    """

    claimed_at: datetime | None
    counted_events: dict[str, list[datetime]]
    exclusion: ConflictExclusion
    is_accused_unheard: bool
    approver_ids: frozenset[int]
    annotated: AnnotatedFacts
