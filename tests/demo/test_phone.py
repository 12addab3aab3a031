"""The demo's phone formats text as WhatsApp does."""

import pytest

from whatsapp.standin.phone_bubbles import Bubble


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("*Call 1787, the IGP Complaint Centre.*", "<strong>Call 1787, the IGP Complaint Centre.</strong>"),
        ("*1787* or *15*", "<strong>1787</strong> or <strong>15</strong>"),
        ("*ایف آئی آر*", "<strong>ایف آئی آر</strong>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a*b*c", "a*b*c"),
        ("*one\ntwo*", "*one\ntwo*"),
        ("*<script>*", "<strong>&lt;script&gt;</strong>"),
    ],
)
def test_words_between_stars_are_bold_and_nothing_else(words, shown):
    assert Bubble("1", mine=False, at=0, words=words).html == shown
