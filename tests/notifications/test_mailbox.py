"""The demo's mailbox page."""

import re
from datetime import UTC, datetime

import pytest

from notifications.models import DeliveredMail

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notifications.urls")]


def keep(text, *, channel="sms", address="+923001234567", subject="", language="en"):
    return DeliveredMail.objects.create(
        channel=channel, address=address, subject=subject, text=text, language=language, at=NOW
    )


def page(client, **query):
    response = client.get("/demo/mailbox/", query)
    assert response.status_code == 200
    return response.content.decode()


def numbers(html):
    return [int(number) for number in re.findall(r"number (\d+)\b", html)]


def test_the_newest_is_on_top(client):
    keep("number 1")
    keep("number 2", channel="email", address="bilal@example.org", subject="News")
    html = page(client)
    assert numbers(html) == [2, 1]
    assert "mail-sms" in html
    assert "mail-email" in html
    assert "News" in html


def test_links_can_be_followed_and_markup_stays_words(client):
    keep("Open https://portal.example/track <script>alert(1)</script>")
    html = page(client)
    assert '<a href="https://portal.example/track"' in html
    assert "<script>alert" not in html


def test_an_urdu_message_reads_right_to_left_on_an_english_page(client):
    keep("شکایت", language="ur")
    assert '<div class="mail-body" lang="ur" dir="rtl">' in page(client)


@pytest.mark.parametrize("query", ["264819073555", "2648 1907 3555", "2648-1907-3555", "2648\u00a01907\u00a03555"])
def test_an_e_tag_is_found_however_it_is_grouped(client, query):
    keep("number 1: E-Tag 2648 1907 3555")
    keep("number 2: E-Tag 2648 1907 3556")
    keep("number 3: E-Tag 2648\u00a01907\u00a03555")
    assert numbers(page(client, q=query)) == [3, 1]


def test_an_address_is_found(client):
    keep("number 1", address="ayesha@example.org", channel="email")
    keep("number 2", address="+923339998887")
    assert numbers(page(client, q="AYESHA@")) == [1]
    assert numbers(page(client, q="3339998887")) == [2]
    assert "No message contains these words." in page(client, q="nobody")


def test_pages_follow_each_other_without_gap_or_repeat_and_keep_the_filter(client):
    for number in range(1, 66):
        keep(f"number {number} of the tale")
    seen, url = [], "/demo/mailbox/?q=tale"
    while url:
        html = client.get(url).content.decode()
        seen += numbers(html)
        older = re.search(r'href="(\?[^"]*before=[^"]*)"', html)
        url = older and "/demo/mailbox/" + older[1].replace("&amp;", "&")
    assert seen == list(range(65, 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "9" * 5000, "9" * 18, "١٢", ""])
def test_a_mistyped_place_shows_the_first_page(client, before):
    keep("number 1")
    assert numbers(page(client, before=before)) == [1]


def test_bad_words_find_nothing_and_break_nothing(client):
    keep("number 1")
    for words in ("\0", "(", "%", "\\", "1" * 400):
        page(client, q=words)


def test_one_statement_whatever_the_number(client, django_assert_num_queries):
    for number in range(40):
        keep(f"number {number}")
    with django_assert_num_queries(1):
        page(client)
