"""The offices that cannot open a complaint, for the complainant."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ExcludedOffice:
    """An office that cannot open the complaint. `everybody_below`: no office below it can, either."""

    name: str
    everybody_below: bool


def excluded_office_lines(exclusions: Iterable) -> list[ExcludedOffice]:
    """Return the excluded offices, without any officer's name."""
    return [
        ExcludedOffice(exclusion.office.name, everybody_below=True) for exclusion in exclusions if exclusion.office_id
    ]
