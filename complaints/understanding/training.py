"""Training of the models from the sentences in complaints/data/understanding/. `bin/train-understanding` runs it.

Multinomial logistic regression by stochastic gradient descent with a falling step per feature (AdaGrad), averaged over
the later rounds. The order of the sentences is fixed, so the same data give the same model.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from complaints.understanding.features import KIND_WEIGHTS, extract_features
from complaints.understanding.linear_model import feature_norm, softmax
from complaints.understanding.normalisation import normalize, tokenize

LEAST_USES = 2
"""A feature of fewer training sentences is ignored: it would only be learnt by heart."""


@dataclass(frozen=True)
class Example:
    """A training sentence: its features, and the share of each label that would be right."""

    features: tuple[str, ...]
    target: Mapping[str, float]


def make_example(sentence: str, target: Mapping[str, float]) -> Example:
    """Return the example of a sentence."""
    return Example(tuple(sorted(extract_features(tokenize(normalize(sentence))))), target)


def train(
    examples: Sequence[Example],
    labels: Sequence[str],
    *,
    rounds: int = 10,
    rate: float = 0.5,
    report: Callable[[str], None] = lambda text: None,
) -> dict[str, list[float]]:
    """Return the weights of each feature, one per label."""
    uses = Counter(feature for example in examples for feature in example.features)
    kept = [tuple(feature for feature in example.features if uses[feature] >= LEAST_USES) for example in examples]
    targets = [[example.target.get(label, 0.0) for label in labels] for example in examples]
    weights = {feature: [0.0] * len(labels) for feature in sorted(uses) if uses[feature] >= LEAST_USES}
    totals = {feature: [0.0] * len(labels) for feature in weights}
    squares = dict.fromkeys(weights, 0.01)
    order, shuffler = list(range(len(examples))), random.Random(1)  # noqa: S311 (the order of examples, no secret)
    for number in range(rounds):
        shuffler.shuffle(order)
        for place in order:
            if kept[place]:
                _learn(kept[place], targets[place], weights, squares, rate)
        if number >= rounds // 2:
            for feature, row in weights.items():
                totals[feature] = [total + weight for total, weight in zip(totals[feature], row, strict=True)]
        report(f"round {number + 1} of {rounds}")
    divisor = rounds - rounds // 2
    return {feature: [KIND_WEIGHTS[feature[0]] * total / divisor for total in row] for feature, row in totals.items()}


def _learn(features: Sequence[str], target: Sequence[float], weights: dict, squares: dict, rate: float) -> None:
    """Move the weights of these features towards the target."""
    norm = feature_norm(features)
    values = [KIND_WEIGHTS[feature[0]] / norm for feature in features]
    rows = [weights[feature] for feature in features]
    sums = [0.0] * len(target)
    for value, row in zip(values, rows, strict=True):
        sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
    errors = [share - wanted for share, wanted in zip(softmax(sums), target, strict=True)]
    size = sum(error * error for error in errors) / len(errors)
    for feature, value, row in zip(features, values, rows, strict=True):
        squares[feature] += value * value * size
        step = rate * value / math.sqrt(squares[feature])
        weights[feature] = [weight - step * error for weight, error in zip(row, errors, strict=True)]
