"""A review as far as it decides who may act on it, and who may decide. One statement each."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.actors import Actor
from accounts.models import Leave, Office, Posting
from accounts.rules.offices import OfficeKind, lineage
from accounts.rules.roles import Role
from complaints.models import Naming
from reviews.models import Dossier, Flag, Review, ReviewEvent
from reviews.rules.authority import Authority
from reviews.rules.capacities import Case, is_authority
from reviews.rules.decisions import Ground
from reviews.rules.dossier import was_notified

DECIDING = ("decide", "decide_finally")


def case_of(review: Review) -> Case:
    """Who is concerned, which offices were late, who else is in it, who has decided. One statement."""
    mine = Flag.objects.filter(review=OuterRef("pk"))
    others = Flag.objects.filter(breach__flags__review=OuterRef("pk")).exclude(review=OuterRef("pk"))
    named = Naming.objects.standing().filter(complaint__breaches__flags__review=OuterRef("pk"))
    decided = ReviewEvent.objects.filter(review=OuterRef("pk"), kind__in=DECIDING, officer__isnull=False)
    found = Review.objects.filter(pk=review.pk).values_list(
        ArraySubquery(mine.order_by().values("breach__office__path").distinct()),
        ArraySubquery(others.order_by().values("review__officer").distinct()),
        ArraySubquery(named.order_by().values("officer").distinct()),
        ArraySubquery(decided.order_by().values("officer").distinct()),
    )
    late, flagged, named_officers, deciders = found[0]
    return Case(
        officer_id=review.officer_id,
        authority=Authority(review.authority) if review.authority else None,
        authority_office_id=review.seat_id,
        late_paths=frozenset(late),
        involved=frozenset({*flagged, *named_officers} - {review.officer_id}),
        decided_by=frozenset(deciders),
    )


def grounds_by_flag(review: Review) -> dict[int, frozenset[Ground]]:
    """Return the grounds that each dossier supports, of the flags that the officer was asked to explain. One statement.

    Dossiers frozen by an earlier release name *notices* although none was delivered, and cannot be changed: so the
    body is read again.
    """
    rows = Dossier.objects.filter(flag__review=review, flag__called_at__isnull=False).order_by("flag")
    return {
        flag: frozenset(map(Ground, grounds))
        - (frozenset() if was_notified(json.loads(body)) else {Ground.NOTICES_READ})
        for flag, grounds, body in rows.values_list("flag", "grounds", "body")
    }


def deciders(office_id: int | None, case: Case, *, at: datetime) -> list[Posting]:
    """The postings of an office that may decide in a case which lies there. One statement."""
    if office_id is None:
        return []
    theirs = Q(is_head=True) | Q(role=Role.DISCIPLINE_OFFICER.value)
    posted = Posting.objects.filter(theirs, office=office_id).current(at).with_people().order_by("-is_head", "pk")
    there = Case(case.officer_id, case.authority, office_id, case.late_paths, case.involved, case.decided_by)
    return [one for one in posted if is_authority(Actor.of(one), there)]


def branch(*, at: datetime) -> list[Posting]:
    """The discipline officers of the Central Police Office: they write down the government's orders."""
    posted = Posting.objects.filter(role=Role.DISCIPLINE_OFFICER.value, office__kind=OfficeKind.CENTRAL.value)
    return list(posted.current(at).order_by("pk"))


def standing_office(officer_id: int, *, at: datetime) -> Office | None:
    """Where the officer is posted now, a headship first; None where they hold nothing."""
    post = Posting.objects.filter(officer=officer_id).current(at).select_related("office").order_by("-is_head", "pk")
    return next((one.office for one in post), None)


def leaves_of(officer_id: int, *, since: datetime) -> list[list[tuple[datetime, datetime]]]:
    """Of each posting that the officer held then, its leaves that were not over. One statement."""
    lasting = Leave.objects.filter(posting=OuterRef("pk"), ends_at__gt=since).order_by("starts_at")
    spans = ArraySubquery(lasting.values(span=JSONObject(began="starts_at", ended="ends_at")))
    held = Posting.objects.filter(officer=officer_id).current(since).values_list(spans)
    moment = datetime.fromisoformat
    return [[(moment(one["began"]), moment(one["ended"])) for one in leaves] for (leaves,) in held]


def line_of(path: str) -> dict[str, Office]:
    """The offices from the root to that path, by their path."""
    return {office.path: office for office in Office.objects.filter(path__in=lineage(path))}


def recipients(officers: Iterable[Posting]) -> list[str]:
    """Where these postings are written to."""
    return [f"posting:{one.pk}" for one in officers]
