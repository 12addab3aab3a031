"""Find the offices at or above an officer's postings, and the officers who head them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import Office, Posting
from accounts.rules.office_tree import STATION_KINDS

OWN_AT_OR_BELOW = """
    SELECT FROM accounts_posting AS own JOIN accounts_office AS own_office ON own_office.id = own.office_id
    WHERE own.officer_id = accounts_posting.officer_id AND starts_with(own_office.path, office.path)
    AND own.starts_at <= %s AND (own.ends_at IS NULL OR own.ends_at > %s)"""
"""The current postings of a posting's officer at or below an office."""
LINE_OFFICES = f"ARRAY(SELECT office.id FROM accounts_office AS office WHERE EXISTS ({OWN_AT_OR_BELOW}))"  # noqa: S608
LINE_HEADS = f"""ARRAY(
    SELECT head.officer_id FROM accounts_posting AS head JOIN accounts_office AS office ON office.id = head.office_id
    WHERE head.is_head AND head.starts_at <= %s AND (head.ends_at IS NULL OR head.ends_at > %s)
    AND EXISTS ({OWN_AT_OR_BELOW}))"""  # noqa: S608


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
    They are SQL because every desk page needs them: Django takes longer to build these subqueries than PostgreSQL to
    answer them. `postings` must be a query of the postings' table itself.
    """
    return postings.annotate(
        line_offices=array_of_ids(LINE_OFFICES, at, at), line_heads=array_of_ids(LINE_HEADS, at, at, at, at)
    )


def array_of_ids(sql: str, *parameters: datetime) -> RawSQL:
    """Return an expression for an array of ids. `sql` is a constant of the caller."""
    return RawSQL(sql, parameters, output_field=ArrayField(BigIntegerField()))  # noqa: S611


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
    """Return the offices at or above those of the postings, and who heads them."""
    offices = Office.objects.order_by().filter(Exists(own.filter(_is_path_within("path"))))
    heads = Posting.objects.heads().current(at or timezone.now()).order_by()
    heads = heads.filter(Exists(own.filter(_is_path_within("office__path"))))
    return ReportingLine(offices.values("pk"), heads.values("officer"), sorted(officers))


def _is_path_within(outer_path: str) -> Func:
    """Return the condition that the office of a queried posting is the outer query's office or below it."""
    return Func(F("office__path"), OuterRef(outer_path), function="starts_with", output_field=BooleanField())
