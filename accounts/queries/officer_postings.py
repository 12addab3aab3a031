"""Find the postings that an officer holds."""

import logging
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Leave, Officer, Posting
from accounts.models.row_version import annotate_last_version, is_as_recorded
from accounts.queries.reporting_lines import annotate_reporting_line

logger = logging.getLogger(__name__)
DEFAULT_POSTING_FIRST = ("-is_head", "starts_at", "pk")


def current_postings(officer: Officer, *, at: datetime) -> list[Posting]:
    """Return the postings that an officer holds at a moment, a headship first, then the longest held.

    Each has `away_until`: the end of its current leave, or None; and the officer's reporting line
    (`annotate_reporting_line`). A posting or leave that the portal did not write itself gives nothing. Runs one
    statement, because every desk page needs it; a second one for an officer who acts for somebody.
    """
    leave_end = Leave.objects.current(at).filter(posting=OuterRef("pk")).values("ends_at")
    postings = annotate_covers(Posting.objects.held_by(officer).current(at).with_people(), at=at)
    postings = annotate_reporting_line(postings.annotate(away_until=Subquery(leave_end)), at=at)
    postings = _recorded_rows(annotate_last_version(postings.order_by(*DEFAULT_POSTING_FIRST)))
    covering = [posting for posting in postings if posting.covers]
    if covering:
        leaves = Leave.objects.current(at).filter(cover__in=[posting.pk for posting in covering])
        recorded = {(leave.cover_id, leave.posting_id) for leave in _recorded_rows(annotate_last_version(leaves))}
        for posting in covering:
            posting.covers = [pk for pk in posting.covers if (posting.pk, pk) in recorded]
            posting.covers_heads = [pk for pk in posting.covers_heads if (posting.pk, pk) in recorded]
    return postings


def _recorded_rows(rows: QuerySet) -> list:
    """Return those of the rows that the portal wrote. Others were written by somebody with access to the database."""
    recorded = []
    for row in rows:
        if is_as_recorded(row):
            recorded.append(row)
        else:
            logger.error(
                "%s %s is not as it was recorded: somebody has changed the database.", row._meta.db_table, row.pk
            )
    return recorded


def annotate_covers(postings: QuerySet, *, at: datetime) -> QuerySet:
    """Annotate each posting with the ids of the postings on leave that it acts for at a moment (`covers`).

    `covers_heads`: the ids of those that head an office.
    """
    leaves = Leave.objects.current(at).filter(cover=OuterRef("pk")).order_by("posting")
    heads = leaves.filter(posting__is_head=True)
    return postings.annotate(
        covers=ArraySubquery(leaves.values("posting")), covers_heads=ArraySubquery(heads.values("posting"))
    )
