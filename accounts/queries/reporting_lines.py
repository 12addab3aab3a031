"""Find the offices at or above an officer's postings, and the officers who head them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Office, Posting
from accounts.rules.office_tree import STATION_KINDS


@dataclass(frozen=True)
class ReportingLine:
    """The offices at or above all current postings of a person, the heads of these offices, and the person.

    Ids, or a query that selects them. For an acting head, the absent head is a second person.
    """

    office_ids: Collection[int] | QuerySet
    head_ids: Collection[int] | QuerySet
    officer_ids: Collection[int]


def annotate_reporting_line(postings: QuerySet, *, at: datetime) -> QuerySet:
    """Annotate each posting with the reporting line of its officer at a moment.

    `line_offices`: the ids of the offices at or above the officer's postings. `line_heads`: the officers who head them.
    """
    own = Posting.objects.current(at).filter(officer=OuterRef(OuterRef("officer")))
    return postings.annotate(
        line_offices=ArraySubquery(_offices_at_or_above(own).values("pk")),
        line_heads=ArraySubquery(_heads_at_or_above(own, at=at).values("officer")),
    )


def reporting_line_of(actor, *, at: datetime | None = None) -> ReportingLine:
    """Return the reporting line of an accounts.actors.Actor at a moment, by default now. No statement.

    For an acting head it includes the absent head's line. Where the postings of the actor were loaded with their line
    (`current_postings`), these are ids of that moment; otherwise subqueries.
    """
    if actor.line_offices is not None:
        return ReportingLine(sorted(actor.line_offices), sorted(actor.line_heads), sorted(actor.officers))
    return _line_of_postings(_own_postings(actor, at=at), actor.officers, at=at)


def reporting_line_of_officer(officer_id: int, *, at: datetime) -> ReportingLine:
    """Return the reporting line of an officer over all their postings at a moment, as subqueries."""
    return _line_of_postings(Posting.objects.current(at).filter(officer=officer_id), {officer_id}, at=at)


def own_station_paths(actor) -> QuerySet:
    """Return the paths of the stations and units where this actor's officer has a posting now."""
    own = _own_postings(actor, at=None).filter(office__kind__in=sorted(STATION_KINDS))
    return own.order_by().values_list("office__path", flat=True)


def _own_postings(actor, *, at: datetime | None) -> QuerySet:
    """Select the posting under which an actor acts and all current postings of its officers."""
    at = at or timezone.now()
    current = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    return Posting.objects.filter(Q(pk=actor.posting_id) | Q(current, officer__in=actor.officers))


def _line_of_postings(own: QuerySet, officers: Collection[int], *, at: datetime | None) -> ReportingLine:
    heads = _heads_at_or_above(own, at=at or timezone.now())
    return ReportingLine(_offices_at_or_above(own).values("pk"), heads.values("officer"), sorted(officers))


def _offices_at_or_above(postings: QuerySet) -> QuerySet:
    """Select the offices at or above those of the postings."""
    return Office.objects.order_by().filter(Exists(postings.filter(_is_path_within("path"))))


def _heads_at_or_above(postings: QuerySet, *, at: datetime) -> QuerySet:
    """Select the postings that head an office at or above those of the postings."""
    heads = Posting.objects.heads().current(at).order_by()
    return heads.filter(Exists(postings.filter(_is_path_within("office__path"))))


def _is_path_within(outer_path: str) -> Func:
    """Return the condition that the office of a queried posting is the outer query's office or below it."""
    return Func(F("office__path"), OuterRef(outer_path), function="starts_with", output_field=BooleanField())
