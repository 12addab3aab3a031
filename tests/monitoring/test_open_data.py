"""Open data: the public figures as files, and what two weeks of them reveal."""

import csv
import hashlib
import io
import json

import pytest
from django.test import Client

from monitoring.models import Publication, PublicFigure
from monitoring.queries.open_data import CHECKSUMS
from monitoring.services.figure_publication import publish_week
from tests.monitoring.test_public_figures import MONDAY, NEXT_MONDAY, filed, get
from tests.world import DAY, clock

pytestmark = pytest.mark.django_db
OCTOBER = DAY.replace(month=10, day=24, hour=9)
FILES = ("figures.csv", "figures.json", "reviews.csv", "reviews.json", "dictionary.json", "datapackage.json")


@pytest.fixture
def published(world):
    """A week in which Lahore and Multan received enough complaints, and Kasur did not."""
    for number, district in ((24, "lahore"), (14, "multan"), (12, "faisalabad"), (3, "kasur")):
        filed(world, number, district)
    publish_week(at=clock(MONDAY))


@pytest.mark.usefixtures("published")
def test_the_files_say_what_the_public_page_says_and_no_more():
    table = list(csv.DictReader(io.StringIO(get("/open-data/figures.csv").content.decode("utf-8-sig"))))
    assert table == list(csv.DictReader(io.StringIO(get("/performance/figures.csv").getvalue().decode("utf-8-sig"))))
    rows = json.loads(get("/open-data/figures.json").content)["rows"]
    assert [{name: str(value) if value is not None else "" for name, value in row.items()} for row in rows] == table
    received = {row["district"]: row["received"] for row in rows if row["month"] is None}
    assert (received["lahore"], received["kasur"]) == (24, None)
    assert min(value for row in rows for value in row.values() if isinstance(value, int)) >= 0
    assert all(row["received"] is None or row["received"] >= 10 for row in rows)


@pytest.mark.usefixtures("published")
def test_checksums_dictionary_and_licence_belong_to_the_files():
    contents = {name: get(f"/open-data/{name}").content for name in (*FILES, CHECKSUMS)}
    sums = dict(reversed(line.split("  ")) for line in contents.pop(CHECKSUMS).decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    package = json.loads(contents["datapackage.json"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {one["path"]: one["hash"] for one in package["resources"]}["figures.csv"] == f"sha256:{sums['figures.csv']}"
    dictionary = json.loads(contents["dictionary.json"])
    named = [field["name"] for field in dictionary["figures"]["fields"]]
    assert named == contents["figures.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    descriptions = [field["description"] for table in dictionary.values() for field in table["fields"]]
    assert [one for one in descriptions if not one["ur"] or one["ur"] == one["en"]] == []


@pytest.mark.usefixtures("published")
def test_an_unchanged_file_is_not_sent_again():
    etag = get("/open-data/figures.csv").headers["ETag"]
    page = get("/open-data/").content.decode()
    assert etag.strip('"') in page
    assert Client().get("/open-data/figures.csv", headers={"If-None-Match": etag}).status_code == 304


def test_before_the_first_week_there_is_a_page_and_no_file(db):
    assert "There are no figures yet" in get("/open-data/").content.decode()
    assert {get(f"/open-data/{name}").status_code for name in (*FILES, "secrets.csv")} == {404}


def month_cell(district: str) -> int | None:
    return PublicFigure.objects.get(office__code=district, month="2026-10-01").received


def test_two_weeks_together_reveal_no_small_number(world):
    """Kasur's 4 are hidden beside Okara's 11. Next week Okara has more than Sahiwal, and still stays hidden.

    Were Sahiwal hidden in its place, the first week would give Sahiwal's number, the second week Okara's, and the sum
    of the hidden ones Kasur's.
    """
    for number, district in ((30, "lahore"), (4, "kasur"), (11, "okara"), (12, "sahiwal")):
        filed(world, number, district, at=OCTOBER)
    publish_week(at=clock(MONDAY))
    assert (month_cell("kasur"), month_cell("okara"), month_cell("sahiwal")) == (None, None, 12)
    assert ["received", "okara", "2026-10-01"] in Publication.objects.get().protecting
    filed(world, 5, "okara", at=OCTOBER)
    publish_week(at=clock(NEXT_MONDAY))
    assert Publication.objects.count() == 1
    assert (month_cell("kasur"), month_cell("okara")) == (None, None)


def test_the_control_without_the_week_before_okara_would_be_shown(world):
    for number, district in ((30, "lahore"), (4, "kasur"), (16, "okara"), (12, "sahiwal")):
        filed(world, number, district, at=OCTOBER)
    publish_week(at=clock(NEXT_MONDAY))
    assert (month_cell("okara"), month_cell("sahiwal")) == (16, None)
