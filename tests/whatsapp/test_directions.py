"""Numbers among Urdu words stand in the order in which they are read, and read back the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Complaint
from complaints.rules import etag
from tests.whatsapp.transcripts import words
from whatsapp.rules.directions import apart, in_order, with_numbers_in_order
from whatsapp.rules.replies import Buttons, Choice, Menu, Picture, PlaceWanted, Row, Text

TOLD = ("Salam", "1", "1", "2", "Multan", "تالا توڑ دیا۔", "مکمل", "skip", "skip", "Ayesha", "skip", "yes", "no", "yes")


def test_an_e_tag_among_urdu_words_is_one_number_and_is_understood_as_it_was_copied(phone):
    for text in TOLD:
        answers = phone.writes(text)
    number = Complaint.objects.for_system().get().etag
    (shown,) = re.findall(r"^\d{4}\u00a0\d{4}\u00a0\d{4}$", words(answers[0]), re.MULTILINE)
    assert etag.parse(shown) == number
    assert shown in words(phone.writes(shown)[0])


def test_in_english_a_number_is_as_it_was(phone):
    for text in ("Salam", "2", *TOLD[2:]):
        answers = phone.writes(text)
    assert Complaint.objects.for_system().get().spaced_etag in words(answers[0])


@given(st.text(alphabet="0 1\nا", max_size=40))
def test_only_spaces_between_digits_are_changed_and_no_text_grows(text):
    held = in_order(text)
    assert len(held) == len(text)
    assert held.replace("\u00a0", " ") == text
    assert not re.search(r"[0-9] [0-9]", held)


def test_every_kind_of_reply_is_held_together():
    number = "2648 1907 3555"
    replies = (
        Text(number), PlaceWanted(number), Picture("https://x.example/p", number),
        Buttons(number, (Choice("a=b", number),)), Menu(number, "b", (Row("a=b", number, number),)),
    )  # fmt: skip
    for reply in replies:
        assert number not in str(with_numbers_in_order(reply))


def test_what_is_set_apart_is_empty_where_it_was():
    assert (apart(""), apart("+44 7400")) == ("", "\u2068+44 7400\u2069")
