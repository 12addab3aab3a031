"""Directory for tests without a database: the shipped tables, and a few offices."""

import csv
from functools import cache

from tests.architecture.test_code import ROOT
from whatsapp.rules.public_directory import (
    ComplaintKind,
    Directory,
    GuideStep,
    HelplineEntry,
    LinkEntry,
    OfficeEntry,
    ServiceEntry,
)

LANGUAGES = ("en", "ur", "roman")
OFFICES = (
    OfficeEntry("punjab", "central", "punjab/", {"en": "Central Police Office"}),
    OfficeEntry("region_lahore", "region", "punjab/region_lahore/", {"en": "Lahore Region", "ur": "لاہور ریجن"}),
    OfficeEntry("lahore", "district", "punjab/region_lahore/lahore/", {"en": "Lahore", "ur": "لاہور"}),
    OfficeEntry("gulberg", "station", "punjab/region_lahore/lahore/gulberg/",
          {"en": "Gulberg Police Station", "ur": "تھانہ گلبرگ"}, (31.52, 74.35)),
    OfficeEntry("region_multan", "region", "punjab/region_multan/", {"en": "Multan Region", "ur": "ملتان ریجن"}),
    OfficeEntry("multan", "district", "punjab/region_multan/multan/", {"en": "Multan", "ur": "ملتان"}),
    *(OfficeEntry(f"vehari_{n}", "station", f"punjab/region_multan/vehari/vehari_{n}/", {"en": f"Chak {n}"})
      for n in range(1, 40)),
    OfficeEntry("vehari", "district", "punjab/region_multan/vehari/", {"en": "Vehari", "ur": "وہاڑی"}),
)  # fmt: skip


@cache
def shipped() -> Directory:
    """Return the directory of a portal that has loaded its tables."""
    words = {row["code"]: row["search_words"] for row in _rows("complaints/data/category_words.csv")}
    roman = {row["code"]: row for row in _rows("complaints/data/category_roman.csv")}
    return Directory(
        site="https://portal.example",
        kinds=tuple(_kind(row | roman[row["code"]], words) for row in _rows("complaints/data/categories.csv")),
        offices=OFFICES,
        services=tuple(_service(row) for row in _rows("information/data/services.csv")),
        helplines=tuple(
            HelplineEntry(row["number"], _said(row, "name")) for row in _rows("information/data/helplines.csv")
        ),
        links=tuple(
            LinkEntry(row["kind"], _said(row, "name"), row["url"]) for row in _rows("information/data/links.csv")
        ),
        steps=tuple(
            GuideStep(row["guide"], _said(row, "title"), _said(row, "words"))
            for row in _rows("information/data/steps.csv")
        ),
    )


def _kind(row: dict, words: dict) -> ComplaintKind:
    about, confidential = row["about_police"] == "yes", row["confidential"] == "yes"
    return ComplaintKind(row["code"], row["group"], _said(row, "name"), words.get(row["code"], ""), about, confidential)


def _service(row: dict) -> ServiceEntry:
    facts = {fact: _said(row, fact) for fact in ("documents", "fee", "time", "notes")}
    titles, lines = _said(row, "wa_title"), _said(row, "wa_desc")
    certainties = {fact: row[f"{fact}_certainty"] for fact in ("documents", "fee", "time")}
    return ServiceEntry(
        row["kind"], row["code"], int(row["order"]), _said(row, "name"), titles, lines, facts, row["url"],
        certainties, row["as_of"],
    )  # fmt: skip


def _said(row: dict, field: str) -> dict[str, str]:
    return {language: row.get(f"{field}_{language}", "") for language in LANGUAGES}


def _rows(path: str) -> list[dict]:
    with (ROOT / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
