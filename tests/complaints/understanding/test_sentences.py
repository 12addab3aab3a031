"""A sentence is understood: category, district, station, danger, and the words that led to them."""

from time import process_time

import pytest

from complaints.understanding.phrases import WeightedPhrase, index_phrases
from complaints.understanding.places import Place, index_places
from complaints.understanding.proposals import Danger
from complaints.understanding.sentence import understand

STATIONS = index_places(
    [
        Place("saddar_rwp", ("Saddar", "صدر"), "rawalpindi"),
        Place("saddar_multan", ("Saddar", "صدر"), "multan"),
        Place("batapur", ("Batapur", "باٹا پور"), "lahore"),
    ]
)


def first_category(sentence: str, **given) -> str:
    return understand(sentence, **given).category.code


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("SHO ne rishwat mangi", "bribe_demand"),
        ("my brother has occupied my land", "land_grab"),
        ("bribes", "bribe_demand"),
        ("acid", "heinous_crime"),
        ("پولیس نے مارا", "misbehaviour"),
    ],
)
def test_what_found_nothing_before_is_understood(sentence, category):
    assert first_category(sentence) == category


@pytest.mark.parametrize("sentence", ["my brother was arrested", "پولیس نے میرے بھائی کو پکڑ لیا"])
def test_an_arrest_is_understood_as_an_arrest(sentence):
    codes = {proposal.code for proposal in understand(sentence).categories}
    assert {"innocent_arrested", "illegal_detention"} <= codes


def test_the_words_that_led_to_a_proposal_are_named():
    assert "rishwat" in understand("SHO ne rishwat mangi").category.words
    assert understand("chori ho gai, pindi").districts[0].words == ("pindi",)


@pytest.mark.parametrize(
    ("sentence", "district"),
    [
        ("lhr me chori hui", "lahore"),
        ("thana batapur", "lahore"),
        ("گوجرانوالہ میں گاڑی چوری", "gujranwala"),
        ("gujranwla se gari chori", "gujranwala"),
        ("pindi bhattian thane me", "hafizabad"),
        ("Kot Momin me plot", "sargodha"),
        ("zila kasur me chori", "kasur"),
        ("ضلع لیہ میں قبضہ", "layyah"),
        ("dg khan", "dg_khan"),
    ],
)
def test_a_district_is_recognised_by_its_short_name_its_towns_and_with_a_mistake(sentence, district):
    assert understand(sentence).districts[0].code == district


@pytest.mark.parametrize("sentence", ["mera kya qasoor hai", "یہ جنگ ہے", "وہ مری نہیں", "bhai ko police le gai"])
def test_an_ordinary_word_is_no_district(sentence):
    assert understand(sentence).districts == ()


def test_a_district_named_outright_comes_before_a_town_in_another():
    codes = [proposal.code for proposal in understand("Daska se Lahore aate hue").districts]
    assert codes == ["lahore", "sialkot"]


def test_of_stations_with_one_name_that_of_the_named_district_comes_first():
    stations = understand("thana saddar multan wale FIR nahi kaat rahe", places=STATIONS).stations
    assert [station.code for station in stations] == ["saddar_multan", "saddar_rwp"]


def test_a_station_needs_the_word_for_one_beside_its_name():
    assert understand("saddar bazar mein chori", places=STATIONS).stations == ()
    assert understand("تھانہ صدر", places=STATIONS).stations
    assert understand("thana batapur").stations == ()


@pytest.mark.parametrize(
    ("sentence", "danger"),
    [
        ("ghar mein aag lagi hui hai bachay andar hain", Danger.NOW),
        ("someone is breaking our door with an axe", Danger.NOW),
        ("پولیس والے میرے بھائی کو تھانے میں مار رہے ہیں", Danger.POLICE),
        ("how do I renew my licence", Danger.NONE),
        ("character certificate kab milega", Danger.NONE),
        ("SHO", Danger.NONE),
        ("رشوت", Danger.NONE),
    ],
)
def test_danger_is_said_and_whether_it_comes_from_the_police(sentence, danger):
    assert understand(sentence).danger is danger


def test_the_callers_phrases_take_the_place_of_the_committed_ones():
    phrases = index_phrases([WeightedPhrase("nalka choos*", "suggestion", 5)])
    assert first_category("nalka choosna", phrases=phrases) == "suggestion"
    assert first_category("nalka choosna") != "suggestion"


def test_a_long_text_is_read_at_its_beginning_and_its_end_and_that_is_said():
    understanding = understand("SHO ne rishwat mangi. " + "aur phir " * 3000 + "pindi")
    assert understanding.is_shortened
    assert understanding.districts[0].code == "rawalpindi"
    assert not understand("SHO ne rishwat mangi").is_shortened


def test_twenty_thousand_characters_take_less_than_fifty_milliseconds():
    text = ("پولیس نے مارا mera bhai " * 1000)[:20_000]
    understand(text)
    started = process_time()
    understand(text)
    assert process_time() - started < 0.05
