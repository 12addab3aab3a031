"""What the reviews of delay still need a complaint for."""

from collections.abc import Collection

from reviews.models import Flag
from reviews.rules import Stage


def in_open_reviews(complaints: Collection[int]) -> bool:
    """Whether one of them stands in a review that is not closed: its officer may still ask to have it read."""
    flags = Flag.objects.filter(breach__complaint__in=complaints)
    return flags.exclude(review__status=Stage.CLOSED.value).exists()
