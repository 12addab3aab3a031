"""The application to the Justice of the Peace: a draft that distinguishes claimed from confirmed facts."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.utils import translation
from django.utils.translation import gettext

import documents
from documents import Applicant, PetitionBreach, PetitionFacts
from tests.documents.reading import inside, picture, words, words_by_page
from tests.documents.samples import PETITION

AYESHA = PETITION["en"]
MARK = "Draft made by an independent complaint portal. Have a lawyer read it before you file it."


@pytest.fixture(scope="module")
def said():
    return words(documents.make_petition(AYESHA, "en"))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_is_marked_a_draft_at_head_and_foot(language):
    with translation.override(language):
        mark = gettext(MARK)
    pages = words_by_page(documents.make_petition(PETITION[language], language))
    assert {page.count(mark) for page in pages} == {2}
    assert len(pages) >= 2


def test_it_names_section_court_and_parties(said):
    assert "Application under section 22-A(6) of the Code of Criminal Procedure, 1898" in said
    assert "Ex-Officio Justice of the Peace, Lahore" in said
    assert "Name Ayesha Khan" in said
    assert "CNIC number 35202-1234567-1" in said
    assert "1. Station House Officer, Gulberg police station 2. District Police Officer, Lahore" in said


def test_the_words_are_the_applicants_own(said):
    assert "He took my savings for a plot and gave me a false file." in said
    assert "انہوں نے کہا کہ یہ دیوانی معاملہ ہے۔" in said


def test_claimed_confirmed_denied_and_recorded_are_told_apart_in_words(said):
    for how in (
        "Recorded in the portal",
        "Claimed by the office, not confirmed",
        "Claimed by the office, confirmed by the applicant",
        "Claimed by the office, denied by the applicant",
    ):
        assert said.count(how) == 1


def test_tables_have_heads_that_are_read_with_their_cells():
    found = inside(documents.make_petition(AYESHA, "en")).roles
    assert found.count("Table") == 2
    assert found.count("TH") == 8


def test_limits_that_passed_are_a_ground(said):
    assert "2 deadlines set for the police in this matter passed without the required action" in said
    assert "The officer's report 25 November, 9:00 am Not done so far" in said


def test_an_fir_is_asked_for_where_none_was_registered(said):
    assert "record the applicant's statement under section 154 of the Code" in said
    without = words(documents.make_petition(replace(AYESHA, fir_refused=False), "en"))
    assert "section 154" not in without
    assert "decide the complaint with E-tag 2648 1907 3555 according to law" in without


def test_a_refusal_is_a_ground_in_the_words_it_was_given():
    refused = "The police declined the complaint on 25 November as a civil matter."
    assert refused in words(documents.make_petition(replace(AYESHA, refused=refused), "en"))


def test_it_ends_with_annexures_and_a_verification_to_sign(said):
    assert "D. Photograph of the false file" in said
    assert "I state on oath" in said
    assert "Signature of the person verifying" in said


def test_what_nobody_gave_is_a_line_to_write_on():
    bare = PetitionFacts("2648 1907 3555", "24 November 2026", "", Applicant(), ("District Police Officer",), "")
    paper = documents.make_petition(bare, "en")
    picture(paper, "petition-en-bare")
    said = words(paper)
    assert "Name Son, daughter or wife of CNIC number Address Phone" in said
    assert "Write here what happened:" in said
    assert said.count("None so far.") == 2


def test_a_long_history_goes_on_over_the_pages_with_its_head_on_each():
    long = replace(
        AYESHA, timeline=AYESHA.timeline * 20, breaches=(PetitionBreach("Report", "today", "Gulberg circle"),) * 3
    )
    pages = words_by_page(documents.make_petition(long, "en"))
    assert len(pages) > 5
    assert sum("When What happened Office Source" in page for page in pages) >= 4


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_proof_of_its_lines_is_attached_unchanged_and_the_paper_says_so(said, language):
    proof = '{"format": "record-proof/v1", "lines": ["22-A(6)"]}'
    pdf = documents.make_petition(replace(PETITION[language], proof=proof), language)
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        (attached,) = paper.attachments.values()
        assert attached.get_file().read_bytes().decode() == proof
        assert attached.description
    assert (inside(pdf).marked, inside(pdf).ua_part) == (True, "1")
    sentence = "A proof of each event listed here is attached to this PDF."
    assert (sentence in words(pdf)) is (language == "en")
    assert sentence not in said
