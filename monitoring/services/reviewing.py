"""Breaches join the officer's open review, or open one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from complaints.services.arrays import array
from monitoring.services import statements


def flag(breaches: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Put breaches, each an id and the officer it is held against, into the one open review of that officer."""
    if not breaches:
        return
    reviews = _open_reviews({officer for _, officer in breaches}, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            statements.FLAG,
            {
                "breaches": array(breach for breach, _ in breaches),
                "reviews": array(reviews[officer] for _, officer in breaches),
            },
        )


def _open_reviews(officers: set[int], *, at: datetime) -> dict[int, int]:
    """The open review of each officer, opened where there is none. Another sweep may open the same: one of them does.

    Asked again after opening, because a review may also be closed between the two statements.
    """
    reviews: dict[int, int] = {}
    with connection.cursor() as cursor:
        while missing := officers - reviews.keys():
            cursor.execute(statements.OPEN_REVIEWS, {"officers": array(officers)})
            reviews = dict(cursor.fetchall())
            if missing := officers - reviews.keys():
                cursor.execute(statements.OPEN_NEW_REVIEWS, {"officers": array(missing), "at": at})
    return reviews
