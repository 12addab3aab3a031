"""From facts to a PDF: whatever was typed is text, and a paper that cannot be made says so without telling of whom."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import documents
from documents import Applicant, CompilationFailed
from documents.typst_compiler import LAYOUTS
from tests.documents.reading import words
from tests.documents.samples import PETITION, RECEIPT

AYESHA = PETITION["en"]
HOSTILE = [
    '#include "/etc/passwd"',
    '#read("paper.typ")',
    "#panic() #{ 1 + 1 } #sys.inputs",
    "$x^2$ and $ sum $",
    "*bold* _slanted_ `raw` ```raw```",
    "] ) } [ ( { \\ \\u{41} ~ -- ---",
    "= heading - item + item / term: text",
    "@reference <label> https://a.b/c",
    "\"quoted\" 'quoted' // not a comment /* nor this */",
    "{% now 'Y' %} {{ facts }} <script>alert(1)</script>",
]


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_looks_like_typst_is_text(typed):
    said = words(documents.make_petition(replace(AYESHA, words=typed), "en"))
    assert typed in said


def test_it_is_text_in_every_place_where_somebody_typed_it():
    typed = '#panic("x") $y$ *z* ] @r'
    facts = replace(
        AYESHA, district=typed, place=typed, refused=typed, annexures=(typed,), respondents=(typed,), words=typed
    )
    facts = replace(facts, applicant=Applicant(typed, typed, typed, typed, typed))
    assert words(documents.make_petition(facts, "en")).count(typed) == 11


@pytest.mark.slow
@given(st.text(max_size=60), st.sampled_from(["en", "ur"]))
def test_whatever_was_typed_can_be_printed(typed, language):
    facts = replace(PETITION[language], words=typed, place=typed, applicant=Applicant(name=typed, address=typed))
    assert documents.make_petition(facts, language).startswith(b"%PDF-1.7")


@pytest.mark.slow
@given(st.text(alphabet="aé\u0301ẵ\u0650\u0670\u200cلاہی٠۱1 😀\ufe0f\u202e\u2066]#", max_size=30))
def test_marks_of_any_script_on_letters_of_any_script_can_be_printed(typed):
    assert documents.make_receipt(replace(RECEIPT["ur"], cell=typed), "ur").startswith(b"%PDF-1.7")


def test_a_sign_that_no_font_has_is_an_empty_box():
    said = words(documents.make_petition(replace(AYESHA, words="He laughed 😀👍🏽 and ਪੰਜਾਬੀ left"), "en"))
    assert "He laughed □ and □ left" in said


def test_a_long_statement_goes_on_over_the_pages():
    said = words(documents.make_petition(replace(AYESHA, words="\n".join(f"Line {n}." for n in range(1, 201))), "en"))
    assert "Line 1. Line 2." in said
    assert "Line 200." in said


def test_a_paper_that_cannot_be_made_says_which_and_not_for_whom():
    with pytest.raises(CompilationFailed) as refusal:
        documents.compile_pdf("receipt", {"title": "Ayesha Khan", "author": "Ayesha Khan"}, language="en")
    assert str(refusal.value).startswith("receipt.typ: ")
    assert "Ayesha" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_there_is_no_paper_without_a_layout():
    with pytest.raises(CompilationFailed, match=r"no_such_paper\.typ"):
        documents.compile_pdf("no_such_paper", {"title": "x", "author": "x"}, language="en")


def test_there_is_none_in_a_third_language():
    with pytest.raises(CompilationFailed, match="'fr'"):
        documents.compile_pdf("receipt", {"title": "x", "author": "x"}, language="fr")


def test_two_threads_make_papers_at_once():
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: documents.make_petition(AYESHA, "en"), range(12)))
    assert len(set(made)) == 1


@pytest.mark.parametrize("layout", sorted(LAYOUTS.glob("*.typ")), ids=lambda path: path.name)
def test_a_layout_fetches_nothing(layout):
    """Typst would download a package that is named like `@preview/…`."""
    assert "@preview" not in layout.read_text()
    assert "@local" not in layout.read_text()
