"""The receipt on paper."""

from dataclasses import replace

import pytest

import documents
from tests.documents.reading import inside, picture, scanned, words
from tests.documents.samples import FOLLOW, RECEIPT

AYESHA = RECEIPT["en"]


def test_it_says_the_number_and_what_happens_by_when():
    said = words(documents.make_receipt(AYESHA, "en"))
    assert "E-tag number 2648 1907 3555" in said
    assert "Registered 27 November 2026, 10:40 am." in said
    assert "District Police Office, Lahore" in said
    assert "By 6:40 pm today An officer of DSP/ASP rank or above will speak to you." in said


def test_it_says_what_it_is_not_and_where_else_to_turn():
    said = words(documents.make_receipt(AYESHA, "en"))
    assert "This is not an FIR" in said
    for way in "officer's superior", "IGP Complaint Centre: 1787", "Justice of the Peace", "section 22-A":
        assert way in said


def test_it_says_who_made_it():
    assert "An independent project, not a police service." in words(documents.make_receipt(AYESHA, "en"))


def test_in_urdu_too():
    said = words(documents.make_receipt(RECEIPT["ur"], "ur"))
    assert "آپ کی شکایت درج ہو گئی ہے" in said
    assert "2648 1907 3555" in said
    assert "آج شام 6:40 بجے تک" in said
    assert "یہ ایف آئی آر نہیں ہے" in said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_camera_reads_where_the_number_is_tracked(language):
    facts = RECEIPT[language]
    assert scanned(documents.make_receipt(facts, language)) == [facts.follow_url]


def test_feedback_is_promised_nothing():
    said = words(documents.make_receipt(replace(AYESHA, steps=()), "en"))
    assert "The complaint cell reads it." in said
    assert "If nothing happens" not in said
    assert "This is not an FIR" in said


def test_a_neutral_one_has_a_title_and_a_head_that_tell_nothing():
    paper = documents.make_receipt(replace(AYESHA, neutral=True), "en")
    assert inside(paper).title == "Your reference number"
    assert words(paper).startswith("Your reference number E-tag number 2648 1907 3555")
    assert "Police complaints" not in words(paper)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_key_is_cut_off_without_the_number_that_it_opens(language):
    """The key is below the line, with nothing that would help a finder to use it. All on one sheet."""
    facts = replace(RECEIPT[language], key="4821 7093 5546", key_until="27 December, 10:40 am")
    paper = documents.make_receipt(facts, language)
    assert picture(paper, f"receipt-{language}-key") == 1
    said = words(paper)
    assert "4821 7093 5546" in said
    under = said[said.index("4821 7093 5546") :]
    assert "2648" not in under
    assert "264819073555" not in under


def test_without_a_key_nothing_is_to_be_cut():
    assert "Cut here" not in words(documents.make_receipt(AYESHA, "en"))
    assert FOLLOW in words(documents.make_receipt(AYESHA, "en"))
