"""The reviews, and the flags in them, that an officer may see. Everything else does not exist for them.

Officers see their own review. Deciding officers see the reviews at their office from which nothing bars them, and those
that they decided. The Central Police Office sees all reviews; its monitors do not see reviews of officers posted
there, but its head, the accountability branch and auditors do. A flag whose complaint is hidden from the reader by a
conflict exclusion is hidden too.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Posting
from accounts.queries.reporting_lines import reporting_line_of_officer
from accounts.rules.office_tree import OfficeKind, ancestor_paths, paths_from_root
from accounts.rules.roles import KINDS_WITH_CELL, Role
from complaints.models import Complaint, Exclusion, Naming
from reviews.models import Flag, Review, ReviewEvent
from reviews.models.review import ReviewQuerySet
from reviews.queries.review_decision_facts import DECIDING_MOVES, standing_decisions
from reviews.rules.review_capacities import ReviewActor, ReviewerPosition, can_decide_reviews
from reviews.rules.review_stages import UNDECIDED

UNRESTRICTED_ROLES = frozenset({Role.DISCIPLINE_OFFICER, Role.AUDITOR})
"""The roles at the Central Police Office that see every review, also that of their own head."""


def oversees_reviews(post: ReviewerPosition) -> bool:
    """Return whether a posting oversees the reviews of the whole province."""
    return post.office_kind == OfficeKind.CENTRAL and (post.is_head or post.role in {*UNRESTRICTED_ROLES, Role.MONITOR})


def can_receive_reviews(post: ReviewerPosition) -> bool:
    """Return whether this posting can be asked to decide reviews."""
    return can_decide_reviews(post) and post.office_kind in KINDS_WITH_CELL


def reviews_visible_to(actor: ReviewActor, *, at: datetime, hidden: Sequence[int] | None = None) -> ReviewQuerySet:
    """Return the reviews that somebody may see. Each has at least one flag that they may see.

    `hidden`: the ids of the complaints that are hidden from the posting, if the caller knows them; usually none.
    """
    scope = Q(officer=actor.officer_id)
    if actor.post is not None:
        decided = ReviewEvent.objects.filter(kind__in=DECIDING_MOVES, officer=actor.officer_id)
        scope |= Exists(decided.filter(review=OuterRef("pk"))) | _may_decide_condition(actor)
        if oversees_reviews(actor.post):
            scope |= _overseen_reviews_condition(actor.post, at=at)
    return Review.objects.filter(scope).filter(_visible_flag_condition(actor, at=at, hidden=hidden))


def _visible_flag_condition(actor: ReviewActor, *, at: datetime, hidden: Sequence[int] | None) -> Q:
    """Return the condition that a review has a visible flag.

    Every review has a flag and few flags are hidden, so reviews without a hidden flag are not examined further.
    """
    of_review = {"review": OuterRef("pk")}
    if actor.post is None:
        return Q(Exists(flags_visible_to(actor, at=at).filter(**of_review)))
    if hidden is None:
        hidden_flags = Q(breach__complaint__in=_hidden_complaints(actor, at=at))
    elif hidden:
        hidden_flags = Q(breach__complaint__in=hidden)
    else:
        return Q()
    other_flags = Flag.objects.exclude(hidden_flags).filter(**of_review)
    return ~Q(pk__in=Flag.objects.filter(hidden_flags).values("review")) | Q(Exists(other_flags))


def reviews_waiting_for(actor: ReviewActor, *, at: datetime) -> ReviewQuerySet:
    """Return the visible reviews that await a decision of this officer."""
    if actor.post is None:
        return Review.objects.none()
    undecided = reviews_visible_to(actor, at=at).filter(
        _may_decide_condition(actor), status__in=[str(stage) for stage in UNDECIDED]
    )
    own_decisions = standing_decisions().filter(review=OuterRef("pk"), officer=actor.officer_id)
    return undecided.exclude(Exists(own_decisions)).exclude(officer=actor.officer_id)


def flags_visible_to(actor: ReviewActor, *, at: datetime) -> QuerySet[Flag]:
    """Return the flags whose complaint is not hidden from this reader by a conflict exclusion."""
    if actor.post is None:
        return flags_showable_to(actor.officer_id, at=at)
    return Flag.objects.exclude(breach__complaint__in=_hidden_complaints(actor, at=at))


def _hidden_complaints(actor: ReviewActor, *, at: datetime) -> QuerySet:
    """Return the complaints that a conflict exclusion hides from the reader's posting."""
    return Complaint.objects.unscoped("computes what the reader may not see").ids_hidden_from(actor.post, at=at)


def flags_showable_to(officer_id: int, *, at: datetime) -> QuerySet[Flag]:
    """Return the flags that may be shown to an officer, considering all of their postings. No further statement."""
    line = reporting_line_of_officer(officer_id, at=at)
    hidden = Exclusion.objects.hiding_from_line(line).filter(complaint=OuterRef("breach__complaint"))
    return Flag.objects.exclude(Exists(hidden))


def _may_decide_condition(actor: ReviewActor) -> Q:
    """Return the condition that this posting may decide a review.

    The same rule as reviews.rules.review_capacities.may_decide_review; a test compares the two.
    """
    if actor.post is None or not can_decide_reviews(actor.post):
        return Q(pk__in=[])
    late_paths = (
        ancestor_paths(actor.post.office_path) if actor.post.is_head else paths_from_root(actor.post.office_path)
    )
    # An acting head is also barred by their own posting.
    late_paths += [step for own in actor.post.paths[1:] for step in paths_from_root(own)]
    barred_officers = actor.post.officers
    flags = Flag.objects.filter(review=OuterRef("pk"))
    namings = Naming.objects.standing().filter(
        officer__in=barred_officers, complaint__breaches__flags__review=OuterRef("pk")
    )
    return (
        Q(seat=actor.post.office_id)
        & ~Q(officer__in=barred_officers)
        & ~Exists(flags.filter(breach__flags__review__officer__in=barred_officers))
        & ~Exists(namings)
        & ~Exists(flags.filter(breach__office__path__in=late_paths))
    )


def _overseen_reviews_condition(post: ReviewerPosition, *, at: datetime) -> Q:
    """Return the condition for the Central Police Office: all reviews; for a monitor, without colleagues there."""
    if post.is_head or post.role in UNRESTRICTED_ROLES:
        return Q(pk__isnull=False)
    colleagues = Posting.objects.current(at).filter(officer=OuterRef("officer"), office__kind=OfficeKind.CENTRAL.value)
    return Q(~Exists(colleagues))
