"""Load the conflict exclusions of complaints as they are at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Value

from accounts.models import Leave, Posting
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Naming, ProvisionalExclusion
from complaints.models.naming import STATIONS
from complaints.rules.exclusion import conflict_exclusion
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION, ConflictExclusion, CoveredPosting, NamedPost


def names_somebody_condition() -> Exists:
    """Return the condition that a queried complaint names any officer. Annotate it under this function's name."""
    return Exists(Naming.objects.standing().filter(complaint=OuterRef("pk")))


def excludes_somebody_condition() -> Exists:
    """Return the condition that a queried complaint has provisional exclusions.

    Annotate it under this function's name.
    """
    return Exists(ProvisionalExclusion.objects.filter(complaint=OuterRef("pk")))


def conflict_exclusion_of(complaint: Complaint, *, at: datetime) -> ConflictExclusion:
    """Return the conflict exclusion of a complaint by its present columns, saved or not.

    One statement; two if anybody is excluded. No statement if the row is annotated with `names_somebody` and
    `excludes_somebody` as False and, for a conduct complaint, with `staff` and `staff_covers`.
    """
    loaded = vars(complaint)
    names_nobody = loaded.get("names_somebody") is False and loaded.get("excludes_somebody") is False
    if names_nobody and not complaint.about_police:
        return NO_EXCLUSION
    if names_nobody and "staff" in loaded:
        return ConflictExclusion(staff=frozenset(loaded["staff"]), covered=frozenset(loaded["staff_covers"]))
    if not complaint.about_police:
        rows = _excluded_post_rows([complaint.pk], at=at)
    else:
        at_station = Posting.objects.current(at).filter(office=complaint.place_id, office__kind__in=STATIONS)
        columns = "officer", "is_head", "office__path", "office__kind"
        staff = at_station.values_list(Value(complaint.pk), *columns, Value(False))
        rows = _excluded_post_rows([complaint.pk], staff, at=at)
    return _build_exclusions(rows, at=at).get(complaint.pk, NO_EXCLUSION)


def conflict_exclusions_of(complaint_ids: Collection[int], *, at: datetime) -> Mapping[int, ConflictExclusion]:
    """Return the conflict exclusions of those complaints that exclude anybody, by complaint.

    One statement, two if any excludes anybody, whatever the number of complaints.
    """
    against_station = Complaint.objects.unscoped("the exclusion is computed here").filter(
        pk__in=complaint_ids, about_police=True, place__kind__in=STATIONS
    )
    is_current = _current_posting_condition("place__postings", at)
    with_staff = against_station.annotate(post=FilteredRelation("place__postings", condition=is_current))
    columns = "post__officer", "post__is_head", "place__path", "place__kind"
    staff = with_staff.exclude(post=None).values_list("pk", *columns, Value(False))
    return _build_exclusions(_excluded_post_rows(complaint_ids, staff, at=at), at=at)


def conflict_exclusion_before_saving(exclusions: Iterable[ProvisionalExclusion], *, at: datetime) -> ConflictExclusion:
    """Return the conflict exclusion of a complaint that is not saved yet, from its provisional exclusions.

    Two statements.
    """
    exclusions = list(exclusions)
    officer_ids = [exclusion.officer_id for exclusion in exclusions if exclusion.officer_id]
    offices = [exclusion.office for exclusion in exclusions if exclusion.office_id]
    posts = Posting.objects.current(at).filter(officer__in=officer_ids)
    columns = "officer", "is_head", "office__path", "office__kind"
    rows = [(None, *post, True) for post in posts.values_list(*columns)]
    rows += [(None, None, True, office.path, office.kind, True) for office in offices]
    rows += [(None, officer_id, False, None, None, True) for officer_id in officer_ids]
    return _build_exclusions(rows, at=at).get(None, NO_EXCLUSION)


def _excluded_post_rows(complaint_ids: Collection[int], *more_rows: QuerySet, at: datetime) -> QuerySet:
    """Return a row for each post of each excluded officer, and for each excluded office.

    Columns: complaint, officer (None for an office), whether the officer heads the post, its path and kind, and whether
    the officer is named or excluded (False: only posted at the station). `more_rows`: further rows with these columns.
    """
    of_complaints = {"complaint__in": complaint_ids}
    posts = FilteredRelation("officer__postings", condition=_current_posting_condition("officer__postings", at))
    columns = "complaint", "officer", "post__is_head", "post__office__path", "post__office__kind", Value(True)
    named = Naming.objects.standing().filter(**of_complaints).annotate(post=posts).values_list(*columns)
    excluded = ProvisionalExclusion.objects.filter(**of_complaints)
    officers = excluded.filter(office=None).annotate(post=posts).values_list(*columns)
    offices = excluded.filter(officer=None).values_list(
        "complaint", "officer", Value(True), "office__path", "office__kind", Value(True)
    )
    return named.union(officers, offices, *more_rows, all=True)


def _current_posting_condition(postings: str, at: datetime) -> Q:
    ends = Q((f"{postings}__ends_at", None)) | Q((f"{postings}__ends_at__gt", at))
    return Q((f"{postings}__starts_at__lte", at)) & ends


def _build_exclusions(rows: Iterable[tuple], *, at: datetime) -> Mapping[int, ConflictExclusion]:
    """Build the conflict exclusion of each complaint from rows of `_excluded_post_rows`."""
    named: dict[int, set[int]] = defaultdict(set)
    staff: dict[int, set[int]] = defaultdict(set)
    posts: dict[int, list[NamedPost]] = defaultdict(list)
    offices: dict[int, list[NamedPost]] = defaultdict(list)
    for complaint, officer, is_head, path, kind, by_name in rows:
        if officer is None:
            offices[complaint].append(NamedPost(path, OfficeKind(kind), is_head))
            continue
        (named if by_name else staff)[complaint].add(officer)
        if by_name and path:
            posts[complaint].append(NamedPost(path, OfficeKind(kind), is_head))
    complaints = named.keys() | staff.keys() | offices.keys()
    covers = []
    if complaints:
        leaves = Leave.objects.current(at).values_list("posting", "cover__officer", "cover__office__path")
        covers = [CoveredPosting(*leave) for leave in leaves]
    return {
        pk: conflict_exclusion.build_conflict_exclusion(
            named.get(pk, ()), posts.get(pk, ()), covers, staff.get(pk, ()), offices.get(pk, ())
        )
        for pk in complaints
    }
