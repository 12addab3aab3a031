"""A linear model over features, stored as JSON: a weight for each feature and label."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from complaints.understanding.features import KIND_WEIGHTS

LOWEST, ZERO, HIGHEST = 35, 80, 125
"""A weight is stored as one ASCII character: the character with code ZERO is 0, each further one a step more."""


@dataclass(frozen=True)
class LinearModel:
    """A trained model. `weights` holds for each feature one byte per label."""

    labels: tuple[str, ...]
    step: float
    weights: Mapping[str, bytes]

    def score(self, features: Iterable[str], bonus: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return the share of each label; the shares add up to 1. `bonus` is added to the sums of its labels first."""
        known = [feature for feature in features if feature in self.weights]
        if known:
            factor = self.step / feature_norm(known)
            sums = [
                factor * (sum(column) - ZERO * len(known))
                for column in zip(*(self.weights[feature] for feature in known), strict=True)
            ]
        else:
            sums = [0.0] * len(self.labels)
        if bonus:
            sums = [value + bonus.get(label, 0.0) for label, value in zip(self.labels, sums, strict=True)]
        return dict(zip(self.labels, softmax(sums), strict=True))

    def weigh(self, feature: str, label: str) -> float:
        """Return how strongly a feature speaks for a label, compared with the others; 0 for an unknown feature."""
        row = self.weights.get(feature)
        if row is None:
            return 0.0
        return (row[self.labels.index(label)] - sum(row) / len(row)) * self.step


def feature_norm(features: Sequence[str]) -> float:
    """Return the length of the vector of these features. It makes long and short sentences comparable."""
    return math.sqrt(sum(KIND_WEIGHTS[feature[0]] ** 2 for feature in features))


def softmax(sums: Sequence[float]) -> list[float]:
    """Return the shares that belong to these sums."""
    highest = max(sums)
    powers = [math.exp(value - highest) for value in sums]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def load_model(path: Path) -> LinearModel:
    """Return the model in a file that `dump_model` wrote."""
    stored = json.loads(path.read_text(encoding="ascii"))
    weights = {feature: row.encode("ascii") for feature, row in stored["weights"].items()}
    return LinearModel(tuple(stored["labels"]), stored["step"], weights)


def dump_model(labels: Sequence[str], weights: Mapping[str, Sequence[float]]) -> str:
    """Return the JSON text of a model.

    Weights are rounded to one of 91 steps; features that say little are left out.
    """
    step = max(abs(weight) for row in weights.values() for weight in row) / (HIGHEST - ZERO)
    rows = {}
    for feature in sorted(weights):
        steps = [round(weight / step) for weight in weights[feature]]
        if max(steps) - min(steps) > 1:
            rows[feature] = "".join(chr(ZERO + number) for number in steps)
    return json.dumps({"labels": list(labels), "step": float(f"{step:.6g}"), "weights": rows}, indent=0) + "\n"
