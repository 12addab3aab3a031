"""Complaints and messages that must be kept because a review still needs them."""

from collections.abc import Collection

from django.db.models import Q

from accounts.models import Posting
from reviews.models import Flag, Review
from reviews.rules import Stage


def is_needed_by_open_review(complaints: Collection[int]) -> bool:
    """Return whether an open review has a flag of one of these complaints: its officer may still refer to it."""
    flags = Flag.objects.filter(breach__complaint__in=complaints)
    return flags.exclude(review__status=Stage.CLOSED.value).exists()


def messages_of_open_reviews() -> Q:
    """Return the condition of the messages to officers with an open review, under all of their postings.

    The dossier of each flag lists the notices that the officer received (reviews.queries.dossier_bodies).
    """
    officers = Review.objects.exclude(status=Stage.CLOSED.value).values("officer")
    postings = Posting.objects.filter(officer__in=officers).values_list("pk", flat=True)
    return Q(recipient__in=[f"posting:{pk}" for pk in postings])
