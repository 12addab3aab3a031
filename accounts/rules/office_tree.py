"""The tree of offices: which kind can be below which, and functions on paths.

A path lists the codes from the root to an office, each followed by a slash: `punjab/region_multan/multan/`.
Because of the final slash a prefix search is exact: `…/sadar/` is not a prefix of `…/sadar_2/`.
"""

import re
from enum import StrEnum

CODE_PATTERN = r"^[a-z0-9][a-z0-9_]*$"
PATH_PATTERN = r"^([a-z0-9][a-z0-9_]*/)+$"


class OfficeKind(StrEnum):
    CENTRAL = "central"
    REGION = "region"
    DISTRICT = "district"
    DIVISION = "division"
    CIRCLE = "circle"
    STATION = "station"
    UNIT = "unit"


ALLOWED_PARENTS = {
    OfficeKind.CENTRAL: frozenset(),
    OfficeKind.REGION: frozenset({OfficeKind.CENTRAL}),
    OfficeKind.DISTRICT: frozenset({OfficeKind.REGION}),
    OfficeKind.DIVISION: frozenset({OfficeKind.DISTRICT}),
    OfficeKind.CIRCLE: frozenset({OfficeKind.DISTRICT, OfficeKind.DIVISION}),
    OfficeKind.STATION: frozenset({OfficeKind.CIRCLE}),
    # Traffic, investigation, CIA and highway patrol: next to stations, below the level that runs them.
    OfficeKind.UNIT: frozenset(
        {OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT, OfficeKind.DIVISION, OfficeKind.CIRCLE}
    ),
}

# The kinds that a complaint's row repeats, from the top down.
PLACE_KINDS = (OfficeKind.REGION, OfficeKind.DISTRICT, OfficeKind.DIVISION, OfficeKind.CIRCLE, OfficeKind.STATION)

STATION_KINDS = frozenset({OfficeKind.STATION, OfficeKind.UNIT})
"""The kinds of offices that a conduct complaint is against if the matter happened there."""

# The titles of office heads (ranks.csv). "CPO" here is a City Police Officer, not the Central Police Office.
HEAD_TITLES = ("SHO", "SDPO", "SP", "DPO", "CPO", "CCPO", "RPO", "PPO", "INCHARGE")


def may_be_below(kind: OfficeKind | str, parent: OfficeKind | str | None) -> bool:
    """Return whether an office of `kind` may have a parent of kind `parent`. None means no parent."""
    allowed = ALLOWED_PARENTS[OfficeKind(kind)]
    return not allowed if parent is None else OfficeKind(parent) in allowed


def is_office_code(text: str) -> bool:
    return bool(re.fullmatch(CODE_PATTERN, text))


def path_for_code(code: str, parent_path: str = "") -> str:
    """Return the path of an office with this code below a parent's path ("" for the root)."""
    return f"{parent_path}{code}/"


def is_within(path: str, ancestor_path: str) -> bool:
    """Return whether an office is the other office or below it."""
    return path.startswith(ancestor_path)


def is_above(path: str, other_path: str) -> bool:
    """Return whether an office is strictly above another one."""
    return path != other_path and other_path.startswith(path)


def paths_from_root(path: str) -> list[str]:
    """Return the paths from the root down to the office itself: `a/b/c/` gives `a/`, `a/b/`, `a/b/c/`."""
    return [path[: slash.end()] for slash in re.finditer("/", path)]


def ancestor_paths(path: str) -> list[str]:
    """Return the paths strictly above an office, the nearest first."""
    return paths_from_root(path)[-2::-1]


def path_depth(path: str) -> int:
    """Return the number of offices in a path: 1 for the root."""
    return path.count("/")
