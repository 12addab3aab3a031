"""The capacities in which a person acts on a review. Moves are permitted by capacity, not by role."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.roles import Role
from reviews.rules.deciding_authority import Authority


class ReviewCapacity(StrEnum):
    """The part that a person has in a review."""

    OFFICER = "officer"  # the officer under review
    AUTHORITY = "authority"  # decides now
    RECORDER = "recorder"  # enters the order that ends a referral
    SYSTEM = "system"


class ReviewerPosition(Protocol):
    """The posting under which a person acts (accounts.actors.Actor)."""

    officer_id: int
    posting_id: int
    office_id: int
    office_path: str
    office_kind: OfficeKind
    role: Role
    is_head: bool
    officers: Set[int]
    paths: Sequence[str]


@dataclass(frozen=True)
class ReviewActor:
    """A person who uses the portal, and the posting under which they act: None if they no longer hold one."""

    officer_id: int
    post: ReviewerPosition | None = None


@dataclass(frozen=True)
class ReviewCase:
    """The facts of a review that determine who may act on it.

    `authority_office_id`: the office that decides; None before the officer was asked to explain, and if the government
    decides. `late_paths`: the paths of the offices that were late. `involved_officers`: officers who are flagged for
    the same breaches, or whom one of the complaints names. `decided_by`: officers who have already decided in this
    review.
    """

    officer_id: int
    authority: Authority | None = None
    authority_office_id: int | None = None
    late_paths: frozenset[str] = frozenset()
    involved_officers: frozenset[int] = frozenset()
    decided_by: frozenset[int] = frozenset()


def capacities_in_review(actor: ReviewActor, case: ReviewCase) -> Set[ReviewCapacity]:
    """Return the capacities that a person has in a review."""
    conditions = {
        ReviewCapacity.OFFICER: actor.officer_id == case.officer_id,
        ReviewCapacity.AUTHORITY: actor.post is not None and may_decide_review(actor.post, case),
        ReviewCapacity.RECORDER: actor.post is not None and may_record_order(actor.post, case),
    }
    return frozenset(capacity for capacity, is_met in conditions.items() if is_met)


def can_decide_reviews(post: ReviewerPosition) -> bool:
    """Return whether a posting decides reviews for its office: the head and the discipline officers do."""
    return post.is_head or post.role is Role.DISCIPLINE_OFFICER


def may_decide_review(post: ReviewerPosition, case: ReviewCase) -> bool:
    """Return whether this posting may decide the review now."""
    return (
        post.office_id == case.authority_office_id
        and can_decide_reviews(post)
        and not is_barred_from_deciding(post, case)
    )


def is_barred_from_deciding(post: ReviewerPosition, case: ReviewCase) -> bool:
    """Return whether the posting must not decide the review.

    Nobody decides about themselves, about a complaint that names or flags them, twice in the same review, or about a
    late office whose head is their superior. An acting head (accounts.head_or_acting_head) is also barred by what bars
    the head.
    """
    if post.officers & {case.officer_id, *case.involved_officers, *case.decided_by}:
        return True
    return any(is_below_late_head(post, late_path) for late_path in case.late_paths)


def is_below_late_head(post: ReviewerPosition, late_path: str) -> bool:
    """Return whether a posting belongs to a late office, or to one below it, and does not head that office.

    For an acting head, their own posting counts too.
    """
    if any(is_within(own, late_path) for own in post.paths[1:]):
        return True
    return is_within(post.office_path, late_path) and not (post.is_head and post.office_path == late_path)


def may_record_order(post: ReviewerPosition, case: ReviewCase) -> bool:
    """Return whether the posting may enter the order of an inquiry or of the government.

    The authority may, and so may the CPO's accountability branch; entering an order is not a decision.
    """
    if post.officer_id == case.officer_id:
        return False
    undecided = replace(case, decided_by=frozenset())  # the person who decided may also enter the order
    return may_decide_review(post, undecided) or (
        post.role is Role.DISCIPLINE_OFFICER and post.office_kind is OfficeKind.CENTRAL
    )
