"""Load the exclusions of complaints as they are at a moment, for routing, capacities, messages and escalation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Value

from accounts.models import Leave, Posting
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Exclusion, Naming
from complaints.rules.exclusion.conflict_exclusion import (
    NO_EXCLUSION,
    ClosedOffice,
    ConflictExclusion,
    CoveredPosting,
    HeldPost,
    add_staff,
    build_conflict_exclusion,
)

FEW = 20
"""Up to this number of closed offices, only the postings at and below them are read, else those of the province."""
UNCERTAIN = Exclusion.Ground.UNKNOWN_RANK
"""The ground of exclusions whose officers are not accused by rank or name."""


def names_somebody_condition() -> Exists:
    """Return the condition that a queried complaint names any officer. Annotate it under this function's name."""
    return Exists(Naming.objects.standing().filter(complaint=OuterRef("pk")))


def excludes_somebody_condition() -> Exists:
    """Return the condition that a queried complaint has current exclusions. Annotate it under this function's name."""
    return Exists(Exclusion.objects.current().filter(complaint=OuterRef("pk")))


def conflict_exclusion_of(complaint: Complaint, *, at: datetime) -> ConflictExclusion:
    """Return the conflict exclusion of a complaint.

    One statement; two if anybody is excluded. No statement if the row is annotated with `excludes_somebody` as False.
    """
    if vars(complaint).get("excludes_somebody") is False:
        return NO_EXCLUSION
    return conflict_exclusions_of([complaint.pk], at=at).get(complaint.pk, NO_EXCLUSION)


def conflict_exclusions_of(complaint_ids: Collection[int], *, at: datetime) -> Mapping[int, ConflictExclusion]:
    """Return the conflict exclusions of those complaints that exclude anybody, by complaint.

    One statement, two if any excludes anybody, whatever the number of complaints.
    """
    current = Exclusion.objects.current().filter(complaint__in=complaint_ids).order_by()
    not_over = Q(officer__postings__ends_at=None) | Q(officer__postings__ends_at__gt=at)
    posts = FilteredRelation("officer__postings", condition=Q(officer__postings__starts_at__lte=at) & not_over)
    officers = current.filter(office=None).annotate(post=posts)
    offices = current.filter(officer=None).values_list(
        "complaint", "ground", "officer", Value(True), "office__path", "office__kind"
    )
    rows = officers.values_list(
        "complaint", "ground", "officer", "post__is_head", "post__office__path", "post__office__kind"
    )
    return _build_exclusions(rows.union(offices, all=True), at=at)


def conflict_exclusion_before_saving(exclusions: Iterable[Exclusion], *, at: datetime) -> ConflictExclusion:
    """Return the conflict exclusion of a complaint that is not saved yet. Two statements; none without exclusions."""
    exclusions = list(exclusions)
    if not exclusions:
        return NO_EXCLUSION
    grounds = {exclusion.officer_id: exclusion.ground for exclusion in exclusions if exclusion.officer_id}
    rows = [(None, ground, officer_id, False, None, None) for officer_id, ground in grounds.items()]
    if grounds:
        posts = Posting.objects.current(at).filter(officer__in=grounds)
        posts = posts.values_list("officer", "is_head", "office__path", "office__kind")
        rows += [(None, grounds[officer], officer, *post) for officer, *post in posts]
    rows += [
        (None, exclusion.ground, None, True, exclusion.office.path, exclusion.office.kind)
        for exclusion in exclusions
        if exclusion.office_id
    ]
    return _build_exclusions(rows, at=at)[None]


def _build_exclusions(rows: Iterable[tuple], *, at: datetime) -> Mapping[int | None, ConflictExclusion]:
    """Build the conflict exclusion of each complaint from its excluded officers, with their posts, and offices.

    Columns: complaint, ground, officer (None for an office), whether the officer heads the post, its path and kind. An
    officer without a posting has no path.
    """
    officers: dict[int | None, set[int]] = defaultdict(set)
    posts: dict[int | None, list[HeldPost]] = defaultdict(list)
    offices: dict[int | None, list[ClosedOffice]] = defaultdict(list)
    for complaint, ground, officer, is_head, path, kind in rows:
        if officer is None:
            offices[complaint].append(ClosedOffice(path, OfficeKind(kind), may_peers_have_it=ground == UNCERTAIN))
            continue
        officers[complaint].add(officer)
        if path:
            posts[complaint].append(HeldPost(path, OfficeKind(kind), is_head, is_accused=ground != UNCERTAIN))
    built = {
        complaint: build_conflict_exclusion(
            officers.get(complaint, ()), posts.get(complaint, ()), offices.get(complaint, ())
        )
        for complaint in officers.keys() | offices.keys()
    }
    if not built:
        return {}
    postings, covers = _postings_and_covers({path for one in built.values() for path in one.closed}, at=at)
    return {complaint: add_staff(exclusion, postings, covers) for complaint, exclusion in built.items()}


def _postings_and_covers(
    closed: Collection[str], *, at: datetime
) -> tuple[list[tuple[int, str]], list[CoveredPosting]]:
    """Return the postings at and below closed offices of officers with several postings, and all current leaves.

    One statement.
    """
    others = Posting.objects.current(at).filter(officer=OuterRef("officer")).exclude(pk=OuterRef("pk"))
    several = Posting.objects.current(at).filter(Exists(others)).order_by()
    if len(closed) <= FEW:
        several = several.filter(reduce(or_, (Q(office__path__startswith=path) for path in closed), Q(pk=None)))
    leaves = Leave.objects.current(at).order_by().values_list("posting", "cover__officer", "cover__office__path")
    rows = several.values_list(Value(0), "officer", "office__path").union(leaves, all=True)
    postings, covers = [], []
    for posting, officer, path in rows:
        if not posting:
            postings.append((officer, path))
        else:
            covers.append(CoveredPosting(posting, officer, path))
    return postings, covers
