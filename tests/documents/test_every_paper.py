"""What is true of every paper: tagged for a reader that speaks, in its language, with fonts of its own."""

from tests.documents.conftest import MAKERS
from tests.documents.reading import inside, picture

MOST_PAGES = {
    "receipt": 1, "petition": 3, "fir-application": 2, "detention-petition": 3, "poster": 1, "record": 2, "dossier": 2,
    "report": 1, "clearance": 1,
}  # fmt: skip


def test_it_is_tagged_and_says_so(every_paper):
    paper, *_ = every_paper
    assert inside(paper).marked
    assert inside(paper).ua_part == "1"


def test_it_has_a_language_a_direction_a_title_and_an_author(every_paper):
    paper, _, language = every_paper
    found = inside(paper)
    assert found.language == {"en": "en-PK", "ur": "ur-PK"}[language]
    assert found.direction == {"en": "/L2R", "ur": "/R2L"}[language]
    assert found.shows_title
    assert found.title
    assert found.author


def test_it_has_a_title_and_headings_and_every_picture_has_words(every_paper):
    paper, kind, _ = every_paper
    found = inside(paper)
    assert found.roles.count("Title") == 1
    assert found.roles.count("H1") >= 2
    assert found.roles.index("Title") < found.roles.index("H1")
    assert found.roles.count("Figure") == (0 if kind in {"record", "dossier", "report", "clearance"} else 1)
    assert all(found.descriptions)


def test_its_fonts_are_in_it_and_are_its_own(every_paper):
    paper, *_ = every_paper
    found = inside(paper).fonts
    assert {name.split("-")[0] for name in found} <= {"Inter", "NotoNaskhArabic"}
    assert all(found.values())


def test_the_same_facts_give_the_same_bytes(every_paper):
    paper, kind, language = every_paper
    assert MAKERS[kind](language) == paper


def test_it_is_no_longer_than_it_should_be_and_can_be_looked_at(every_paper):
    paper, kind, language = every_paper
    assert 1 <= picture(paper, f"{kind}-{language}") <= MOST_PAGES[kind]
