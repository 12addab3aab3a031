"""A small classifier: naive Bayes over features that are cut into bins. It needs no library.

It learns for each feature how often each bin occurs in either class, and adds up the evidence of all features.
"""

import bisect
import math
import statistics
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

BINS = 20

type Features = Mapping[str, float | Hashable]


@dataclass(frozen=True)
class Sample:
    """One observation and its class. `group`: observations of one group are never both learnt from and judged."""

    is_duress: bool
    group: int
    features: Features


@dataclass
class NaiveBayes:
    """The trained model: the edges of the bins of each numeric feature, and the counts of each bin in either class."""

    edges: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[tuple[str, bool], Counter] = field(default_factory=dict)

    @classmethod
    def learn(cls, samples: Sequence[Sample], names: Sequence[str]) -> "NaiveBayes":
        """Learn from samples, by these features."""
        learnt = cls()
        for name in names:
            values = [sample.features[name] for sample in samples]
            if all(isinstance(value, int | float) for value in values):
                learnt.edges[name] = statistics.quantiles(values, n=BINS)
            for is_duress in (False, True):
                of_class = (sample.features[name] for sample in samples if sample.is_duress is is_duress)
                learnt.counts[name, is_duress] = Counter(learnt._bin(name, value) for value in of_class)
        return learnt

    def judges_duress(self, features: Features) -> bool:
        """Return whether the observation is more probable under duress."""
        return sum(self._evidence(name, features[name]) for name, is_duress in self.counts if is_duress) > 0

    def _evidence(self, name: str, value: float | Hashable) -> float:
        """Return the logarithm of the ratio of both probabilities, with one imagined observation of each bin."""
        observed = self._bin(name, value)
        shares = []
        for is_duress in (True, False):
            counts = self.counts[name, is_duress]
            shares.append((counts[observed] + 1) / (counts.total() + BINS))
        return math.log(shares[0] / shares[1])

    def _bin(self, name: str, value: float | Hashable) -> Hashable:
        return bisect.bisect_left(self.edges[name], value) if name in self.edges else value


def share_judged_right(samples: Sequence[Sample], names: Sequence[str], *, kind: str = "page") -> float:
    """Return the share of samples that are judged right, each by what was learnt from the other half of the groups.

    One classifier is learnt for each value of the feature `kind`, because pages differ from each other anyway.
    """
    right = 0
    for half in (0, 1):
        learnt = {}
        for value in {sample.features[kind] for sample in samples}:
            others = [one for one in samples if one.group % 2 != half and one.features[kind] == value]
            learnt[value] = NaiveBayes.learn(others, names)
        judged = [sample for sample in samples if sample.group % 2 == half]
        right += sum(learnt[one.features[kind]].judges_duress(one.features) == one.is_duress for one in judged)
    return right / len(samples)
