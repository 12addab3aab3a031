"""Training of the models from the sentences in complaints/data/understanding/. `bin/train-understanding` runs it.

Multinomial logistic regression by stochastic gradient descent with a falling step per feature (AdaGrad), averaged over
the later rounds. The order of the sentences is fixed, so the same data give the same model.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from complaints.understanding.features import KIND_WEIGHTS, extract_features
from complaints.understanding.linear_model import feature_norm, softmax
from complaints.understanding.normalisation import normalize, tokenize

ROUNDS, RATE, FIRST_SQUARE = 10, 0.5, 0.01
"""Rounds over all sentences, the learning rate, and the first sum of squares, which limits the first steps."""
CATEGORY_DECAY, DANGER_DECAY = 0.0005, 0.001
"""Chosen by cross-validation on the training sentences; that of danger on sentences of other writers, too."""
CATEGORY_ORDERS, DANGER_ORDERS = 2, 1
"""Orders of the sentences in which a model is trained. Their average depends less on which sentence came last. The
threshold of danger was chosen with one."""
LEAST_USES = 2
"""A feature in fewer training sentences is left out: the model would only learn that sentence by heart."""


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
    decay: float,
    orders: int = 1,
    report: Callable[[str], None] = lambda text: None,
) -> dict[str, list[float]]:
    """Return the weights of each feature, one per label: the average over several orders of the examples.

    `decay` draws the weights towards zero at each step (L2), so that no sentence is learnt by heart.
    """
    trained = [
        _train_in_order(examples, labels, decay=decay, number=number, report=report) for number in range(1, orders + 1)
    ]
    return {
        feature: [sum(column) / orders for column in zip(*(weights[feature] for weights in trained), strict=True)]
        for feature in trained[0]
    }


def digest_training(examples: Sequence[Example], labels: Sequence[str], *, decay: float, orders: int) -> str:
    """Return a digest of all that decides what `train` returns. If it differs, the model must be trained again."""
    settings = (ROUNDS, RATE, FIRST_SQUARE, LEAST_USES, sorted(KIND_WEIGHTS.items()))
    digest = hashlib.sha256(repr((list(labels), decay, orders, settings)).encode())
    for example in examples:
        digest.update(repr((example.features, sorted(example.target.items()))).encode())
    return digest.hexdigest()


def _train_in_order(
    examples: Sequence[Example], labels: Sequence[str], *, decay: float, number: int, report: Callable[[str], None]
) -> dict[str, list[float]]:
    """Return the weights after training in one order. `number`: which one."""
    uses = Counter(feature for example in examples for feature in example.features)
    kept = [tuple(feature for feature in example.features if uses[feature] >= LEAST_USES) for example in examples]
    targets = [[example.target.get(label, 0.0) for label in labels] for example in examples]
    weights = {feature: [0.0] * len(labels) for feature in sorted(uses) if uses[feature] >= LEAST_USES}
    totals = {feature: [0.0] * len(labels) for feature in weights}
    squares = dict.fromkeys(weights, FIRST_SQUARE)
    order, shuffler = list(range(len(examples))), random.Random(number)  # noqa: S311 (the order of examples, no secret)
    for finished in range(ROUNDS):
        shuffler.shuffle(order)
        for place in order:
            if kept[place]:
                _learn(kept[place], targets[place], weights, squares, decay)
        if finished >= ROUNDS // 2:
            for feature, row in weights.items():
                totals[feature] = [total + weight for total, weight in zip(totals[feature], row, strict=True)]
        report(f"order {number}, round {finished + 1} of {ROUNDS}")
    return {feature: [total / (ROUNDS - ROUNDS // 2) for total in row] for feature, row in totals.items()}


def cross_validate(
    examples: Sequence[Example], labels: Sequence[str], *, decay: float, orders: int = 1, parts: int = 4
) -> list[dict[str, float]]:
    """Return for each example the shares of a model that was trained without it and a quarter of the others."""
    shares: list[dict[str, float]] = [{}] * len(examples)
    order = list(range(len(examples)))
    random.Random(2).shuffle(order)  # noqa: S311 (the parts, no secret)
    for part in range(parts):
        held_back = set(order[part::parts])
        weights = train(
            [examples[place] for place in order if place not in held_back], labels, decay=decay, orders=orders
        )
        for place in held_back:
            known = [feature for feature in examples[place].features if feature in weights]
            norm = feature_norm(known) or 1.0
            rows = [weights[feature] for feature in known] or [[0.0] * len(labels)]
            sums = [sum(column) / norm for column in zip(*rows, strict=True)]
            shares[place] = dict(zip(labels, softmax(sums), strict=True))
    return shares


def _learn(features: Sequence[str], target: Sequence[float], weights: dict, squares: dict, decay: float) -> None:
    """Move the weights of these features towards the target."""
    norm = feature_norm(features)
    rows = [weights[feature] for feature in features]
    sums = [sum(column) / norm for column in zip(*rows, strict=True)]
    errors = [share - wanted for share, wanted in zip(softmax(sums), target, strict=True)]
    size = sum(error * error for error in errors) / len(errors)
    for feature, row in zip(features, rows, strict=True):
        kind = KIND_WEIGHTS[feature[0]]
        value = kind / norm
        squares[feature] += value * value * size
        rate = RATE / math.sqrt(squares[feature])
        keep, step = 1 - rate * decay, rate * value * kind
        weights[feature] = [keep * weight - step * error for weight, error in zip(row, errors, strict=True)]
