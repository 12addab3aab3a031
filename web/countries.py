"""The countries where a complainant may live, with their time zones."""

import csv
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

PAKISTAN = "Asia/Karachi"


@dataclass(frozen=True)
class Country:
    """A country, or a part of one with its own time zone. `is_common`: many Pakistanis live there."""

    code: str
    zone: str
    name_en: str
    name_ur: str
    is_common: bool


_ROWS = csv.DictReader((Path(__file__).parent / "data" / "countries.csv").read_text(encoding="utf-8").splitlines())
COUNTRIES = [Country(row["code"], row["zone"], row["name_en"], row["name_ur"], row["common"] == "yes") for row in _ROWS]
"""The codes are those of ISO 3166, with a letter of ours at the end if a country has several time zones."""

ZONE_OF_COUNTRY = {country.code: country.zone for country in COUNTRIES}
COMMON_ZONES = frozenset(country.zone for country in COUNTRIES if country.is_common)
"""The time zones in which most Pakistanis abroad live."""


def is_time_zone(name: str) -> bool:
    """Return whether an IANA time zone has this name.

    `zoneinfo.available_timezones()` is not used, because it reads six hundred files on every call (37 ms).
    """
    try:
        return bool(ZoneInfo(name).key)
    except (KeyError, ValueError, OSError):
        return False
