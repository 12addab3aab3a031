"""Words in the recipient's language."""

import logging

from django.utils import translation

from notifications.rendering import render, warn_if_long
from tests.notifications import people


def test_the_recipients_language_is_used_whatever_the_workers_is():
    with translation.override("en"):
        words = render("greeting", {"words": "سلام"}, address=people.AYESHA)
        assert translation.get_language() == "en"
    assert words.text == "Ayesha Bibi: سلام [ur]"
    assert words.subject == "Greeting سلام [ur]"


def test_text_is_not_escaped_and_its_page_is():
    words = render("greeting", {"words": "<b>5 > 3</b>"}, address=people.BILAL)
    assert words.text == "Bilal O'Neill: <b>5 > 3</b> [en]"
    assert "<b>" not in words.html


def test_lines_that_held_only_tags_leave_no_gap():
    words = render("greeting", {"words": "hello", "link": "/track"}, address=people.BILAL)
    assert words.text == "Bilal O'Neill: hello [en]\n\nhttps://portal.example/track"


def test_a_message_without_a_subject_has_one():
    assert render("plain", {"words": "hello"}, address=people.BILAL).subject == "A message for you"


def test_links_are_whole_and_in_the_messages_language_and_instants_in_local_time():
    facts = {"due_at": "2026-11-24T09:00:00Z"}
    assert render("deadline", facts, address=people.BILAL).text == "https://portal.example/ 24 November, 14:00"
    assert render("deadline", facts, address=people.AYESHA).text.startswith("https://portal.example/ur/")


def test_an_sms_over_two_parts_is_said_in_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        warn_if_long("plain", "ش" * 134)
        assert not caplog.records
        warn_if_long("plain", "ش" * 135)
    assert "takes 3 SMS parts" in caplog.text


def test_an_e_tag_keeps_its_order_between_urdu_words_and_its_cheap_alphabet_between_english_ones():
    facts = {"words": "ای ٹیگ نمبر: 2648 1907 3555"}
    assert render("plain", facts, address=people.AYESHA).text == "ای ٹیگ نمبر: 2648\u00a01907\u00a03555"
    english = render("plain", {"words": "E-Tag 2648 1907 3555"}, address=people.BILAL).text
    assert english == "E-Tag 2648 1907 3555"
