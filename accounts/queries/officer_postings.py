"""Find the postings that an officer holds."""

import logging
from datetime import datetime

from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Leave, Officer, Posting
from accounts.models.row_version import annotate_last_version, is_as_recorded
from accounts.queries.reporting_lines import annotate_reporting_line, array_of_ids

logger = logging.getLogger(__name__)
DEFAULT_POSTING_FIRST = ("-is_head", "starts_at", "pk")

AWAY_UNTIL = """
    SELECT leave.ends_at FROM accounts_leave AS leave
    WHERE leave.posting_id = accounts_posting.id AND leave.starts_at <= %s AND leave.ends_at > %s"""
COVERS = """ARRAY(
    SELECT leave.posting_id FROM accounts_leave AS leave
    WHERE leave.cover_id = accounts_posting.id AND leave.starts_at <= %s AND leave.ends_at > %s
    ORDER BY leave.posting_id)"""
COVERS_HEADS = """ARRAY(
    SELECT leave.posting_id FROM accounts_leave AS leave JOIN accounts_posting AS head ON head.id = leave.posting_id
    WHERE leave.cover_id = accounts_posting.id AND head.is_head AND leave.starts_at <= %s AND leave.ends_at > %s
    ORDER BY leave.posting_id)"""


def current_postings(officer: Officer, *, at: datetime) -> list[Posting]:
    """Return the postings that an officer holds at a moment, a headship first, then the longest held.

    Each has `away_until`: the end of its current leave, or None; and the officer's reporting line
    (`annotate_reporting_line`). A posting or leave that the portal did not write itself gives nothing. Runs one
    statement, because every desk page needs it; a second one for an officer who acts for somebody.
    """
    postings = annotate_covers(Posting.objects.held_by(officer).current(at).with_people(), at=at)
    away_until = RawSQL(AWAY_UNTIL, [at, at], output_field=DateTimeField())  # noqa: S611
    postings = annotate_reporting_line(postings.annotate(away_until=away_until), at=at)
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

    `covers_heads`: the ids of those that head an office. SQL for the same reason as `annotate_reporting_line`.
    """
    return postings.annotate(covers=array_of_ids(COVERS, at, at), covers_heads=array_of_ids(COVERS_HEADS, at, at))
