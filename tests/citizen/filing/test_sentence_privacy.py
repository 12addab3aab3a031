"""A sentence about danger, and a sentence that stays private until its category is chosen, or for good."""

import pytest

from citizen.filing import browser_drafts
from complaints.services.drafts import PROPOSAL_KEY
from complaints.understanding.proposals import Danger
from tests.citizen.conftest import Visitor
from tests.citizen.filing.conftest import CONFIDENTIAL, answers_of, draft_of
from tests.citizen.filing.sentences import SHOP, says

# --- danger ---


def test_danger_shows_15_first_and_then_goes_on(world, ayesha, bashir, understands):
    understands("threats", danger=Danger.NOW)
    for visitor in (ayesha, bashir):
        key, _ = says(visitor, "They are at my door and say that they kill us.")
        page = visitor.get(f"/complain/{key}/proposal/").content.decode()
        assert page.index('href="tel:15"') < page.index('name="category"')
        assert 'href="tel:1787"' not in page.split('name="category"')[0]


def test_where_the_police_are_the_danger_another_number_stands_beside_15(world, ayesha, bashir, understands):
    understands("custodial_torture", danger=Danger.POLICE)
    for visitor in (ayesha, bashir):
        key, _ = says(visitor, "They are beating my brother in the police station.")
        page = visitor.get(f"/complain/{key}/proposal/").content.decode()
        above = page.split('name="category"')[0]
        assert 'href="tel:15"' in above
        assert 'href="tel:1787"' in above
        assert 'href="tel:1122"' in above


# --- confidential until somebody chooses ---


def test_until_a_category_is_chosen_the_sentence_opens_in_this_browser_alone(world, ayesha, understands):
    understands("property_crime", district="lahore")
    key, _ = says(ayesha, SHOP)
    for step in ("", "what/", "proposal/", "kind/"):
        assert Visitor().get(f"/complain/{key}/{step}").status_code == 410
    assert SHOP not in Visitor().posts("/complain/", key=key, text="Something else entirely.").content.decode()
    page = ayesha.get(f"/complain/{key}/proposal/").content.decode()
    assert "<title>Information</title>" in page
    assert f"/complain/{key}/</bdi>" not in page
    assert ayesha.get(f"/complain/{key}/proposal/", "09:31").status_code == 410
    ayesha.posts(f"/complain/{key}/proposal/", "09:00", category="property_crime", district="lahore")
    assert Visitor().get(f"/complain/{key}/what/").status_code == 200


def test_a_confidential_choice_keeps_it_so(world, ayesha, understands):
    understands(CONFIDENTIAL, district="lahore")
    key, _ = says(ayesha, "My husband beats me every night.")
    ayesha.posts(f"/complain/{key}/proposal/", category=CONFIDENTIAL, district="lahore")
    assert ayesha.get(f"/complain/{key}/what/").status_code == 200
    assert Visitor().get(f"/complain/{key}/what/").status_code == 410
    assert browser_drafts.is_private(draft_of(key))


@pytest.mark.parametrize(
    ("text", "proposed", "danger"),
    [
        ("My husband beats me every night.", (CONFIDENTIAL, "property_crime"), Danger.NONE),
        ("They are at my door and say that they kill us.", ("property_crime",), Danger.NOW),
    ],
)
def test_a_private_sentence_stays_so_whatever_category_is_chosen(world, ayesha, understands, text, proposed, danger):
    """She may choose an ordinary category by mistake, or because somebody looks on."""
    understands(*proposed, district="lahore", danger=danger, is_sensitive=True)
    key, _ = says(ayesha, text)
    ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="lahore")
    assert answers_of(key)["category"] == "property_crime"
    for step in ("", "what/", "whom/", "reach/"):
        stranger = Visitor().get(f"/complain/{key}/{step}")
        assert stranger.status_code == 410
        assert text not in stranger.content.decode()
    page = ayesha.get(f"/complain/{key}/what/").content.decode()
    assert text in page.replace("&#x27;", "'")
    assert "data-copy-of" not in page
    assert ayesha.get(f"/complain/{key}/what/", "09:31").status_code == 410


@pytest.mark.parametrize(
    ("text", "is_sensitive"),
    [
        ("My husband beats me every night with a stick", True),
        ("They are at my door with guns, they will kill us, help", True),
        (SHOP, False),
    ],
)
def test_the_engine_itself_tells_which_sentences_are_private(world, ayesha, text, is_sensitive):
    key, _ = says(ayesha, text)
    assert draft_of(key).answers[PROPOSAL_KEY]["is_sensitive"] is is_sensitive


def test_no_address_holds_a_word_of_the_sentence(world, ayesha):
    key, answer = says(ayesha, "My husband beats me every night.")
    assert "husband" not in answer["Location"]
    assert "no-store" in ayesha.get(f"/complain/{key}/proposal/")["Cache-Control"]


def test_the_copy_in_the_browser_begins_only_with_a_category_that_is_not_confidential(world, ayesha, understands):
    understands("property_crime", district="lahore")
    assert "data-copy-of" not in ayesha.get("/complain/").content.decode()
    key, _ = says(ayesha, SHOP)
    assert "data-copy-of" not in ayesha.get(f"/complain/{key}/what/").content.decode()
    ayesha.posts(f"/complain/{key}/proposal/", category="property_crime", district="lahore")
    assert "data-copy-of" in ayesha.get(f"/complain/{key}/what/").content.decode()
