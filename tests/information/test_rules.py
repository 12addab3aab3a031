"""Phone numbers as they are dialled, and Urdu as people type it."""

from types import SimpleNamespace

import pytest

from information.rules import phone_numbers, text_languages, urdu_letters
from information.rules.text_languages import text_in_language


@pytest.mark.parametrize(
    ("number", "link", "shown"),
    [
        ("15", "tel:15", "15"),
        ("1787", "tel:1787", "1787"),
        ("03372332489", "tel:+923372332489", "0337 2332489"),
        ("+9242111672672", "tel:+9242111672672", "+92 42 111 672 672"),
    ],
)
def test_a_short_code_is_dialled_as_it_is_and_a_subscriber_from_anywhere(number, link, shown):
    assert (phone_numbers.tel_link(number), phone_numbers.format_number(number)) == (link, shown)


@pytest.mark.parametrize("typed", ["0331-7871787", "+92 331 7871787", "03317871787"])
def test_a_chat_is_opened_by_the_international_number_however_it_is_written(typed):
    assert phone_numbers.whatsapp_link(typed) == "https://wa.me/923317871787"
    assert phone_numbers.whatsapp_link(typed, "Salam & hello") == "https://wa.me/923317871787?text=Salam%20%26%20hello"


@pytest.mark.parametrize("wrong", ["", "1787", "nonsense", "0331"])
def test_what_is_no_subscribers_number_opens_no_chat(wrong):
    assert phone_numbers.whatsapp_link(wrong) is None


def test_arabic_letters_of_other_keyboards_become_urdu_ones():
    assert urdu_letters.to_urdu_letters("ملتان كينٹ") == "ملتان کینٹ"
    assert urdu_letters.to_urdu_letters("راولپنڈي") == "راولپنڈی"


def test_names_stand_in_the_order_of_their_own_alphabet():
    assert sorted(["ڈیرہ", "پاکپتن", "اٹک", "بہاولپور", "گجرات"], key=urdu_letters.alphabetical_sort_key) == [
        "اٹک",
        "بہاولپور",
        "پاکپتن",
        "ڈیرہ",
        "گجرات",
    ]
    assert sorted(["Multan", "attock", "Lahore"], key=urdu_letters.alphabetical_sort_key) == [
        "attock",
        "Lahore",
        "Multan",
    ]


def test_a_row_is_said_in_the_language_that_is_asked_for_and_in_english_where_that_is_missing():
    row = SimpleNamespace(name_en="Fee", name_ur="فیس", name_roman="", note_en="Free")
    assert [text_in_language(row, "name", language) for language in ("en", "ur", "roman")] == ["Fee", "فیس", "Fee"]
    assert text_in_language(row, "note", "roman") == "Free"
    with pytest.raises(ValueError, match="punjabi"):
        text_in_language(row, "name", "punjabi")


def test_a_cell_of_several_items_is_read_item_by_item():
    assert text_languages.split_items("CNIC | Photograph") == ["CNIC", "Photograph"]
    assert text_languages.split_items("") == []


def test_documents_are_those_of_the_persons_case_and_pages_show_all_without_the_marks():
    text = "CNIC | [over_50] Medical certificate | [abroad] Authority letter"
    assert text_languages.split_items(text) == ["CNIC", "Medical certificate", "Authority letter"]
    assert text_languages.document_cases(text) == ["over_50", "abroad"]
    assert text_languages.items_in_case(text, {"abroad": False}) == ["CNIC", "Medical certificate"]
    assert text_languages.items_in_case(text, {"over_50": False, "abroad": True}) == ["CNIC", "Authority letter"]


def test_a_mark_of_no_known_case_stays_as_it_is_written():
    assert text_languages.split_items("[copy] CNIC") == ["[copy] CNIC"]
    assert text_languages.document_cases("[copy] CNIC") == []
