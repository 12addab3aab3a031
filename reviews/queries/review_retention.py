"""Complaints and messages that must be kept because a review still needs them."""

from collections.abc import Collection

from django.db.models import Q

from reviews.models import Flag, Review
from reviews.rules import Stage


def is_needed_by_open_review(complaints: Collection[int]) -> bool:
    """Return whether an open review has a flag of one of these complaints: its officer may still refer to it."""
    flags = Flag.objects.filter(breach__complaint__in=complaints)
    return flags.exclude(review__status=Stage.CLOSED.value).exists()


def messages_of_open_reviews() -> Q:
    """Return the condition of the messages to officers with an open review, as persons and under all of their postings.

    The dossier of each flag lists the notices that their postings received (reviews.queries.dossier_bodies). That they
    were asked to explain is a message to the person.
    """
    open_reviews = Review.objects.exclude(status=Stage.CLOSED.value)
    rows = open_reviews.values_list("officer", "officer__postings").distinct()
    officers, postings = {officer for officer, _ in rows}, {posting for _, posting in rows if posting}
    return Q(recipient__in=[f"officer:{pk}" for pk in officers] + [f"posting:{pk}" for pk in postings])
