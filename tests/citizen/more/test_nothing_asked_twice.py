"""WCAG 3.3.7: nobody types the same thing twice. What was told while filing is filled in on later pages."""

import re

import pytest

from complaints.rules.followup_questions import Question
from tests.citizen.conftest import TOLD, Visitor, registered
from tests.citizen.filing.conftest import begins, tells

FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
KEPT_OUT = {"officer_station": "gulberg", "post": "SDPO", "officer_name": "Dania Malik", "happened_on": "2022-02-01"}


def fields_asked(page) -> set[str]:
    """Return the names of the fields that the page's forms ask for. A hidden one asks nobody."""
    tags = [tag for tag in FIELD.findall(page.content.decode()) if 'type="hidden"' not in tag]
    return {name for tag in tags for name in re.findall(r'\bname="([^"]+)"', tag)}


@pytest.mark.parametrize("category", ["financial_crime", "misbehaviour", "domestic_violence"])
def test_no_question_stands_on_two_pages_of_filing(world, ayesha, category):
    key = begins(ayesha, category)
    tells(ayesha, key, district="lahore", text=TOLD["text"])
    ayesha.posts(f"/complain/{key}/whom/", keep_from="yes")
    asked = {page: fields_asked(ayesha.get(f"/complain/{key}/{page}/")) for page in ("where", "what", "whom")}
    ayesha.posts(f"/complain/{key}/whom/", keep_from="yes", details="1", **KEPT_OUT)
    asked["reach"] = fields_asked(ayesha.get(f"/complain/{key}/reach/"))
    assert {"text", "officer_name", "phone", "language"} <= set().union(*asked.values())
    names = [name for page in asked.values() for name in page]
    assert sorted(names) == sorted(set(names))


@pytest.fixture
def told(world, ayesha: Visitor):
    """Ayesha's complaint about an officer, with everything told that the five pages ask."""
    answer = ayesha.files(category="misbehaviour", email="ayesha@example.org", behalf="self", under_18="on", **KEPT_OUT)
    assert answer.status_code == 302
    return registered()[0]


@pytest.mark.parametrize(
    ("question", "filled_in"),
    [
        (Question.CONTACT, {"phone": "+923001112233", "language": "en"}),
        (Question.CONCERNS, {"station": "gulberg", "post": "SDPO", "name": "Dania Malik"}),
        (Question.WHEN, {"happened_on": "2022-02-01"}),
        (Question.BEHALF, {"behalf": "self"}),
        (Question.AGE, {"under_18": "yes"}),
    ],
)
def test_what_was_told_while_filing_is_filled_in_later(told, ayesha, question, filled_in):
    page = ayesha.get(f"/track/{told.etag}/more/{question}/", "09:10")
    form = page.context["form"]
    assert {name: str(form[name].value()) for name in filled_in} == filled_in
