"""A missing child at the counter: the form asks the same as the web pages and the chat, before it is read back."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.citizen.conftest import mistakes, words
from tests.desk.intake.conftest import INTAKE, text
from tests.evidence.samples import photo

CHILD = {
    "kind": "Missing child",
    "text": "She went to the bakery and did not come back.",
    "landmark": "Liberty Market",
    "happened_about": "today at 8 am",
    "reach": "phone",
    "phone": "0300 1112233",
    "language": "en",
    "child_name": "Ayla",
    "child_age": "۷",
    "child_sex": "female",
    "child_wearing": "A green frock",
    "child_left": "unknown",
    "child_custody": "yes",
}
ASKED = {name for name in CHILD if name.startswith("child_")}


def fields(answer) -> set[str]:
    return set(re.findall(r'name="(child_\w+)"', text(answer)))


def test_the_category_brings_the_questions_about_the_child_before_it_is_read_back(world, desk):
    salma = desk(world.salma)
    without = {name: said for name, said in CHILD.items() if name not in ASKED}
    answer = salma.types(**without)
    assert answer.status_code == 200
    assert fields(answer) == ASKED
    shown = words(answer)
    for said in ("Who is missing?", "Where was the child last seen?", "When was the child last seen?"):
        assert said in shown, said
    assert "Photo of the child" in shown
    assert "Liberty Market" in text(answer)
    assert salma.types(**CHILD).status_code == 302


def test_other_categories_ask_nothing_of_a_child(world, desk):
    salma = desk(world.salma)
    assert salma.types().status_code == 302
    assert fields(salma.seat.get(f"{INTAKE}{salma.key}/", "10:02")) == set()


def test_what_was_told_is_read_back_kept_and_shown_to_whoever_has_it(world, desk):
    salma = desk(world.salma)
    salma.types(**CHILD)
    read = unescape(words(salma.reads_back()))
    for said in ("Child Ayla", "Age of the child 7", "Girl", "A green frock", "Liberty Market", "today at 8 am"):
        assert said in read, said
    salma.agrees()
    child = salma.complaint.missing_child
    told = (child.name, child.age, child.sex, child.wearing, child.left, child.custody)
    assert told == ("Ayla", 7, "female", "A green frock", "unknown", "yes")
    assert salma.complaint.category.code == "missing_child"
    page = unescape(words(salma.seat.opens(salma.complaint, "10:08")))
    for said in ("Call the reporter back at once: +923001112233", "A green frock", "Dispute over custody Yes"):
        assert said in page, said


def test_nothing_about_the_child_has_to_be_known(world, desk):
    salma = desk(world.salma)
    assert salma.types(**CHILD | dict.fromkeys(ASKED, "")).status_code == 302
    salma.agrees()
    assert salma.complaint.missing_child.age is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"child_age": "18"}, "child_age"),
        ({"child_age": "seven"}, "child_age"),
        ({"child_left": "perhaps"}, "child_left"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, desk, typed, field):
    salma = desk(world.salma)
    answer = salma.types(**CHILD | typed)
    assert answer.status_code == 422
    assert field in set(mistakes(answer))
    again = text(salma.seat.get(f"{INTAKE}{salma.key}/", "10:02"))
    assert "A green frock" in again


def test_the_childs_photo_comes_with_the_page(world, desk):
    salma = desk(world.salma)
    picture = SimpleUploadedFile("ayla.jpg", photo(), content_type="image/jpeg")
    assert salma.types(**CHILD, evidence=picture).status_code == 302
    salma.agrees()
    assert salma.complaint.evidence.get().name == "ayla.jpg"


def test_what_was_typed_of_the_child_past_the_sessions_end_is_given_back(world, desk):
    salma = desk(world.salma)
    salma.seat.client.logout()
    answer = salma.types(**CHILD)
    assert answer.status_code == 401
    assert "Ayla" in text(answer)
    assert "A green frock" in text(answer)
