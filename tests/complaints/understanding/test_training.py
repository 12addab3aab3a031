"""The models come from the sentences in the repository and nothing else."""

import json

import pytest

from complaints.understanding.linear_model import dump_model, load_model
from complaints.understanding.phrases import DANGER_LABELS
from complaints.understanding.sentence import CATEGORY_MODEL, DANGER_MODEL
from complaints.understanding.training import (
    CATEGORY_DECAY,
    CATEGORY_ORDERS,
    DANGER_DECAY,
    DANGER_ORDERS,
    digest_training,
    make_example,
    train,
)
from complaints.understanding.training_data import (
    CATEGORY_DIGEST,
    category_example,
    category_rows,
    danger_example,
    danger_rows,
)
from tests.depth import only_deep

MOST_BYTES = 2_500_000
DIFFERENT_CHARACTERS = 0.001
"""Weights that another machine may round to the next step."""


def same_share(written: str, stored: str) -> float:
    """Return the share of features whose weights are the same in two models."""
    first, second = (json.loads(text)["weights"] for text in (written, stored))
    return sum(first[name] == second.get(name) for name in first) / max(len(first), len(second))


@pytest.mark.slow
def test_the_danger_model_is_the_one_that_its_sentences_give():
    weights = train(
        [danger_example(row) for row in danger_rows()], DANGER_LABELS, decay=DANGER_DECAY, orders=DANGER_ORDERS
    )
    written = dump_model(DANGER_LABELS, weights)
    assert same_share(written, DANGER_MODEL.read_text()) >= 1 - DIFFERENT_CHARACTERS


@pytest.fixture
def of_categories():
    """The examples and labels of the category model."""
    rows = list(category_rows())
    return [category_example(row) for row in rows], sorted({row["expected"] for row in rows})


@pytest.mark.slow
def test_the_category_model_was_trained_from_the_sentences_of_today(of_categories):
    digest = digest_training(*of_categories, decay=CATEGORY_DECAY, orders=CATEGORY_ORDERS)
    assert digest == CATEGORY_DIGEST.read_text().strip(), "the sentences changed: run bin/train-understanding"


def test_each_change_of_a_sentence_changes_the_digest():
    examples = [make_example("chori hui", {"a": 1.0}), make_example("rishwat li", {"b": 1.0})]
    changed = [
        (examples[:1], "ab", 0.1, 1),
        ([examples[0], make_example("rishwat li", {"a": 1.0})], "ab", 0.1, 1),
        ([examples[0], make_example("rishwat di", {"b": 1.0})], "ab", 0.1, 1),
        (examples, "abc", 0.1, 1),
        (examples, "ab", 0.2, 1),
        (examples, "ab", 0.1, 2),
        (examples, "ab", 0.1, 1),
    ]
    digests = {digest_training(of, labels, decay=decay, orders=orders) for of, labels, decay, orders in changed}
    assert len(digests) == len(changed)


@only_deep
@pytest.mark.slow
def test_the_category_model_is_the_one_that_its_sentences_give(of_categories):
    examples, labels = of_categories
    weights = train(examples, labels, decay=CATEGORY_DECAY, orders=CATEGORY_ORDERS)
    assert same_share(dump_model(labels, weights), CATEGORY_MODEL.read_text()) >= 1 - DIFFERENT_CHARACTERS


def test_the_models_are_small_and_know_every_category():
    assert CATEGORY_MODEL.stat().st_size + DANGER_MODEL.stat().st_size < MOST_BYTES
    assert set(load_model(CATEGORY_MODEL).labels) == {row["expected"] for row in category_rows()}
    assert set(load_model(DANGER_MODEL).labels) == set(DANGER_LABELS)


def test_training_twice_gives_the_same_model_and_learns_what_it_is_shown():
    examples = [make_example(text, {label: 1.0}) for text, label in (("chori hui", "a"), ("rishwat li", "b"))] * 5
    first, second = (dump_model("ab", train(examples, "ab", decay=0.001)) for _ in range(2))
    assert first == second
    weights = json.loads(first)["weights"]
    assert ord(weights["w:chori"][0]) > ord(weights["w:chori"][1])
