"""The text of a paper, as a program reads it: whole, letter by letter, in the order in which it is said."""

from dataclasses import replace

import pytest

import documents
from tests.documents.reading import words
from tests.documents.samples import PETITION

URDU = [
    "یہ ایف آئی آر نہیں ہے۔",
    "ای ٹیگ نمبر 2648 1907 3555 ہے۔",
    "افسر آپ سے آج شام 6:40 بجے تک بات کرے گا۔",
    "رپورٹ 27 نومبر صبح 10:40 بجے تک آنی ہے۔",
    "پھر اعلیٰ افسر کے پاس 48 گھنٹے ہیں۔",
    "زیرِ کارروائی، فوراً، مثلاً، براہِ کرم، اُس نے دعویٰ کیا۔",
    "ضابطہ فوجداری کی دفعہ 154 کے تحت بیان قلمبند کیا جائے؛",
    "تھانہ گلبرگ کے ٹھیکیدار نے ڈھائی لاکھ روپے ژرف نگاہی سے گنے۔",
    "آئی جی پولیس شکایات سینٹر: 1787",
    "رقم 5,000 روپے تھی، 2.5 فیصد سود۔",
    "کیا آپ مطمئن ہیں؟ جی نہیں۔",
]
ENGLISH = [
    "An officer will contact you by 6:40 pm today.",
    "The E-tag is 2648 1907 3555, and this is not an FIR.",
    "He said “never mind” — it cost Rs 5,000 – 7,500…",
    "Section 22-A(6), telephone 0300-1112233, 35202-1234567-1.",
    "Zoë's office isn't efficient: first, affidavit, flat.",
]


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("sentence", URDU)
def test_an_urdu_sentence_comes_out_as_it_went_in_from_a_paper_of_either_language(sentence, language):
    assert sentence in words(documents.make_petition(replace(PETITION[language], words=sentence), language))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("sentence", ENGLISH)
def test_an_english_sentence_comes_out_as_it_went_in(sentence):
    assert sentence in words(documents.make_petition(replace(PETITION["en"], words=sentence), "en"))


def test_numbers_with_signs_in_them_keep_their_order_between_urdu_words():
    told = "میرا فون 0300-1112233 ہے اور شناختی کارڈ 35202-1234567-1 ہے۔"
    said = words(documents.make_petition(replace(PETITION["ur"], words=told), "ur"))
    assert told in said


@pytest.mark.parametrize("told", ["Ayesha Khan نے 5,000 روپے دیے", "He said it is a civil matter"])
def test_english_words_in_an_urdu_paper_are_all_there(told):
    """Chrome's reader takes each line of such a paper for Urdu, and gives its English words from the end."""
    said = words(documents.make_petition(replace(PETITION["ur"], words=told), "ur"))
    assert set(told.split()) <= set(said.split())
