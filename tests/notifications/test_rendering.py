"""Texts in the recipient's language."""

import logging
import re

import pytest
from django.utils import translation

from notifications.message_rendering import render_message, warn_if_sms_long
from notifications.recipient_address import Address
from tests.notifications import people


def test_the_recipients_language_is_used_whatever_the_workers_is():
    with translation.override("en"):
        words = render_message("greeting", {"words": "سلام"}, address=people.AYESHA)
        assert translation.get_language() == "en"
    assert words.text == "Ayesha Bibi: سلام [ur]"
    assert words.subject == "Greeting سلام [ur]"


def test_text_is_not_escaped_and_its_page_is():
    words = render_message("greeting", {"words": "<b>5 > 3</b>"}, address=people.BILAL)
    assert words.text == "Bilal O'Neill: <b>5 > 3</b> [en]"
    assert "<b>" not in words.html


def test_lines_that_held_only_tags_leave_no_gap():
    words = render_message("greeting", {"words": "hello", "link": "/track"}, address=people.BILAL)
    assert words.text == "Bilal O'Neill: hello [en]\n\nhttps://portal.example/track"


def test_a_message_without_a_subject_has_one():
    assert render_message("plain", {"words": "hello"}, address=people.BILAL).subject == "A message for you"


def test_links_are_whole_and_in_the_messages_language_and_instants_in_local_time():
    facts = {"due_at": "2026-11-24T09:00:00Z"}
    assert render_message("deadline", facts, address=people.BILAL).text == "https://portal.example/ 24 November, 14:00"
    assert render_message("deadline", facts, address=people.AYESHA).text.startswith("https://portal.example/ur/")


def test_an_sms_over_two_parts_is_said_in_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        warn_if_sms_long("plain", "ش" * 134)
        assert not caplog.records
        warn_if_sms_long("plain", "ش" * 135)
    assert "takes 3 SMS parts" in caplog.text


def test_an_e_tag_keeps_its_order_between_urdu_words_and_its_cheap_alphabet_between_english_ones():
    facts = {"words": "ای ٹیگ نمبر: 2648 1907 3555"}
    assert render_message("plain", facts, address=people.AYESHA).text == "ای ٹیگ نمبر: 2648\u00a01907\u00a03555"
    english = render_message("plain", {"words": "E-Tag 2648 1907 3555"}, address=people.BILAL).text
    assert english == "E-Tag 2648 1907 3555"


def test_a_letter_greets_says_what_the_sms_says_and_ends_with_who_does_not_send_it():
    words = render_message("greeting", {"words": "hello", "link": "/track"}, address=people.BILAL)
    assert words.letter == (
        "Hello Bilal O'Neill,\n\nBilal O'Neill: hello [en]\n\nhttps://portal.example/track\n\n--\nAn independent "
        "project, not a police service.\nThis message was sent automatically. Please do not reply to it."
    )


def test_who_gave_no_name_is_greeted_without_one():
    assert render_message("plain", {"words": "hi"}, address=Address()).letter.startswith("Hello,\n\nhi\n")
    assert render_message("plain", {"words": "hi"}, address=Address(language="ur")).letter.startswith(
        "السلام علیکم،\n\nhi\n"
    )


def test_a_line_that_is_an_address_is_a_button_with_the_address_under_it():
    html = render_message("greeting", {"words": "hello", "link": "/track"}, address=people.BILAL).html
    link = '<a href="https://portal.example/track"'
    assert html.count(link) == 2
    assert f'{link} class="button">Open the page</a>' in html
    assert f'{link}><bdi dir="ltr">https://portal.example/track</bdi></a>' in html


def test_a_button_has_its_message_s_own_name_where_there_is_one():
    html = render_message("named", {"link": "https://portal.example/a/7/"}, address=people.BILAL).html
    assert 'class="button">Read &lt;it&gt;</a>' in html


def test_a_link_inside_a_sentence_stays_there():
    html = render_message("plain", {"words": "Look at https://portal.example/track today."}, address=people.BILAL).html
    assert "button" not in html.partition("</style>")[2]
    assert 'Look at <a href="https://portal.example/track"' in html


def test_a_subject_keeps_the_order_of_an_e_tag_between_urdu_words():
    words = render_message("greeting", {"words": "ای ٹیگ 2648 1907 3555"}, address=people.AYESHA)
    assert "2648\u00a01907\u00a03555" in words.subject


@pytest.mark.parametrize(
    ("address", "language", "direction"), [(people.AYESHA, "ur", "rtl"), (people.BILAL, "en", "ltr")]
)
def test_a_letter_is_one_page_without_tables_pictures_or_what_would_be_fetched(address, language, direction):
    html = render_message("greeting", {"words": "hello", "link": "/track"}, address=address).html
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert f'<div class="letter {language}" lang="{language}" dir="{direction}">' in html
    assert "prefers-color-scheme: dark" in html
    assert re.search(r"<(table|img|script|link)\b|\sstyle=|url\(|@import", html) is None
