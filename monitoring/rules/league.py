"""Comparing offices by a share: in which place each is, and which other places chance alone could have given it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviews.rules.patterns import Share


class Measure(StrEnum):
    """What is compared: of so many, how many …"""

    REPORTED = "reported"  # of those reported or past their limit, in time
    CONTACTED = "contacted"  # of those whose contact was confirmed or is past its limit, in time
    REOPENED = "reopened"  # of those that the office answers for, opened again
    DENIED = "denied"  # of those on which the citizen had the last word, denied


HIGH_IS_GOOD = frozenset({Measure.REPORTED, Measure.CONTACTED})


@dataclass(frozen=True)
class Rank:
    """`number`: by the shares as they are, from 1; equal shares have one. `first` and `last`: the places that the
    intervals leave open. Where these differ, nobody can say that the order around it is more than chance."""

    number: int
    first: int
    last: int

    @property
    def is_proven(self) -> bool:
        return self.first == self.last


def places[Key: Hashable](shares: Mapping[Key, Share], *, high_is_good: bool) -> dict[Key, Rank]:
    """The best first. Who has too few to be compared (Share.is_said) has no place, and takes nobody's.

    An office is surely better than another one only where their intervals do not touch; that is stricter than a test
    of the two at 5 %, because many are compared at once.
    """
    told = {key: share for key, share in shares.items() if share.is_said}
    sign = 1 if high_is_good else -1
    worth = {key: sign * share.number / share.of for key, share in told.items()}
    ends = {key: sorted(sign * end for end in share.interval) for key, share in told.items()}
    return {
        key: Rank(
            number=1 + sum(other > worth[key] for other in worth.values()),
            first=1 + sum(low > high_of_mine for low, _high in ends.values()),
            last=len(told) - sum(high < low_of_mine for _low, high in ends.values()),
        )
        for key, (low_of_mine, high_of_mine) in ends.items()
    }
