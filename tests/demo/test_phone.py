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
        ("_quietly_ and ~gone~", "<em>quietly</em> and <s>gone</s>"),
        ("snake_case_name", "snake_case_name"),
        ("```a *b* c```", "<code>a *b* c</code>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
    ],
)
def test_words_between_stars_are_bold_and_nothing_else(words, shown):
    assert Bubble("1", mine=False, at=0, words=words).html == shown


def test_marks_inside_an_address_stay_as_they_are():
    address = "https://portal.example/_a_/*b*/~c~/"
    html = Bubble("1", mine=False, at=0, words=f"Open {address} *now*").html
    assert f'href="{address}"' in html.replace("&amp;", "&")
    assert "<em>" not in html
    assert "<strong>now</strong>" in html
