"""The offices that ship with the portal match the published facts."""

import csv
import re

import pytest
from django.core.management import call_command

from accounts.management.commands.load_offices import DATA
from accounts.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_offices", demo=True, verbosity=0)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_ten_regions_and_41_districts_under_one_central_office(loaded):
    assert Office.objects.regions().count() == 10
    assert Office.objects.districts().count() == 41
    assert Office.objects.central().head_title == "PPO"


def test_a_district_whose_own_head_is_not_proved_routes_to_its_neighbour(loaded):
    routed = Office.objects.exclude(routes_to=None).values_list("code", "routes_to__code", "certainty")
    assert {(code, to) for code, to, _ in routed} == {
        ("wazirabad", "gujranwala"),
        ("talagang", "chakwal"),
        ("kot_addu", "muzaffargarh"),
        ("taunsa", "dg_khan"),
    }
    assert all("GUESS" in certainty for _, _, certainty in routed)
    assert Office.objects.get(code="taunsa").handling_office().code == "dg_khan"


def test_four_cities_are_headed_by_a_city_police_officer_and_lahore_by_its_ccpo(loaded):
    assert set(Office.objects.filter(head_title="CPO").values_list("code", flat=True)) == {
        "rawalpindi",
        "gujranwala",
        "faisalabad",
        "multan",
    }
    assert set(Office.objects.filter(head_title="CCPO").values_list("code", flat=True)) == {"lahore", "region_lahore"}


def test_lahores_six_divisions_are_real_and_every_circle_station_and_unit_says_that_it_is_invented(loaded):
    divisions = Office.objects.filter(kind=Office.Kind.DIVISION)
    assert divisions.filter(parent__code="lahore", is_invented=False).count() == divisions.count() == 6
    lower = Office.objects.filter(kind__in=["circle", "station", "unit"])
    assert lower.count() > 60
    assert not lower.filter(is_invented=False).exists()


def test_loading_again_changes_nothing(loaded, capsys):
    call_command("load_offices", demo=True)
    assert re.findall(r"(\d+) created, (\d+) changed", capsys.readouterr().out) == [("0", "0"), ("0", "0")]


@pytest.mark.parametrize("name", ["offices.csv", "demo_offices.csv"])
def test_urdu_names_are_written_in_urdu_letters(name):
    assert all(row["name_ur"] and not re.search("[يكهةa-zA-Z]", row["name_ur"]) for row in rows(name))


def test_every_shipped_office_has_a_roman_urdu_name_that_is_called_ours(loaded):
    named = rows("roman_names.csv")
    assert {row["code"] for row in named} == set(Office.objects.values_list("code", flat=True))
    assert {row["certainty"] for row in named} == {"ours"}
    assert all(office.name_roman.isascii() and office.name_roman for office in Office.objects.all())
    assert Office.objects.get(code="lahore_purana_bazaar").name_roman == "Thana Purana Bazaar"


def test_a_list_without_roman_urdu_leaves_the_names_that_are_there(loaded, tmp_path):
    file = tmp_path / "offices.csv"
    file.write_text("code,kind,parent,name_en,name_ur\nlahore,district,region_lahore,Lahore City,لاہور شہر\n")
    call_command("import_offices", str(file), verbosity=0)
    office = Office.objects.get(code="lahore")
    assert (office.name_en, office.name_roman) == ("Lahore City", "Lahore")
    file.write_text("code,kind,parent,name_en,name_ur,name_roman\nlahore,district,region_lahore,Lahore,لاہور,Lahaur\n")
    call_command("import_offices", str(file), verbosity=0)
    assert Office.objects.get(code="lahore").name_roman == "Lahaur"
