"""Postings of a person."""

from datetime import datetime

from accounts.models import Officer, Posting


def current_postings(officer: Officer, *, at: datetime) -> list[Posting]:
    """What an officer holds at a moment: a headship first, then the longest held. One query."""
    return list(Posting.objects.of(officer).current(at).with_people().with_covers(at).order_by("-is_head", "starts_at", "pk"))
