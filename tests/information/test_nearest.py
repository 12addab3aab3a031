"""The nearest offices: by the phone's position if offices have one, else by district."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Office
from information.models import Centre
from information.queries.nearest_places import nearest_offices
from information.templatetags.places import far
from tests.information.conftest import words

LIBERTY = "31.51020,74.34410,12"  # a phone at Liberty market, in Gulberg
PAGE = "/offices/nearest/"
CENTRES = """code,district,name_en,name_ur,certainty,source,latitude,longitude,telephone
liberty,lahore,Liberty Centre,لبرٹی مرکز,likely,a list of 2026,31.5110,74.3450,042-99200000
multan_one,multan,Multan Centre,ملتان مرکز,likely,a list of 2026,30.1980,71.4690,
"""


@pytest.fixture
def world(world):
    """Give only Gulberg and Garden Town a position."""
    Office.objects.filter(code="gulberg").update(latitude=31.5160, longitude=74.3430, telephone="042-99263450")
    Office.objects.filter(code="garden_town").update(latitude=31.5030, longitude=74.3180, address_en="By the park")
    return world


@pytest.fixture
def centres(tmp_path):
    file = tmp_path / "centres.csv"
    file.write_text(CENTRES, encoding="utf-8")
    call_command("import_centres", file, verbosity=0)


def test_the_nearest_office_comes_first_and_says_how_far_it_is(world, visitor):
    answer = visitor.post(PAGE, {"position": LIBERTY})
    assert [office.code for office in answer.context["offices"]] == ["gulberg", "garden_town"]
    page = words(answer)
    assert "650 m away" in page
    assert "2.6 km away" in page
    assert "By the park" in page
    assert 'href="tel:+924299263450"' in answer.content.decode()


def test_an_office_without_a_position_is_never_called_near(world):
    assert {office.code for office in nearest_offices(31.51, 74.34, most=50)} == {"gulberg", "garden_town"}


def test_only_the_kinds_that_were_asked_for_are_found(world):
    assert nearest_offices(31.51, 74.34, kinds=[Office.Kind.DISTRICT]) == []


def test_the_distance_is_that_of_the_great_circle(world):
    """From Lahore's Gulberg to Multan's fort: 311 km (computed outside the database by the law of cosines)."""
    Office.objects.filter(code="multan").update(latitude=30.1984, longitude=71.4687)
    [multan] = nearest_offices(31.5160, 74.3430, kinds=[Office.Kind.DISTRICT])
    assert multan.kilometres == pytest.approx(311.3, abs=1)


def test_with_no_position_known_the_page_says_so_and_offers_the_district(visitor):
    page = words(visitor.post(PAGE, {"position": LIBERTY}))
    assert "We do not have the location of any office yet." in page
    assert "We do not have the location of any centre yet." in page
    assert "Show offices" in page


@pytest.mark.parametrize(
    ("position", "said"),
    [
        ("51.50740,-0.12780,30", "not in Pakistan"),
        ("here", "We could not read this location. Choose a district instead."),
        ("", "We could not read this location. Choose a district instead."),
        ("74.3,31.5,9", "not in"),
    ],
)
def test_a_position_that_is_none_or_abroad_is_refused_in_words(world, visitor, position, said):
    answer = visitor.post(PAGE, {"position": position})
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_position_stands_in_no_address(world, visitor):
    assert "position" not in visitor.get(PAGE, {"position": LIBERTY}).context


def test_without_a_script_a_district_leads_to_its_offices(world, visitor):
    answer = visitor.get(PAGE, {"district": "lahore"}, follow=True)
    assert answer.redirect_chain == [("/offices/lahore/", 302)]
    assert "042-99263450" in words(answer)
    assert visitor.get(PAGE, {"district": "atlantis"}).status_code == 422


def test_the_page_costs_the_same_whatever_is_near(world, centres, visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        visitor.get(PAGE)
    with django_assert_num_queries(3):
        visitor.post(PAGE, {"position": LIBERTY})
    Office.objects.filter(kind="district").update(latitude=31.6, longitude=74.2)
    with django_assert_num_queries(3):
        visitor.post(PAGE, {"position": LIBERTY})


def test_centres_of_a_list_are_shown_by_district_and_the_nearest_is_found(world, centres, visitor):
    page = words(visitor.get("/services/centres/"))
    assert page.index("Liberty Centre") < page.index("Multan Centre")
    assert "Liberty Centre" in words(visitor.get("/offices/lahore/"))
    near = visitor.post(PAGE, {"position": LIBERTY}).context["centres"]
    assert [centre.code for centre in near] == ["liberty", "multan_one"]


def test_samples_say_so(world, tmp_path, visitor):
    file = tmp_path / "samples.csv"
    file.write_text(CENTRES, encoding="utf-8")
    call_command("import_centres", file, sample=True, verbosity=0)
    assert words(visitor.get("/services/centres/")).count("SAMPLE") == 2


def test_a_list_with_one_wrong_row_loads_nothing_and_says_which(db, tmp_path):
    file = tmp_path / "centres.csv"
    file.write_text(CENTRES.replace(",multan,", ",atlantis,").replace("74.3450", "east"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"line 2: Enter latitude(.|\n)*line 3: There is no district “atlantis”"):
        call_command("import_centres", file)
    assert not Centre.objects.exists()


def test_what_an_administrator_edited_is_not_undone_by_the_list(world, centres, tmp_path):
    centre = Centre.objects.get(code="liberty")
    Centre.objects.filter(pk=centre.pk).update(name_en="Liberty, first floor", edited_at="2026-11-24T10:00:00Z")
    file = tmp_path / "centres.csv"
    call_command("import_centres", file, verbosity=0)
    assert Centre.objects.get(pk=centre.pk).name_en == "Liberty, first floor"


@pytest.mark.parametrize("half", [{"latitude": 31.5}, {"longitude": 74.3}, {"latitude": 74.3, "longitude": 31.5}])
def test_half_a_position_and_a_swapped_one_are_refused_by_the_database(world, half):
    with pytest.raises(IntegrityError, match="office_position_whole"), transaction.atomic():
        Office.objects.filter(code="lahore").update(**half)


@pytest.mark.parametrize(
    ("kilometres", "said"), [(0.01, "50 m"), (0.647, "650 m"), (3.24, "3.2 km"), (311.3, "311 km")]
)
def test_a_distance_is_as_exact_as_it_is_worth(kilometres, said):
    assert far(kilometres) == f"{said} away"
