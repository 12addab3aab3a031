"""How well the development sets are understood. The models were not trained on them."""

from functools import cache
from itertools import chain

import pytest

from complaints.understanding.evaluation import ALL, evaluate_categories, evaluate_danger, parse_sentences
from complaints.understanding.sentence import understand
from complaints.understanding.training_data import category_rows, danger_rows
from complaints.understanding.word_groups import DATA

HERE = DATA / "development"
LANGUAGES = ("en", "roman", "ur")
FIRST_RIGHT, AMONG_THREE, DISTRICTS_RIGHT = 0.88, 0.96, 0.96
"""Floors a little below what was reached in the weakest language: 90 %, 98 % and all districts."""
DANGER_FOUND, FALSE_ALARMS, POLICE_SAID = 0.97, 0.11, 0.85
"""Reached: 98 of 100 dangers, 10 false alarms of 100, and the police said in 17 of 18."""

SECOND_FIRST_RIGHT, SECOND_AMONG_THREE = 0.8, 0.92
"""The targets, in each language. Reached in the second set: 81.5 % in English, 82.3 % in Roman Urdu, 87.9 % in Urdu."""
SECOND_DANGER_FOUND, SECOND_FALSE_ALARMS, SECOND_POLICE_SAID = 0.97, 0.11, 0.83
"""Reached in the second set: 147 of 150 dangers, 14 false alarms of 150, and the police said in 26 of 30."""
FOURTH_FIRST_RIGHT = 0.9
"""Reached in the fourth set: 93 %, and all among three."""
FIFTH_DANGER_FOUND, FIFTH_FALSE_ALARMS = 0.93, 0.27
"""Reached in the fifth set: 57 of 60 dangers, 15 false alarms of 60, and the police said in all 12."""
THIRD_FIRST_RIGHT, THIRD_AMONG_THREE, THIRD_POLICE_SAID = 0.55, 0.76, 0.75
"""Reached in the third set: 56 % and 80 %, and the police said in 15 of 18."""


def read_sentences(name: str) -> list[dict[str, str]]:
    return parse_sentences((HERE / name).read_text(encoding="utf-8"))[1]


@cache
def evaluated_categories():
    return evaluate_categories(read_sentences("first_sentences.csv"), understand)


@cache
def evaluated_danger():
    return evaluate_danger(read_sentences("danger_sentences.csv"), understand)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_category_of_most_first_sentences_is_understood(language):
    figures = evaluated_categories().figures[language]
    assert figures.sentences == 50
    assert figures.first / figures.sentences >= FIRST_RIGHT
    assert figures.among_three / figures.sentences >= AMONG_THREE


def test_the_district_of_most_first_sentences_is_understood_and_few_are_invented():
    figures = evaluated_categories().figures[ALL]
    assert figures.districts_right / figures.districts >= DISTRICTS_RIGHT
    assert figures.districts_invented <= 2


@pytest.mark.slow
def test_most_dangers_are_recognised_and_few_other_sentences():
    figures = evaluated_danger().figures[ALL]
    assert (figures.dangers, figures.others) == (100, 100)
    assert figures.found / figures.dangers >= DANGER_FOUND
    assert figures.false_alarms / figures.others <= FALSE_ALARMS


def test_where_the_police_are_the_danger_that_is_said():
    figures = evaluated_danger().figures[ALL]
    assert figures.by_police == 18
    assert figures.police_said / figures.by_police >= POLICE_SAID


@cache
def figures_of_second_set():
    return (
        evaluate_categories(read_sentences("second_first_sentences.csv"), understand).figures,
        evaluate_danger(read_sentences("second_danger_sentences.csv"), understand).figures,
    )


@pytest.mark.slow
def test_the_harder_second_set_is_understood_nearly_as_well():
    """Another writer's sentences, mostly told by circumstances alone."""
    for language in (*LANGUAGES, ALL):
        figures = figures_of_second_set()[0][language]
        assert figures.first / figures.sentences >= SECOND_FIRST_RIGHT, language
        assert figures.among_three / figures.sentences >= SECOND_AMONG_THREE, language


def test_the_dangers_of_the_harder_second_set_are_recognised_and_those_by_the_police_said():
    figures = figures_of_second_set()[1][ALL]
    assert figures.found / figures.dangers >= SECOND_DANGER_FOUND
    assert figures.false_alarms / figures.others <= SECOND_FALSE_ALARMS
    assert figures.police_said / figures.by_police >= SECOND_POLICE_SAID


@pytest.mark.slow
def test_a_third_set_in_another_manner_of_telling_is_mostly_understood():
    """Dictation, petitions and notes in fragments, by the writer of english_circumstances.csv."""
    figures = evaluate_categories(read_sentences("third_first_sentences.csv"), understand).figures["en"]
    assert figures.sentences == 199
    assert figures.first / figures.sentences >= THIRD_FIRST_RIGHT
    assert figures.among_three / figures.sentences >= THIRD_AMONG_THREE
    danger = evaluate_danger(read_sentences("third_danger_sentences.csv"), understand).figures[ALL]
    assert danger.found / danger.dangers >= DANGER_FOUND
    assert danger.false_alarms / danger.others <= FALSE_ALARMS
    assert danger.police_said / danger.by_police >= THIRD_POLICE_SAID


def test_a_fourth_set_of_roman_urdu_punjabi_and_saraiki_is_understood():
    """Written before `circumstances_more.csv`, by the same writer."""
    figures = evaluate_categories(read_sentences("fourth_first_sentences.csv"), understand).figures["roman"]
    assert figures.sentences == 100
    assert figures.first / figures.sentences >= FOURTH_FIRST_RIGHT
    assert figures.among_three / figures.sentences >= AMONG_THREE


def test_a_fifth_set_tells_danger_from_harmless_sentences_with_the_same_words():
    """Each harmless sentence tells of the things of a danger: the hardest kind."""
    danger = evaluate_danger(read_sentences("fifth_danger_sentences.csv"), understand).figures[ALL]
    assert (danger.dangers, danger.others) == (60, 60)
    assert danger.found / danger.dangers >= FIFTH_DANGER_FOUND
    assert danger.false_alarms / danger.others <= FIFTH_FALSE_ALARMS
    assert danger.police_said == danger.by_police


def test_no_sentence_of_the_development_sets_was_trained_on():
    trained = {row["sentence"] for row in chain(category_rows(), danger_rows())}
    held_back = {row["sentence"] for file in HERE.glob("*.csv") for row in read_sentences(file.name)}
    assert not trained & held_back
