"""Where a complainant lives, as far as the clock on their wall is concerned."""

import csv
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

PAKISTAN = "Asia/Karachi"


@dataclass(frozen=True)
class Country:
    """A country, or a part of one with its own clock. `is_common`: where most Pakistanis abroad live."""

    code: str
    zone: str
    name_en: str
    name_ur: str
    is_common: bool


def _all() -> list[Country]:
    with (Path(__file__).parent / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return [
            Country(row["code"], row["zone"], row["name_en"], row["name_ur"], row["common"] == "yes")
            for row in csv.DictReader(file)
        ]


COUNTRIES = _all()
"""Codes are ours: ISO 3166, with a letter behind it where a country has several clocks."""

ZONES = {country.code: country.zone for country in COUNTRIES}
COMMON_ZONES = frozenset(country.zone for country in COUNTRIES if country.is_common)
"""Where most Pakistanis abroad live."""


def is_zone(name: str) -> bool:
    """Whether an IANA zone has this name. Asking for all their names reads six hundred files each time (37 ms)."""
    try:
        return bool(ZoneInfo(name).key)
    except (KeyError, ValueError, OSError):
        return False
