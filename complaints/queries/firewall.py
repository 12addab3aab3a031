"""The walls of complaints, as they stand at a moment."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from accounts.models import Leave
from accounts.rules.offices import Kind
from complaints.models import Complaint, Naming
from complaints.rules import firewall
from complaints.rules.firewall import OPEN_GROUND, Cover, NamedPost, Wall


def names_somebody() -> Exists:
    """Of a complaint in a query, to be annotated by this name: whether it names an officer at all."""
    return Exists(Naming.objects.standing().filter(complaint=OuterRef("pk")))


def wall_of(complaint: Complaint, *, at: datetime) -> Wall:
    """Whom the firewall keeps from this complaint. One statement, two where it names somebody; none where its row says
    that it names nobody.
    """
    if vars(complaint).get("names_somebody") is False:
        return OPEN_GROUND
    return walls_of([complaint.pk], at=at).get(complaint.pk, OPEN_GROUND)


def walls_of(complaint_ids: Collection[int], *, at: datetime) -> Mapping[int, Wall]:
    """The walls of those among them that name somebody. One statement, two where any does, whatever the number."""
    held = Q(officer__postings__starts_at__lte=at) & (
        Q(officer__postings__ends_at=None) | Q(officer__postings__ends_at__gt=at)
    )
    rows = (
        Naming.objects.standing()
        .filter(complaint__in=complaint_ids)
        .annotate(post=FilteredRelation("officer__postings", condition=held))
        .values_list("complaint", "officer", "post__is_head", "post__office__path", "post__office__kind")
    )
    named: dict[int, set[int]] = {}
    posts: dict[int, list[NamedPost]] = {}
    for complaint, officer, is_head, path, kind in rows:
        named.setdefault(complaint, set()).add(officer)
        if path:
            posts.setdefault(complaint, []).append(NamedPost(path, Kind(kind), is_head))
    covers = _covers(at=at) if named else []
    return {
        complaint: firewall.wall(officers, posts.get(complaint, ()), covers) for complaint, officers in named.items()
    }


def _covers(*, at: datetime) -> list[Cover]:
    """Everybody who acts for somebody on leave."""
    leaves = Leave.objects.current(at).values_list("posting", "cover__officer", "cover__office__path")
    return [Cover(*leave) for leave in leaves]
