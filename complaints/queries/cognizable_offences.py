"""In which categories the offence may be cognizable, so that the police have to register an FIR (section 154 CrPC)."""

import csv
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data" / "cognizable_offences.csv"


class Cognizable(StrEnum):
    """Whether the offences of a category are cognizable. No row: the application is not offered."""

    YES = "yes"
    SOME = "some"


@cache
def cognizable_categories() -> dict[str, Cognizable]:
    """Return the categories by code. The file states the sections, the source and how certain each row is."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return {row["category"]: Cognizable(row["cognizable"]) for row in csv.DictReader(lines)}
