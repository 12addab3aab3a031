"""Texts prepared for printing."""

import pytest

from documents.printable_text import font_characters, make_printable, split_paragraphs, text_language


def test_an_etag_is_one_piece_in_both_languages():
    assert make_printable("E-tag 2648 1907 3555", language="en") == "E-tag 2648\u00a01907\u00a03555"
    assert make_printable("ای ٹیگ 2648 1907 3555", language="ur") == "ای ٹیگ 2648\u00a01907\u00a03555"


def test_only_in_urdu_any_numbers_side_by_side_are():
    assert make_printable("on 24 2 men", language="en") == "on 24 2 men"
    assert make_printable("24 2 آدمی", language="ur") == "24\u00a02 آدمی"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x00b\x07c\ufeff", "abc"),
        ("one\ttwo\r\nthree", "one two\nthree"),
        ("e\u0301", "é"),
        ("\u0650a\u0650", "a"),
        ("اعلیٰ زیرِ اللّٰہ", "اعلیٰ زیرِ اللّٰہ"),
        ("کار\u200cروائی a\u200cb", "کار\u200cروائی ab"),
        ("😀", "□"),
        ("👨‍👩‍👧", "□"),
        ("a😀😀b😀", "a□b□"),
        ("", ""),
    ],
)
def test_what_cannot_be_printed_is_left_out_or_boxed(typed, shown):
    assert make_printable(typed, language="en") == shown


def test_every_letter_of_both_languages_is_in_the_fonts():
    urdu = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےآأؤئۂۓ۔،؛؟۰۱۲۳۴۵۶۷۸۹ݨ"
    assert set(urdu) <= font_characters()
    assert {chr(code) for code in range(0x20, 0x7F)} <= font_characters()
    assert set("“”‘’–—…•₨£é□") <= font_characters()


@pytest.mark.parametrize(
    ("text", "language"),
    [("سلام hello", "ur"), ("hello سلام", "en"), ("«2» (سلام)", "ur"), ("12:30", "en"), ("", "en")],
)
def test_a_line_is_in_the_language_of_its_first_letter(text, language):
    assert text_language(text) == language


def test_lines_are_paragraphs_and_empty_ones_are_none():
    assert split_paragraphs(" one \n\n  \nدو\n") == [
        {"text": "one", "language": "en"},
        {"text": "دو", "language": "ur"},
    ]
