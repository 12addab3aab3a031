"""Numbers in Urdu text keep their reading order and parse the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Complaint
from complaints.rules import etag
from tests.whatsapp.transcripts import words
from whatsapp.rules.replies import (
    ButtonReply,
    ListReply,
    ListRow,
    LocationRequest,
    PictureReply,
    ReplyButton,
    TextReply,
)
from whatsapp.rules.text_direction import isolate_direction, join_digit_groups, join_digit_groups_in_reply

IN_URDU = ("Salam", "1", "1", "2", "Multan", "تالا توڑ دیا۔", "نہیں", "جمع، اطلاعات نہیں")
IN_ENGLISH = ("Salam", "2", "1", "2", "Multan", "They broke the lock.", "no", "Submit, no updates")


def test_an_e_tag_among_urdu_words_is_one_number_and_is_understood_as_it_was_copied(phone):
    for text in IN_URDU:
        answers = phone.writes(text)
    number = Complaint.objects.unscoped("test").get().etag
    (shown,) = re.findall(r"^\d{4}\u00a0\d{4}\u00a0\d{4}$", words(answers[0]), re.MULTILINE)
    assert etag.parse_etag(shown) == number
    assert shown in words(phone.writes(shown)[0])


def test_in_english_a_number_is_as_it_was(phone):
    for text in IN_ENGLISH:
        answers = phone.writes(text)
    assert Complaint.objects.unscoped("test").get().spaced_etag in words(answers[0])


@given(st.text(alphabet="0 1\nا", max_size=40))
def test_only_spaces_between_digits_are_changed_and_no_text_grows(text):
    held = join_digit_groups(text)
    assert len(held) == len(text)
    assert held.replace("\u00a0", " ") == text
    assert not re.search(r"[0-9] [0-9]", held)


def test_every_kind_of_reply_is_held_together():
    number = "2648 1907 3555"
    replies = (
        TextReply(number), LocationRequest(number), PictureReply("https://x.example/p", number),
        ButtonReply(number, (ReplyButton("a=b", number),)), ListReply(number, "b", (ListRow("a=b", number, number),)),
    )  # fmt: skip
    for reply in replies:
        assert number not in str(join_digit_groups_in_reply(reply))


def test_what_is_set_apart_is_empty_where_it_was():
    assert (isolate_direction(""), isolate_direction("+44 7400")) == ("", "\u2068+44 7400\u2069")
