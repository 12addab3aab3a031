"""Search words are normalised, so that all spellings of a word have one form."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.search.category_search import normalised_words, score_category_match

DATA = Path(__file__).parent.parent.parent / "complaints" / "data"
SPELT = [
    ["rishwat", "rishvat", "RISHWAT", "rishwatt"],
    ["chori", "choree", "chorii"],
    ["qabza", "kabza", "qabzaa"],
    ["zameen", "zamin", "zaameen"],
    ["laapata", "lapata"],
    ["dhamki", "dhamkee", "damki"],
    ["khidmat", "kidmat"],
    ["رشوت", "رِشوَت", "رشـوت", "رشوت\u200c"],
    ["چوری", "چوري", "چورى"],
    ["کراچی", "كراچي"],
    ["گھر", "گهر"],
    ["آئی", "ائی", "آئي"],
    ["جائیداد", "جائيداد"],
    ["۱۵", "15"],
    ["ﻗﺒﻀﮧ", "قبضہ", "قبضه", "قبضة"],
]
"""Each line has one word as different people and keyboards write it."""


@pytest.mark.parametrize("spelt", SPELT, ids=lambda spelt: spelt[0])
def test_one_word_has_one_form_however_it_is_written(spelt):
    assert len({tuple(normalised_words(word)) for word in spelt}) == 1


@pytest.mark.parametrize(("one", "other"), [("chori", "car"), ("qatl", "katna"), ("بچہ", "بچی"), ("fir", "fire")])
def test_other_words_stay_others(one, other):
    assert normalised_words(one) != normalised_words(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The husband of my sister", ["husband", "sister"]),
        ("ghar ka darwaza", ["gar", "darvasa"]),
        ("میرے گھر میں چوری ہے", ["میرے", "گہر", "چوری"]),
        ("fir-not.registered!", ["fir", "not", "registered"]),
        ("", []),
        ("… ؟ —", []),
    ],
)
def test_what_means_nothing_alone_is_left_out(text, words):
    assert normalised_words(text) == words


@pytest.mark.parametrize("text", ["ka", "the", "par", "میں"])
def test_unless_nothing_else_was_typed(text):
    """A person who types "par" may be about to type "parcha"."""
    assert len(normalised_words(text)) == 1


def test_every_word_has_to_fit():
    names = ["Theft or damage to property", "چوری یا املاک کا نقصان"]
    assert score_category_match("chori mobile", names=names, keywords="chori mobile")
    assert not score_category_match("chori murder", names=names, keywords="chori mobile")


def test_a_name_counts_more_than_a_further_word_and_a_whole_word_more_than_its_beginning():
    def fits(typed, names=(), words=""):
        return score_category_match(typed, names=names, keywords=words)

    whole_name, begins_name = fits("bribe", ["Demand of a bribe"]), fits("bri", ["Demand of a bribe"])
    whole_word, begins_word = fits("bribe", words="bribe"), fits("bri", words="bribe")
    assert whole_name > begins_name > whole_word > begins_word > 0
    assert fits("ibe", ["Demand of a bribe"]) == 0


@pytest.mark.parametrize("nothing", ["", "   ", "؟؟", "\u200b"])
def test_nothing_fits_nothing(nothing):
    assert score_category_match(nothing, names=["Threats"], keywords="dhamki") == 0


@given(st.text(max_size=60))
def test_any_text_has_a_form(text):
    assert all(word and not word.isspace() for word in normalised_words(text))


def test_every_kind_is_found_by_each_of_its_own_words():
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as kinds:
        names = {row["code"]: [row["name_en"], row["name_ur"]] for row in csv.DictReader(kinds)}
    with (DATA / "category_words.csv").open(encoding="utf-8", newline="") as words:
        rows = list(csv.DictReader(words))
    assert {row["code"] for row in rows} == names.keys()
    for row in rows:
        own = [word for word in row["search_words"].split() if len(normalised_words(f"{word} chori")) > 1]  # not "mein"
        for word in [*own, *names[row["code"]]]:
            assert score_category_match(word, names=names[row["code"]], keywords=row["search_words"]), (
                row["code"],
                word,
            )
