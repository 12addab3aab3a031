"""The counter: category, district and police station are proposed from the statement, and the operator confirms."""

import re

import pytest

from complaints.models import CategoryProposal
from complaints.services import statement_proposals
from complaints.services.statement_proposals import StatementProposal
from desk.intake import intake_fields, intake_page
from tests.desk.intake.conftest import INTAKE


@pytest.fixture
def understands(monkeypatch):
    """Return a function that sets what the engine proposes for every text."""

    def set_proposal(*categories: str, district: str = "", station: str = "") -> None:
        words = tuple((code.split("_")[0],) for code in categories)
        found = StatementProposal("test", categories, words, district, station, ("Gulberg",) if district else ())
        for module in (statement_proposals, intake_fields, intake_page):
            monkeypatch.setattr(module, "propose_for_statement", lambda text: found)

    return set_proposal


def chosen(page: str, name: str) -> str:
    field = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL).group()
    return re.search(r'value="([^"]*)" selected', field).group(1)


def test_the_statement_proposes_and_the_operator_confirms(world, desk, understands):
    understands("property_crime", "threats", district="lahore", station="gulberg")
    salma = desk(world.salma)
    page = salma.types(kind="", district="", station="", propose="1").content.decode()
    assert re.findall(r'name="kind_chosen" value="(\w+)"', page) == ["property_crime", "threats"]
    assert (chosen(page, "district"), chosen(page, "station")) == ("lahore", "gulberg")
    assert 'name="kind_chosen" value="property_crime" checked' not in page  # nothing is chosen for the operator
    assert salma.types(kind="", kind_chosen="threats").status_code == 302
    assert "Threats" in salma.reads_back().content.decode() or "دھمک" in salma.reads_back().content.decode()
    salma.agrees()
    assert salma.complaint.category.code == "threats"
    row = CategoryProposal.objects.get(complaint=salma.complaint)
    assert (row.proposed, row.chosen) == (["property_crime", "threats"], "threats")


def test_without_a_category_the_form_asks_with_the_proposal_and_loses_nothing(world, desk, understands):
    understands("property_crime")
    answer = desk(world.salma).types(kind="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The statement may be about one of these." in page
    assert "Two men took my buffalo" in page


def test_a_statement_that_fits_nothing_says_so(world, desk, understands):
    understands()
    page = desk(world.salma).types(kind="", propose="1").content.decode()
    assert "names no category or place that we know" in page
    assert desk(world.salma).types(kind="").status_code == 422


def test_a_place_that_the_statement_does_not_name_stays(world, desk, understands):
    understands("property_crime")
    page = desk(world.salma).types(kind="", propose="1").content.decode()
    assert (chosen(page, "district"), chosen(page, "station")) == ("lahore", "gulberg")


def test_what_was_typed_without_the_button_is_recorded_with_its_proposal_too(world, desk, understands):
    understands("threats")
    salma = desk(world.salma)
    salma.types()
    salma.agrees()
    row = CategoryProposal.objects.get(complaint=salma.complaint)
    assert (row.proposed, row.chosen) == (["threats"], "property_crime")


def test_the_page_begins_without_a_proposal(world, desk):
    page = desk(world.salma).seat.get(INTAKE, "10:00").content.decode()
    assert "Propose category and place from the statement" in page
    assert "kind_chosen" not in page
