"""The application for an FIR and the petition for a person who is held: filled from a complaint, or blank."""

import hashlib
from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.translation import gettext

import documents
from documents import LegalApplicationFacts
from information.rules.legal_forms import FORM_EDITIONS, LegalForm
from tests.documents.reading import scanned, words, words_by_page
from tests.documents.samples import APPLICATION, CODE, PETITION

AYESHA = APPLICATION["en"]
SAMPLE = "SAMPLE. No lawyer has reviewed this form yet. Do not file it."
MAKERS = {
    LegalForm.FIR_APPLICATION: lambda language: documents.make_fir_application(APPLICATION[language], language),
    LegalForm.DETENTION_PETITION: lambda language: documents.make_detention_petition(APPLICATION[language], language),
    LegalForm.PETITION: lambda language: documents.make_petition(PETITION[language], language),
}

REVIEWED_WORDINGS = {
    (LegalForm.PETITION, 3): "e1cd146a00460122",
    (LegalForm.FIR_APPLICATION, 3): "49b5fd59b58045e6",
    (LegalForm.DETENTION_PETITION, 3): "506edcac05a6bb6e",
}
"""Digests of each form's English and Urdu wording (with the sample's facts), by edition."""


@pytest.mark.parametrize("form", LegalForm)
def test_another_wording_is_another_edition_which_needs_another_review(form):
    """If this fails, the wording has changed: raise the form's number in FORM_EDITIONS, and write its digest here."""
    wording = "\n".join(words(MAKERS[form](language)) for language in ("en", "ur"))
    digest = hashlib.sha256(wording.encode()).hexdigest()[:16]
    assert REVIEWED_WORDINGS[form, FORM_EDITIONS[form]] == digest


def test_the_application_says_what_she_told():
    said = words(documents.make_fir_application(AYESHA, "en"))
    for told in (
        "The officer in charge of the police station, Gulberg Police Station District Lahore",
        "Name Ayesha Khan",
        "Two men on a motorcycle took my bag at the market gate.",
        "under E-tag 2648 1907 3555. That complaint is not an FIR.",
        "Day and time 23 November 2026",
        "Accused, as far as known Two men, motorcycle LEA-1234",
        "to register this report as an FIR",
        "Receipt by the police station",
    ):
        assert told in said


def test_the_petition_goes_to_the_sessions_judge_and_asks_for_a_bailiff():
    said = words(documents.make_detention_petition(AYESHA, "en"))
    for told in (
        "Petition under section 491 of the Code of Criminal Procedure, 1898",
        "Sessions Judge, Lahore",
        "1. The officer in charge, Gulberg Police Station",
        "Held at Gulberg Police Station",
        "to send a bailiff to the place where the person is held",
        "Through counsel",
        "I state on oath",
    ):
        assert told in said


@pytest.mark.parametrize("make", [documents.make_fir_application, documents.make_detention_petition])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_blank_form_has_lines_and_says_on_every_page_that_nobody_reviewed_it(make, language):
    paper = make(LegalApplicationFacts(), language)
    with translation.override(language):
        mark, hint = gettext(SAMPLE), gettext("Write here what happened:")
    pages = words_by_page(paper)
    assert {page.count(mark) for page in pages} == {2}
    assert hint in " ".join(pages)
    assert CODE.code not in " ".join(pages)
    assert scanned(paper) == []


def test_a_reviewed_form_names_the_lawyer_the_day_and_the_law():
    said = words(documents.make_fir_application(AYESHA, "en"))
    assert "reviewed by Sana Tariq, advocate, licence 1234 on 20 November 2026" in said
    assert "Law: the Code as amended up to June 2026." in said
    assert SAMPLE not in said
    assert SAMPLE in words(documents.make_fir_application(replace(AYESHA, review=None), "en"))


@pytest.mark.parametrize("form", LegalForm)
def test_the_code_of_the_record_is_printed_and_scanned(form):
    paper = MAKERS[form]("en")
    assert CODE.code in words(paper)
    assert scanned(paper) == [CODE.filled_url]


@pytest.mark.parametrize("typed", ["#panic()", "$x$", "\u202eabc", "😀" * 50, "ا" * 10_000])
def test_whatever_somebody_typed_it_is_a_paper(typed):
    facts = LegalApplicationFacts(words=typed, place=typed, concerns=typed, happened=typed)
    assert documents.make_fir_application(facts, "en").startswith(b"%PDF-1.7")
    assert documents.make_detention_petition(facts, "ur").startswith(b"%PDF-1.7")
