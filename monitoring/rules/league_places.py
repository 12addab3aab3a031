"""Rank offices by a share, with the range of places that chance alone could have given each of them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviews.rules.delay_patterns import PatternShare


class LeagueMeasure(StrEnum):
    """The shares by which offices are compared."""

    REPORTED = "reported"  # in time, of those reported or past their deadline
    CONTACTED = "contacted"  # in time, of those whose contact was confirmed or is past its deadline
    REOPENED = "reopened"  # of the complaints for which the office is accountable
    DENIED = "denied"  # the citizen says not solved, of those where the citizen's answer is known


HIGH_IS_GOOD = frozenset({LeagueMeasure.REPORTED, LeagueMeasure.CONTACTED})


@dataclass(frozen=True)
class LeaguePlace:
    """The place of one office.

    `number`: its place by the measured shares, from 1; equal shares have the same place. `first` and `last`: the best
    and the worst place that the confidence intervals allow. If they differ, the order may be due to chance.
    """

    number: int
    first: int
    last: int

    @property
    def is_proven(self) -> bool:
        return self.first == self.last


def rank_by_share(shares: Mapping[Hashable, PatternShare], *, high_is_good: bool) -> dict[Hashable, LeaguePlace]:
    """Return the place of each office, the best first; none for offices with too few complaints.

    One office counts as better than another only if their intervals do not touch. That is stricter than a test of the
    two at 5 %, because many are compared at once.
    """
    compared = {key: share for key, share in shares.items() if share.has_enough_cases}
    sign = 1 if high_is_good else -1
    scores = {key: sign * share.number / share.of for key, share in compared.items()}
    intervals = {key: sorted(sign * end for end in share.interval) for key, share in compared.items()}
    return {
        key: LeaguePlace(
            number=1 + sum(score > scores[key] for score in scores.values()),
            first=1 + sum(other_low > high for other_low, _other_high in intervals.values()),
            last=len(compared) - sum(other_high < low for _other_low, other_high in intervals.values()),
        )
        for key, (low, high) in intervals.items()
    }
