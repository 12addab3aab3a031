"""A sentence about danger gets *Dial 15* and then begins a complaint."""

import pytest

from tests.whatsapp.paths import Path, Walker
from tests.whatsapp.test_fallbacks import LODGED, at, hears
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.sentences import sentence_table

DANGERS = (
    "My husband has been kidnapped, help!", "mera shohar mujhe maar raha hai bachao", "someone is beating me",
    "گھر میں آگ لگ گئی ہے",
)  # fmt: skip
CHILD = "My daughter has been kidnapped, help!"


@pytest.mark.parametrize("said", DANGERS)
def test_a_danger_before_anything_else_brings_dial_15_and_begins_a_complaint(said):
    walker = Walker("+923001112233")
    answer = hears(walker, said)
    assert sentence_table()["dial_15"][walker.state.language] in answer
    assert sentence_table()["not_understood"][walker.state.language] not in answer
    assert walker.state.step in {"lodge.group", "lodge.understood"}
    assert walker.state.answers["texts"] == [said]


@pytest.mark.parametrize("said", DANGERS)
def test_a_danger_at_the_menu_or_beside_another_question_begins_a_complaint(said):
    for path in ((), ("6",), ("2", "2"), ("3",)):
        walker = Walker("+923001112233")
        answer = hears(walker, "Salam", "2", *path, said)
        assert "dial 15 first" in answer, path
        assert "did not understand" not in answer, path
        assert walker.state.step in {"lodge.group", "lodge.understood"}, path
        assert walker.state.answers["texts"] == [said], path


@pytest.mark.parametrize("path", [None, (), ("6",), ("2", "2"), ("3",), ("2", "1"), ("2", "1", "1")])
def test_a_kidnapped_child_brings_dial_15_and_the_questions_of_a_search_wherever_it_is_said(path):
    walker = Walker("+923001112233")
    answer = hears(walker, *(() if path is None else ("Salam", "2", *path)), CHILD)
    assert "Dial 15 now" in answer
    assert "did not understand" not in answer
    assert "In which district was the child last seen?" in answer
    assert (walker.state.answers["category"], walker.state.answers["texts"]) == ("missing_child", [CHILD])


@pytest.mark.parametrize("path", [None, (), ("2", "1")])
def test_dial_15_is_said_once_to_a_person_who_begins_with_a_kidnapped_child(path):
    walker = Walker("+923001112233")
    said = hears(walker, *(() if path is None else ("Salam", "2", *path)), CHILD)
    said += hears(walker, "Multan") + hears(walker, "Two men took her, they had a gun. Help!")
    assert said.count("15") == 1
    assert walker.state.step == "lodge.check"


@pytest.mark.parametrize("step", ["lodge.group", "place.region", "keep.ask"])
def test_a_danger_while_a_complaint_is_told_is_added_and_the_question_waits(step):
    walker = at(step, Path((TypedText("2"), TypedText("1"))) if step == "lodge.group" else LODGED)
    answer = hears(walker, DANGERS[2])
    assert "dial 15 first" in answer
    assert "did not understand" not in answer
    asked = {step, "lodge.understood"} if step == "lodge.group" else {step}  # at the list of kinds, one is proposed
    assert walker.state.step in asked
    assert walker.state.answers["texts"][-1] == DANGERS[2]


def test_what_was_said_in_danger_is_lodged():
    walker = Walker("+923001112233")
    hears(walker, DANGERS[0], "yes", "Multan", "no")
    assert walker.state.step == "lodge.check"
    assert DANGERS[0] in hears(walker, "what?")


@pytest.mark.parametrize(
    "said",
    [
        "policemen are beating my son inside the police station right now",
        "police wale mere bhai ko thane me mar rahe hain abhi",
        "پولیس والے اس وقت میرے بھائی کو تھانے میں مار رہے ہیں",
    ],
)
def test_where_the_police_are_the_danger_15_is_not_the_only_number(said):
    walker = Walker("+923001112233")
    answer = hears(walker, "Salam", "2", said)
    assert all(number in answer for number in ("15", "1787", "1122"))
    assert walker.state.answers["texts"] == [said]
