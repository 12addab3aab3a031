"""Add breaches to the officers' open reviews, or open new reviews for them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.dispatch import receiver

from ledger.sql_arrays import array_literal
from sla.services import sweep_sql
from sla.signals import breaches_recorded


def flag_breaches(breaches: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Flag breaches in the open reviews of their officers. Each entry is a breach id and an officer id."""
    if not breaches:
        return
    reviews = _find_or_open_reviews({officer for _, officer in breaches}, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            sweep_sql.INSERT_FLAGS,
            {
                "breaches": array_literal(breach for breach, _ in breaches),
                "reviews": array_literal(reviews[officer] for _, officer in breaches),
            },
        )


@receiver(breaches_recorded)
def _flag_breaches_on_signal(sender, *, breaches: Sequence[tuple[int, int]], at: datetime, **_) -> None:
    flag_breaches(breaches, at=at)


def _find_or_open_reviews(officers: set[int], *, at: datetime) -> dict[int, int]:
    """Return the open review of each officer, and open one if there is none.

    Another sweep may open the same review; only one succeeds. The query is repeated after opening, because a review may
    be closed between the two statements.
    """
    reviews: dict[int, int] = {}
    with connection.cursor() as cursor:
        while missing := officers - reviews.keys():
            cursor.execute(sweep_sql.OPEN_REVIEWS, {"officers": array_literal(officers)})
            reviews = dict(cursor.fetchall())
            if missing := officers - reviews.keys():
                cursor.execute(sweep_sql.OPEN_NEW_REVIEWS, {"officers": array_literal(missing), "at": at})
    return reviews
