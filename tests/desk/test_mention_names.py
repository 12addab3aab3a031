"""Whom a note mentions: names after an @ at the beginning of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.mentions import find_mentions

NAMES = {
    1: ["Dania", "دانیہ"],
    2: ["Bilal Ahmed", "بلال احمد"],
    3: ["Bilal Khan", "بلال خان"],
    4: ["Farah", "فرح"],
    5: ["Farah Naz", "فرح ناز"],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please look, @Dania.", {1}),
        ("@dania and @FARAH", {1, 4}),
        ("@Bilal Khan knows", {3}),
        ("@Farah Naz, not the other", {5}),
        ("@Farah Nazir", {4}),  # the whole word must be the name
        ("@بلال احمد دیکھیں", {2}),
        ("دیکھیں @دانیہ۔", {1}),
        ("write to a@dania.pk", set()),
        ("@ Dania", set()),
        ("nobody", set()),
    ],
)
def test_full_names_and_first_names_are_found(text, found):
    mentions = find_mentions(text, NAMES)
    assert (mentions.found, mentions.unknown, mentions.ambiguous) == (found, (), ())


def test_a_name_that_nobody_has_is_returned_as_it_was_typed():
    assert find_mentions("@Nadeem and @Dania", NAMES).unknown == ("Nadeem",)


def test_a_first_name_of_two_people_needs_a_choice_from_the_list():
    assert find_mentions("@Bilal please", NAMES).ambiguous == ("Bilal",)
    decided = find_mentions("@Bilal please", NAMES, chosen=[3])
    assert (decided.found, decided.ambiguous) == ({3}, ())


@given(st.text(max_size=60), st.sampled_from(sorted(NAMES)), st.integers(0, 1))
def test_a_full_name_is_found_in_any_text_and_nobody_else_is_made_up(text, person, language):
    mentions = find_mentions(f"{text} @{NAMES[person][language]} ", NAMES)
    assert person in mentions.found
    assert mentions.found <= NAMES.keys()
    assert not find_mentions(text.replace("@", ""), NAMES).found
