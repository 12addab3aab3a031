"""Complaints that must be kept because a review still needs them."""

from collections.abc import Collection

from reviews.models import Flag
from reviews.rules import Stage


def is_needed_by_open_review(complaints: Collection[int]) -> bool:
    """Return whether an open review has a flag of one of these complaints: its officer may still refer to it."""
    flags = Flag.objects.filter(breach__complaint__in=complaints)
    return flags.exclude(review__status=Stage.CLOSED.value).exists()
