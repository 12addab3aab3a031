"""Find the postings that an officer holds."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Leave, Officer, Posting
from accounts.queries.reporting_lines import annotate_reporting_line

DEFAULT_POSTING_FIRST = ("-is_head", "starts_at", "pk")


def current_postings(officer: Officer, *, at: datetime) -> list[Posting]:
    """Return the postings that an officer holds at a moment, a headship first, then the longest held.

    Each has `away_until`: the end of its current leave, or None; and the officer's reporting line
    (`annotate_reporting_line`). Runs one statement, because every desk page needs it.
    """
    leave_end = Leave.objects.current(at).filter(posting=OuterRef("pk")).values("ends_at")
    postings = annotate_covers(Posting.objects.held_by(officer).current(at).with_people(), at=at)
    postings = annotate_reporting_line(postings.annotate(away_until=Subquery(leave_end)), at=at)
    return list(postings.order_by(*DEFAULT_POSTING_FIRST))


def annotate_covers(postings: QuerySet, *, at: datetime) -> QuerySet:
    """Annotate each posting with the ids of the postings on leave that it acts for at a moment (`covers`).

    `covers_heads`: the ids of those that head an office.
    """
    leaves = Leave.objects.current(at).filter(cover=OuterRef("pk")).order_by("posting")
    heads = leaves.filter(posting__is_head=True)
    return postings.annotate(
        covers=ArraySubquery(leaves.values("posting")), covers_heads=ArraySubquery(heads.values("posting"))
    )
