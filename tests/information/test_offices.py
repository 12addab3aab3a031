"""Offices: the tree, a search in either language and with any keyboard, and one district."""

import pytest

from tests.information.conftest import words


def names(answer) -> list[str]:
    """Return the names of the districts that a search found."""
    return [district.code for district, _ in answer.context["found"]]


def test_all_regions_and_districts_with_their_heads_posts(visitor):
    answer = visitor.get("/offices/")
    regions = answer.context["regions"]
    assert len(regions) == 10
    assert sum(len(region.districts) for region in regions) == 41
    assert "City Police Officer" in words(answer)


@pytest.mark.parametrize("typed", ["multan", " Multan ", "ملتان", "MULT"])
def test_a_district_is_found_by_a_part_of_its_name_in_either_language(visitor, typed):
    assert names(visitor.get("/offices/", {"q": typed})) == ["multan"]


@pytest.mark.parametrize("typed", ["راولپنڈي", "راولپنڈی"])
def test_an_arabic_keyboard_finds_it_too(visitor, typed):
    assert names(visitor.get("/offices/", {"q": typed})) == ["rawalpindi"]


def test_a_station_leads_to_its_district(world, visitor):
    answer = visitor.get("/offices/", {"q": "garden town"})
    assert names(answer) == ["lahore"]
    assert "Garden Town Police Station" in words(answer)


def test_nothing_found_says_so_and_leads_back(visitor):
    answer = visitor.get("/offices/", {"q": "Timbuktu"})
    assert "No district or station found with that name" in words(answer)
    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["", "  ", "%", "_"])
def test_an_empty_search_and_a_sign_of_the_database_do_no_harm(visitor, typed):
    assert visitor.get("/offices/", {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"), [("x" * 61, "60 characters"), ("a\0b", "contains characters that we cannot read")]
)
def test_a_search_that_cannot_be_made_is_said_and_kept(visitor, typed, said):
    answer = visitor.get("/offices/", {"q": typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "<title>Error:" in answer.content.decode()
    assert len(answer.context["regions"]) == 10


def test_a_district_shows_what_stands_below_it(world, visitor):
    page = words(visitor.get("/offices/lahore/"))
    for name in ("Model Town Division", "Gulberg Circle", "Gulberg Police Station", "CCPO"):
        assert name in page


def test_a_district_without_known_stations_says_that_one_can_complain_all_the_same(visitor):
    assert "choose the district and write the name of the station." in words(visitor.get("/offices/kasur/"))


def test_a_district_without_a_proved_head_says_where_its_complaints_go(visitor):
    answer = visitor.get("/offices/taunsa/")
    assert "We could not confirm that it has its own police head." in words(answer)
    assert 'href="/offices/dg_khan/"' in answer.content.decode()


def test_invented_stations_are_called_a_sample(world, visitor):
    world.office("gulberg").__class__.objects.filter(code="gulberg").update(is_invented=True)
    assert "SAMPLE" in words(visitor.get("/offices/lahore/"))


@pytest.mark.parametrize("code", ["punjab", "region_lahore", "gulberg", "no_such_place"])
def test_what_is_no_district_has_no_page(world, visitor, code):
    assert visitor.get(f"/offices/{code}/").status_code == 404
