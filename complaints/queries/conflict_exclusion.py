"""The walls of complaints, as they stand at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Value

from accounts.models import Leave, Posting
from accounts.rules.offices import OfficeKind
from complaints.models import Complaint, Naming, ProvisionalExclusion
from complaints.models.naming import STATIONS
from complaints.rules.exclusion import conflict_exclusion
from complaints.rules.exclusion.conflict_exclusion import OPEN_GROUND, ConflictExclusion, Cover, NamedPost


def names_somebody() -> Exists:
    """Of a complaint in a query, to be annotated by this name: whether it names an officer at all."""
    return Exists(Naming.objects.standing().filter(complaint=OuterRef("pk")))


def excludes_somebody() -> Exists:
    """Of a complaint in a query, to be annotated by this name: whether what was told excludes an office or officer."""
    return Exists(ProvisionalExclusion.objects.filter(complaint=OuterRef("pk")))


def wall_of(complaint: Complaint, *, at: datetime) -> ConflictExclusion:
    """Whom the firewall keeps from this complaint, as its row says now, saved or not.

    One statement, two where it keeps anybody out; none where its row says that it names nobody, and, of a conduct
    complaint, who is of the station.
    """
    known = vars(complaint)
    names_nobody = known.get("names_somebody") is False and known.get("excludes_somebody") is False
    if names_nobody and not complaint.about_police:
        return OPEN_GROUND
    if names_nobody and "staff" in known:
        return ConflictExclusion(staff=frozenset(known["staff"]), covered=frozenset(known["staff_covers"]))
    if not complaint.about_police:
        rows = _kept_out([complaint.pk], at=at)
    else:
        station = Posting.objects.current(at).filter(office=complaint.place_id, office__kind__in=STATIONS)
        columns = "officer", "is_head", "office__path", "office__kind"
        staff = station.values_list(Value(complaint.pk), *columns, Value(False))
        rows = _kept_out([complaint.pk], staff, at=at)
    return _walls(rows, at=at).get(complaint.pk, OPEN_GROUND)


def walls_of(complaint_ids: Collection[int], *, at: datetime) -> Mapping[int, ConflictExclusion]:
    """The walls of those among them that keep somebody out. One statement, two where any does, whatever the number."""
    against = Complaint.objects.unscoped("the exclusion is computed here").filter(
        pk__in=complaint_ids, about_police=True, place__kind__in=STATIONS
    )
    posted = against.annotate(post=FilteredRelation("place__postings", condition=_current("place__postings", at)))
    columns = "post__officer", "post__is_head", "place__path", "place__kind"
    staff = posted.exclude(post=None).values_list("pk", *columns, Value(False))
    return _walls(_kept_out(complaint_ids, staff, at=at), at=at)


def wall_before(exclusions: Iterable[ProvisionalExclusion], *, at: datetime) -> ConflictExclusion:
    """Return the wall of a complaint that is not saved yet, by its exclusions. Two statements."""
    exclusions = list(exclusions)
    held = Posting.objects.current(at).filter(officer__in=[one.officer_id for one in exclusions if one.officer_id])
    columns = "officer", "is_head", "office__path", "office__kind"
    rows = [(None, *post, True) for post in held.values_list(*columns)]
    rows += [(None, None, True, one.office.path, one.office.kind, True) for one in exclusions if one.office_id]
    rows += [(None, one.officer_id, False, None, None, True) for one in exclusions if one.officer_id]
    return _walls(rows, at=at).get(None, OPEN_GROUND)


def _kept_out(complaint_ids: Collection[int], *others: QuerySet, at: datetime) -> QuerySet:
    """Complaint, officer, and of each post that they hold whether they head it, its path and kind; and: by name.

    Of an excluded office the same without an officer. `others`: further rows of that shape.
    """
    of_them = {"complaint__in": complaint_ids}
    posts = FilteredRelation("officer__postings", condition=_current("officer__postings", at))
    columns = "complaint", "officer", "post__is_head", "post__office__path", "post__office__kind", Value(True)
    named = Naming.objects.standing().filter(**of_them).annotate(post=posts).values_list(*columns)
    excluded = ProvisionalExclusion.objects.filter(**of_them)
    officers = excluded.filter(office=None).annotate(post=posts).values_list(*columns)
    offices = excluded.filter(officer=None).values_list(
        "complaint", "officer", Value(True), "office__path", "office__kind", Value(True)
    )
    return named.union(officers, offices, *others, all=True)


def _current(postings: str, at: datetime) -> Q:
    ends = Q((f"{postings}__ends_at", None)) | Q((f"{postings}__ends_at__gt", at))
    return Q((f"{postings}__starts_at__lte", at)) & ends


def _walls(rows: Iterable[tuple], *, at: datetime) -> Mapping[int, ConflictExclusion]:
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
    kept = named.keys() | staff.keys() | offices.keys()
    covers = _covers(at=at) if kept else []
    return {
        pk: conflict_exclusion.wall(
            named.get(pk, ()), posts.get(pk, ()), covers, staff.get(pk, ()), offices.get(pk, ())
        )
        for pk in kept
    }


def _covers(*, at: datetime) -> list[Cover]:
    """Everybody who acts for somebody on leave."""
    leaves = Leave.objects.current(at).values_list("posting", "cover__officer", "cover__office__path")
    return [Cover(*leave) for leave in leaves]
