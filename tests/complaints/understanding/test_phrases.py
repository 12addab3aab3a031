"""Phrases are data that administrators edit; their effect is shown before they are saved."""

import pytest

from accounts.models import StaffAct
from complaints.models import UnderstandingPhrase
from complaints.queries.understanding.active_phrases import phrase_index
from complaints.services.administration.understanding_phrases import load_phrases
from complaints.services.statement_proposals import propose_for_statement
from complaints.understanding.phrase_effect import compare_phrases
from complaints.understanding.phrases import WeightedPhrase, committed_phrases, index_phrases, read_phrases
from complaints.understanding.sentence import understand
from complaints.understanding.training_data import category_rows
from tests.accounts.test_administration import omar  # noqa: F401 (fixture)
from tests.world import clock

ADD = "/desk/admin/complaints/understandingphrase/add/"
PHRASE = {"phrase": "nazrana liya", "label": "bribe_demand", "weight": "3", "is_active": "on"}


def test_committed_phrases_name_categories_and_have_words():
    labels = {row["expected"] for row in category_rows()} | {"danger", "police", "none"}
    assert {phrase.label for phrase in read_phrases()} <= labels
    assert len(committed_phrases().by_first_word) > 10


def test_a_phrase_is_found_in_every_spelling_once_and_only_in_a_row():
    index = index_phrases([WeightedPhrase("chai pan*", "bribe_demand", 2)])
    (match,) = index.find(["chai", "pani", "chai", "pani"])
    assert match.words == ("chai", "pani")
    assert index.find(["chai", "aur", "pani"]) == []


def test_the_effect_of_a_phrase_on_the_test_sentences_is_told():
    old = committed_phrases()
    new = index_phrases([*read_phrases(), WeightedPhrase("mobile", "suggestion", 5)])
    effect = compare_phrases(old, new)
    assert effect.touched > len(effect.worse) > 0
    assert compare_phrases(old, old).touched == 0


@pytest.mark.django_db
def test_loading_keeps_what_an_administrator_edited(world):
    load_phrases([WeightedPhrase("acid", "heinous_crime", 1)])
    edited = UnderstandingPhrase.objects.get(phrase="acid", label="heinous_crime")
    UnderstandingPhrase.objects.filter(pk=edited.pk).update(weight=2, edited_at=clock("09:00"))
    load_phrases([WeightedPhrase("acid", "heinous_crime", 1), WeightedPhrase("tezab", "heinous_crime", 1)])
    assert UnderstandingPhrase.objects.get(pk=edited.pk).weight == 2
    assert UnderstandingPhrase.objects.filter(phrase="tezab").exists()


def test_omar_sees_the_effect_before_a_phrase_is_saved(omar):  # noqa: F811
    page = omar.post(ADD, PHRASE).content.decode()
    assert "Not saved yet" in page
    assert not UnderstandingPhrase.objects.filter(phrase="nazrana liya").exists()
    omar.post(ADD, PHRASE | {"effect_seen": "on"})
    saved = UnderstandingPhrase.objects.get(phrase="nazrana liya")
    assert (saved.label, saved.weight, saved.is_active) == ("bribe_demand", 3, True)
    assert "nazrana liya" in StaffAct.objects.latest("pk").words
    assert phrase_index().find(["nazrana", "liya"])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("phrase", "؟", "Enter at least one word."),
        ("phrase", "*", "Enter at least one word."),
        ("phrase", "a b c d e f g h i", "Enter at most 8 words."),
        ("weight", "6", "less than or equal to 5"),
        ("label", "weather", "not one of the available choices"),
    ],
)
def test_a_phrase_that_cannot_work_is_refused_with_the_reason(omar, field, value, message):  # noqa: F811
    page = omar.post(ADD, PHRASE | {field: value, "effect_seen": "on"}).content.decode()
    assert message in page
    assert not UnderstandingPhrase.objects.filter(phrase="nazrana liya").exists()


def test_a_sentence_is_understood_with_the_stations_and_phrases_of_the_database(world, django_assert_num_queries):
    station = world.office("gulberg")
    UnderstandingPhrase.objects.create(phrase="nalka choosna", label="suggestion", weight=5)
    with django_assert_num_queries(3):
        proposal = propose_for_statement(f"nalka choosna thana {station.name_en}")
    assert (proposal.categories[0], proposal.station) == ("suggestion", station.code)
    assert understand("nalka choosna").category.code != "suggestion"
