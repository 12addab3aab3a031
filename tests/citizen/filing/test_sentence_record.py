"""What is recorded of a proposal and the choice, and what the engine itself proposes for sentences that people say."""

import pytest

from complaints.models import CategoryProposal, Complaint
from complaints.services.drafts import PROPOSAL_KEY
from tests.citizen.conftest import Visitor, path_of, registered, words
from tests.citizen.filing.conftest import draft_of
from tests.citizen.filing.sentences import REACH, SHOP, says


def files(visitor: Visitor, *, chosen: str, text: str = SHOP) -> Complaint:
    key, _ = says(visitor, text)
    visitor.posts(f"/complain/{key}/proposal/", category=chosen, district="lahore")
    visitor.posts(f"/complain/{key}/whom/", keep_from="no")
    assert visitor.posts(f"/complain/{key}/reach/", **REACH, checked="1").status_code == 302
    return registered()[-1]


def test_proposal_and_choice_are_recorded_as_codes_without_the_text(world, ayesha, understands):
    understands("property_crime", "threats", district="lahore")
    complaint = files(ayesha, chosen="threats")
    row = CategoryProposal.objects.get(complaint=complaint)
    assert (row.engine_version, row.proposed, row.chosen) == ("test", ["property_crime", "threats"], "threats")
    assert (row.proposed_place, row.chosen_place, row.danger) == ("lahore", "lahore", "none")
    assert SHOP not in str(vars(row))


def test_without_a_sentence_first_nothing_was_proposed(world, ayesha):
    ayesha.files()
    assert not CategoryProposal.objects.exists()


def test_a_changed_sentence_is_understood_anew(world, ayesha, understands):
    understands("property_crime", district="lahore")
    key, _ = says(ayesha, SHOP)
    understands("threats", district="multan")
    assert path_of(ayesha.posts(f"/complain/{key}/what/", text="They say that they burn my house.")) == (
        f"/complain/{key}/proposal/"
    )
    assert draft_of(key).answers[PROPOSAL_KEY]["district"] == "multan"


# --- with the engine ---

SPOKEN = {
    "SHO ne rishwat mangi": "bribe_demand",
    "پولیس نے میرے بھائی کو پکڑ لیا": "innocent_arrested",
    "My brother has occupied my land": "land_grab",
    "Lahore Gulberg me meri dukan se mobile chori ho gaya": "property_crime",
}


@pytest.mark.parametrize(("text", "category"), SPOKEN.items())
def test_what_people_say_is_among_the_three(world, ayesha, text, category):
    """Findings C7: these sentences found nothing, and “acid” found the traffic police."""
    _, answer = says(ayesha, text)
    page = ayesha.get(path_of(answer))
    codes = [one.choice.category.code for one in page.context["proposed"]]
    assert category in codes or (category == "innocent_arrested" and "illegal_detention" in codes), codes


def test_the_station_and_the_district_are_named_with_the_words_that_led_to_them(world, ayesha):
    _, answer = says(ayesha, "thana Gulberg Lahore ke SHO ne rishwat mangi")
    page = ayesha.get(path_of(answer))
    assert page.context["district"] == "lahore"
    assert "Gulberg Police Station" in words(page)
    assert "gulberg" in page.content.decode()
