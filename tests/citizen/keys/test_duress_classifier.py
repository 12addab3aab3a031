"""The classifier of `make drill-duress` finds planted differences, and nothing else (short form: test_short_drills)."""

import random

import pytest

from drills.naive_bayes import Sample, share_judged_right

CHANCE = random.Random(7)


def samples(number: int, shift: float = 0, **more) -> list[Sample]:
    """Return observations of two classes. Under duress the time is longer by `shift`."""
    found = []
    for index in range(number):
        is_duress = index % 2 == 0
        seen = {"page": "mine/", "ms": CHANCE.gauss(500, 5) + shift * is_duress, "status": "200"}
        seen |= {name: value if is_duress else "" for name, value in more.items()}
        found.append(Sample(is_duress, index // 2, seen))
    return found


def test_the_classifier_finds_nothing_where_there_is_nothing():
    assert 0.45 < share_judged_right(samples(2_000), ["ms", "status"]) < 0.55


@pytest.mark.parametrize(
    ("planted", "names"), [(samples(2_000, 10), ["ms"]), (samples(2_000, header="x-duress"), ["status", "header"])]
)
def test_the_classifier_finds_a_planted_difference(planted, names):
    assert share_judged_right(planted, names) > 0.75


def test_it_never_judges_a_pair_from_which_it_has_learnt():
    """Otherwise it would recognise single complaints by the length of their pages."""
    known = []
    for index in range(400):
        is_duress, group = index % 2 == 0, index // 2 % 4
        known.append(Sample(is_duress, group, {"page": "mine/", "length": f"{group} {is_duress}"}))
    assert share_judged_right(known, ["length"]) <= 0.5
